/**
 * What is written where an address, or a city, should be and is none. Compared whole, by letters and digits, so that `Unknown Road`
 * stays a street. English and Spanish, since sponsors' forms come in both.
 */
const nonAddresses = new Set([
  'ADDRESSNOTAVAILABLE',
  'ADDRESSNOTPROVIDED',
  'ADDRESSUNKNOWN',
  'BADADDRESS',
  'DEPORTED',
  'DESCONOCIDA',
  'DESCONOCIDO',
  'FOREIGNADDRESS',
  'FOREIGNADDRESSSEEREMARKS',
  'HOMELESS',
  'HOMELESSSHELTER',
  'NA',
  'NINGUNA',
  'NINGUNO',
  'NOADDRESS',
  'NOADDRESSAVAILABLE',
  'NOADDRESSGIVEN',
  'NOADDRESSPROVIDED',
  'NOFIXEDABODE',
  'NOFIXEDADDRESS',
  'NOKNOWNADDRESS',
  'NONE',
  'NONEGIVEN',
  'NONEPROVIDED',
  'NOPERMANENTADDRESS',
  'NOTAPPLICABLE',
  'NOTAVAILABLE',
  'NOTKNOWN',
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

/** @param line letters and digits of a street line, or of a city, in capitals */
export function isNoAddress(line: string): boolean {
  return nonAddresses.has(line) || /^(X{2,}|0+)$/.test(line);
}
