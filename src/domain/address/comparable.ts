import type { Address } from '../../contracts/address.ts';
import { designators, holdsUnit, unitOf } from './unit.ts';

/** Words that are written out or abbreviated as the writer likes (USPS Publication 28, appendices B and C1), the most common. */
const abbreviations: { readonly [word: string]: string } = {
  AVENUE: 'AVE',
  AV: 'AVE',
  BOULEVARD: 'BLVD',
  CIRCLE: 'CIR',
  COURT: 'CT',
  DRIVE: 'DR',
  HIGHWAY: 'HWY',
  LANE: 'LN',
  PARKWAY: 'PKWY',
  PLACE: 'PL',
  ROAD: 'RD',
  STREET: 'ST',
  TERRACE: 'TER',
  TRAIL: 'TRL',
  NORTH: 'N',
  EAST: 'E',
  SOUTH: 'S',
  WEST: 'W',
  NORTHEAST: 'NE',
  NORTHWEST: 'NW',
  SOUTHEAST: 'SE',
  SOUTHWEST: 'SW',
};

/**
 * Street and unit as one text that other spellings of them share: capitals without accents, letters and digits, common words
 * abbreviated, the word for a unit left out, and a word for none too; a unit in both places stands once.
 */
export function comparableStreet({ line1, unit }: Address): string {
  const street = words(line1);
  if (unitOf(unit) !== 'given') return joined(street);
  const own = words(unit);
  const isSaid = holdsUnit(line1 ?? '') && joined(street.slice(-own.length)) === joined(own);
  return joined(isSaid ? street : [...street, ...own]);
}

/** Whether two addresses are in one place: by five digits of the ZIP, or by city and state where either has none. */
export function samePlace(a: Address, b: Address): boolean {
  const [zip, other] = [zipOf(a), zipOf(b)];
  if (zip !== '' && other !== '') return zip === other;
  return a.state === b.state && joined(words(a.city)) === joined(words(b.city));
}

function zipOf({ postalCode }: Address): string {
  return (postalCode ?? '').trim().slice(0, 5);
}

function words(text = ''): string[] {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase();
  // Houses of Queens are numbered `41-12`, and written without the hyphen too.
  return plain
    .replace(/(?<=\d)-(?=\d{2})/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !designators.has(word))
    .map((word) => abbreviations[word] ?? word);
}

/** Without spaces but where two numbers meet: 5 104th Street is not 510 4th Street. */
function joined(said: readonly string[]): string {
  return said.join(' ').replace(/(?<!\d) | (?!\d)/g, '');
}
