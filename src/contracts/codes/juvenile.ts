/**
 * EOIR `tblLookup_Juvenile`. `NA` is a value of its own (Not Applicable), not an empty one.
 * Source: EOIR's own lookup tables, as shipped with its case data of late 2025 (2025-11).
 */
export const juvenileCodes = {
  J: 'Juvenile Case',
  J1: 'Juvenile has been released to guardian or has turned 18',
  J2: 'Unaccompanied Juvenile - Asylum',
  UJ: 'Unaccompanied Juvenile',
  NA: 'Not Applicable',
  AJ: 'Accompanied Juvenile',
} as const;
