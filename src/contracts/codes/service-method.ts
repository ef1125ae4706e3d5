/**
 * How a document was served (EOIR `tblLookupService_Method`).
 * Source: EOIR's own lookup tables, as shipped with its case data of late 2025 (2025-11).
 */
export const serviceMethodCodes = {
  C: 'CERTIFIED MAIL',
  E: 'ELECTRONIC SERVICE',
  N: 'NONE',
  O: 'OTHER',
  P: 'IN PERSON',
  R: 'REGULAR MAIL',
} as const;
