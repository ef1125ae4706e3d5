import { countryCodes } from '../../contracts/codes/country.ts';
import { stateCodes } from '../../contracts/codes/state.ts';
import { lettersAndDigits } from './letters-and-digits.ts';

/**
 * What is written where an address, or a city, should be and is none. Compared whole, by letters and digits, so that `Unknown Road`
 * stays a street. English and Spanish, since sponsors' forms come in both.
 */
const nonAddresses = new Set([
  'ADDRESSNOTAVAILABLE',
  'ADDRESSNOTPROVIDED',
  'ADDRESSUNKNOWN',
  'ADDRESSWITHHELD',
  'BADADDRESS',
  'CONFIDENTIAL',
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
  'NOADDRESSONFILE',
  'NOADDRESSPROVIDED',
  'NOAPLICA',
  'NOFIXEDABODE',
  'NOFIXEDADDRESS',
  'NOKNOWNADDRESS',
  'NONE',
  'NONEGIVEN',
  'NONEPROVIDED',
  'NOPERMANENTADDRESS',
  'NOSABE',
  'NOSESABE',
  'NOTAPPLICABLE',
  'NOTAVAILABLE',
  'NOTIENE',
  'NOTKNOWN',
  'NOTPROVIDED',
  'NULL',
  'PENDIENTE',
  'PENDING',
  'REFUSED',
  'REFUSEDTOPROVIDE',
  'RETURNTOSENDER',
  'SAME',
  'SAMEASABOVE',
  'SEDESCONOCE',
  'SEECOMMENTS',
  'SEENOTES',
  'SEEREMARKS',
  'SINDIRECCION',
  'SINDIRECCIÓN',
  'SINDOMICILIO',
  'SPONSORADDRESS',
  'SPONSORSADDRESS',
  'TBD',
  'TOBEDETERMINED',
  'TRANSIENT',
  'UNDETERMINED',
  'UNK',
  'UNKNOWN',
  'UNKNOWNADDRESS',
  'VERNOTAS',
  'WITHHELD',
]);

/** Names of states and countries: where a street should be they say none. */
const regions = new Set(
  ['US', 'USA', 'United States of America', 'Estados Unidos', 'EEUU']
    .concat(Object.entries(stateCodes).flat(), Object.values(countryCodes))
    .map(lettersAndDigits),
);

/** @param line letters and digits, in capitals */
export function isRegion(line: string): boolean {
  return regions.has(line);
}

/** @param line letters and digits of a street line, or of a city, in capitals */
export function isNoAddress(line: string): boolean {
  return nonAddresses.has(line) || /^(X{2,}|0+)$/.test(line);
}
