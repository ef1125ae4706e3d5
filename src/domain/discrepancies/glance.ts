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
  /** Two of one agency's own ids of a person. */
  agencyIdsDiffer: boolean;
}

export function glanceAt({ records }: CaseFile): Glance {
  const seen: Glance = {
    rivals: false,
    eventRivals: false,
    birthDatesDiffer: false,
    countriesDiffer: false,
    agencyIdsDiffer: false,
  };
  let born: string | undefined;
  let country: string | undefined;
  let orrId: string | undefined;
  let eidSubjectId: string | undefined;
  for (const record of records) {
    if (record.rivals.length > 0) seen.rivals = true;
    if (record.eventRivals.length > 0 || record.overused) seen.eventRivals = true;
    const { identifiers, birthDate, countryOfBirth } = record.inUse.data.person;
    if (differ(orrId, identifiers?.orrId) || differ(eidSubjectId, identifiers?.eidSubjectId))
      seen.agencyIdsDiffer = true;
    orrId = identifiers?.orrId ?? orrId;
    eidSubjectId = identifiers?.eidSubjectId ?? eidSubjectId;
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

/** Whether both are known, and not the same. */
export function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
