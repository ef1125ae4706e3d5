/**
 * How the court was told of a new address (EOIR `tblLookupContactChange`).
 * Source: EOIR's own lookup tables, as shipped with its case data of late 2025 (2025-11).
 */
export const contactChangeCodes = {
  '26-BOARD': 'New EOIR 26 Form - Board',
  '33-BOARD': 'New EOIR 33 Form - Board',
  '33-BOARD (Electronic)': 'EOIR 33 Form - Board (Electronic)',
  '33-COURT': 'New EOIR 33 Form - Court',
  '33-COURT (Electronic)': 'EOIR 33 Form - Court (Electronic)',
  'HHS/UC': 'HHS/UC Notice',
  I830: 'New INS I-830 Form',
  OTHER: 'Other Method',
  TYPO: 'Typographical Correction',
} as const;
