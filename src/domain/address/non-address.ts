/**
 * What is written where an address should be and is none. Compared whole, by letters and digits, so that `Unknown Road`
 * stays a street. English and Spanish, since sponsors' forms come in both.
 */
const nonAddresses = new Set([
  'ADDRESSUNKNOWN',
  'BADADDRESS',
  'DESCONOCIDA',
  'DESCONOCIDO',
  'FOREIGNADDRESS',
  'FOREIGNADDRESSSEEREMARKS',
  'HOMELESS',
  'NA',
  'NINGUNA',
  'NINGUNO',
  'NOADDRESS',
  'NOFIXEDADDRESS',
  'NOFIXEDABODE',
  'NONE',
  'NOPERMANENTADDRESS',
  'NOTAPPLICABLE',
  'NOTAVAILABLE',
  'NOTPROVIDED',
  'NULL',
  'PENDING',
  'REFUSED',
  'RETURNTOSENDER',
  'SAME',
  'SAMEASABOVE',
  'SEECOMMENTS',
  'SEENOTES',
  'SEEREMARKS',
  'SINDOMICILIO',
  'TBD',
  'TOBEDETERMINED',
  'TRANSIENT',
  'UNDETERMINED',
  'UNK',
  'UNKNOWN',
  'UNKNOWNADDRESS',
]);

/** @param line letters and digits of a street line, in capitals */
export function isNoAddress(line: string): boolean {
  return nonAddresses.has(line) || /^(X{3,}|0+)$/.test(line);
}
