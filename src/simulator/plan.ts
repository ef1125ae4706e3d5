/** What a scenario has settled about a child before it lives; everything else is left to chance. */
export interface Plan {
  /** Of the first hand-over to HHS. */
  fiscalYear: number;
  /** When a Notice to Appear is served: `early` by the first of the audit's days, `late` between the two, `never` up to the second. */
  notice: 'never' | 'late' | 'early';
  /** A failure to appear that stands: on both of the audit's days, on the first only, on the second only, or on neither. */
  failure: 'lasting' | 'cured' | 'new' | 'none';
  /** Whether the address on a release to a sponsor is unusable. */
  unusableAddress: boolean;
}

/** The days as of which the audits counted (DHS OIG-24-46, OIG-25-21); each ends at midnight in the federal capital. */
export const auditDays = {
  firstFailures: '2023-09-30',
  firstNotices: '2024-05-31',
  lastFailures: '2024-10-31',
  lastNotices: '2025-01-31',
} as const;

/** From the end of this day on, every child meant to have an unusable release address has been released to it. */
export const ADDRESSES_KNOWN = '2023-12-31';
