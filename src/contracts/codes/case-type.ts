/**
 * Kind of immigration case (EOIR `tblLookupCaseType`).
 * Source: EOIR's own lookup tables, as shipped with its case data of late 2025 (2025-11).
 */
export const caseTypeCodes = {
  AOC: 'Asylum Only Case',
  CDR: 'Continued Detention Review',
  CFR: 'Credible Fear Review',
  CSR: 'Claimed Status Review',
  DCC: 'Departure Control',
  DDC: 'DD Appeal',
  DEP: 'Deportation',
  EXC: 'Exclusion',
  NAC: 'NACARA Adjustment',
  REC: 'Rescission',
  RFR: 'Reasonable Fear Case',
  RMV: 'Removal',
  WHO: 'Withholding Only',
} as const;
