import { lettersAndDigits } from './letters-and-digits.ts';

/**
 * Secondary unit designators that a range must follow (USPS Publication 28, appendix C2), as abbreviated and in full, and
 * the Spanish ones that sponsors' forms hold. A line that ends in one lacks its unit.
 *
 * Of C2's list these are left out, since a street line may end in them and lack nothing: FL (Florida, `2nd FL`), KEY,
 * PIER, SLIP and STOP (names of streets and places: Old Slip), BLDG (a building that has a name). BSMT, FRNT, LBBY, LOWR,
 * OFC, PH, REAR, SIDE and UPPR need no range: they are a unit by themselves.
 */
export const designators: ReadonlySet<string> = new Set([
  'APT',
  'APARTMENT',
  'APTO',
  'DEPT',
  'DEPTO',
  'DPTO',
  'HNGR',
  'LOT',
  'RM',
  'ROOM',
  'SPACE',
  'SPC',
  'STE',
  'SUITE',
  'TRAILER',
  'TRLR',
  'UNIT',
]);
const LONGEST = 9;

/** What stands in the form's field for the unit where there is none. */
const noUnits = new Set(['NA', 'NO', 'NONE', 'NULL', 'TBD', 'UNK', 'UNKNOWN']);

/** Whether a unit is given, or none, or only the word for one (`Apt`). */
export function unitOf(unit: string | undefined): 'given' | 'none' | 'bare' {
  if (unit === undefined) return 'none';
  const said = lettersAndDigits(unit);
  if (said === '' || noUnits.has(said)) return 'none';
  return designators.has(said) ? 'bare' : 'given';
}

/** Whether a street line ends in the word, or the sign, for a unit and says no unit after it. */
export function endsInBareDesignator(line: string): boolean {
  let end = line.length;
  while (end > 0 && isFiller(line.charCodeAt(end - 1))) end -= 1;
  if (end === 0) return false;
  if (line.charCodeAt(end - 1) === HASH) return true;
  let start = end;
  while (start > 0 && isLetter(line.charCodeAt(start - 1))) start -= 1;
  if (start === end || end - start > LONGEST) return false;
  if (start > 0 && !isBreak(line.charCodeAt(start - 1))) return false;
  return designators.has(line.slice(start, end).toUpperCase());
}

const HASH = 35;

/** Space, comma, hyphen, full stop, colon. */
function isFiller(code: number): boolean {
  return code === 32 || (code >= 44 && code <= 46) || code === 58;
}

function isBreak(code: number): boolean {
  return code === 32 || code === 44 || code === 59;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
