/**
 * EOIR `tblLookup_CasePriority`.
 * Source: EOIR's own lookup tables, as shipped with its case data of late 2025 (2025-11).
 */
export const casePriorityCodes = {
  'AWC/ATD': 'Adults With Children-Release on ATD',
  'AWC/D': 'Adults With Children-Detained',
  CR: 'Custody Review',
  'N/A': 'Not Applicable',
  'RBC/D': 'Recent Border Crossers-Detained',
  UC: 'Unaccompanied Children',
} as const;
