import { obligationRules } from './obligations/index.ts';
import type { ObligationRule } from './obligations/rule.ts';

/** What a status depends on beside records and time; `version` is shown in every status. */
export interface Policy {
  version: string;
  /** A well-being call is due this many days of 24 hours after release (ORR policy guide §6). */
  callDueDays: number;
  /** … and overdue after this many (the window HHS OIG measured). */
  callOverdueDays: number;
  /** The duties there are. */
  rules: readonly ObligationRule[];
}

export const currentPolicy: Policy = {
  version: '2026-11-25',
  callDueDays: 30,
  callOverdueDays: 37,
  rules: obligationRules,
};
