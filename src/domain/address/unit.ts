import { lettersAndDigits } from './letters-and-digits.ts';
import { isNoAddress } from './non-address.ts';

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

/** What stands in the form's field for the unit where there is none, beside what stands for no address. */
const noUnits = new Set(['NO', 'NOAPT', 'NOUNIT']);

/** Whether a unit is given, or none, or only the word for one (`Apt`). */
export function unitOf(unit: string | undefined): 'given' | 'none' | 'bare' {
  if (unit === undefined) return 'none';
  const said = lettersAndDigits(unit);
  if (said === '') return 'none';
  if (designators.has(said)) return 'bare';
  const after = lettersAndDigits(unit.replace(LEADING_WORD, (word) => (isDesignator(word) ? '' : word)));
  return isNone(said) || isNone(after) ? 'none' : 'given';
}

const LEADING_WORD = /^[^A-Za-z0-9]*[A-Za-z]+/;

function isDesignator(word: string): boolean {
  return designators.has(lettersAndDigits(word));
}

function isNone(said: string): boolean {
  return noUnits.has(said) || isNoAddress(said);
}

/** Whether a street line says a unit after the word, or the sign, for one: a number, or one letter. */
export function holdsUnit(line: string): boolean {
  if (/#\s*[A-Za-z0-9]/.test(line)) return true;
  const said = line
    .toUpperCase()
    .replace('N/A', '')
    .split(/[^A-Z0-9]+/);
  return said.some((word, at) => designators.has(word) && isUnit(said[at + 1] ?? ''));
}

/** Where a street has more than one building; a line may end in them and lack nothing. */
const buildings = new Set(['BLDG', 'BUILDING', 'EDIF', 'EDIFICIO']);

/** Whether a street line says a unit, or a building, and nothing else: of which street nobody knows. */
export function isUnitAlone(line: string): boolean {
  if (/^\s*#\s*[A-Za-z0-9-]+\s*$/.test(line)) return true;
  const [word = '', unit = '', ...more] = line.toUpperCase().match(/[A-Z0-9]+/g) ?? [];
  return more.length === 0 && (designators.has(word) || buildings.has(word)) && isUnit(unit);
}

/** A number, or one letter. */
function isUnit(word: string): boolean {
  return /^([A-Z]|[A-Z]*\d.*)$/.test(word);
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

/** Spaces and punctuation, the line to write on (`Apt ____`) too. */
function isFiller(code: number): boolean {
  return code < 128 && code !== HASH && !isLetter(code) && !isDigit(code);
}

/** What a word may follow; a hyphen or an apostrophe is part of one. */
function isBreak(code: number): boolean {
  return isFiller(code) && code !== 45 && code !== 39;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
