import type { CaseFile } from '../case-file.ts';

/**
 * What one look over a child's records shows, so that rules about any record need not each look again. It may show too much
 * (voided records are in it), never too little.
 */
export interface Glance {
  rivals: boolean;
  eventRivals: boolean;
  birthDatesDiffer: boolean;
  countriesDiffer: boolean;
}

export function glanceAt({ records }: CaseFile): Glance {
  const seen: Glance = { rivals: false, eventRivals: false, birthDatesDiffer: false, countriesDiffer: false };
  let born: string | undefined;
  let country: string | undefined;
  for (const record of records) {
    if (record.rivals.length > 0) seen.rivals = true;
    if (record.eventRivals.length > 0 || record.overused) seen.eventRivals = true;
    const { birthDate, countryOfBirth } = record.inUse.data.person;
    if (birthDate !== undefined && birthDate.value !== born) {
      // One text in two precisions can always be one day.
      if (born !== undefined) seen.birthDatesDiffer = true;
      born = birthDate.value;
    }
    if (countryOfBirth !== undefined && countryOfBirth !== country) {
      if (country !== undefined) seen.countriesDiffer = true;
      country = countryOfBirth;
    }
  }
  return seen;
}
