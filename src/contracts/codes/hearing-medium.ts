/**
 * How a hearing is held (EOIR `tbl_schedule.ADJ_MEDIUM`).
 * Source: EOIR case data codebook; frequencies of 2025-10 (lower case and stray values refused).
 */
export const hearingMediumCodes = {
  P: 'in person',
  V: 'video',
  T: 'telephone',
  A: 'web',
  W: 'web',
  C: 'internet court',
  H: 'none',
} as const;
