/** What a status depends on beside records and time; `version` is shown in every status. */
export interface Policy {
  version: string;
  /** A well-being call is due this many days of 24 hours after release (ORR policy guide §6). */
  callDueDays: number;
  /** … and overdue after this many (the window HHS OIG measured). */
  callOverdueDays: number;
}

export const currentPolicy: Policy = { version: '2026-11-01', callDueDays: 30, callOverdueDays: 37 };
