import type { Address } from '../../contracts/address.ts';
import { designators } from './unit.ts';

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
 * The address as one text that other spellings of it share: capitals, letters and digits of street and unit, common words
 * abbreviated, the word for a unit left out; then five digits of the ZIP, or city and state where there is none.
 */
export function comparable({ line1, unit, city, state, postalCode }: Address): string {
  const zip = (postalCode ?? '').trim().slice(0, 5);
  return `${words(line1)}${words(unit)}|${zip === '' ? `${words(city)}|${state ?? ''}` : zip}`;
}

function words(text: string | undefined): string {
  if (text === undefined) return '';
  let said = '';
  for (const word of text.toUpperCase().split(/[^\p{L}\p{N}]+/u)) {
    if (!designators.has(word)) said += Object.hasOwn(abbreviations, word) ? abbreviations[word] : word;
  }
  return said;
}
