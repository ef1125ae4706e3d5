/**
 * Attorney discipline (EOIR tbllookupSchedule_Type AT): it is heard against a practitioner (8 CFR 1003.106), who is the respondent there.
 * Of the child nothing is heard, whatever its number does on the record.
 */
const ofAnAttorney: ReadonlySet<string> = new Set(['AT']);

/**
 * Conferences of the judge with the parties, whose attorneys may speak for them: to narrow issues before a hearing (8 CFR 1003.21(a); CN), and
 * of status after an asylum officer's interview, which may be answered in writing (8 CFR 1240.17(f)(2); CD, MT). TC and VC are hearings
 * by telephone and by video: whoever comes, comes so.
 */
const conferences: ReadonlySet<string> = new Set(['CN', 'CD', 'MT']);

/** Custody is heard apart from the case and forms no part of it (8 CFR 1003.19(d)). */
const CUSTODY = 'CY';

interface Typed {
  hearingType: string;
}

/** Whether it is the child's at all. */
export function isOfChild({ hearingType }: Typed): boolean {
  return !ofAnAttorney.has(hearingType);
}

/** Whether it is of the child's case, and not of its custody alone. */
export function isOfCase({ hearingType }: Typed): boolean {
  return !ofAnAttorney.has(hearingType) && hearingType !== CUSTODY;
}

/** Whether a child has to be there: that it was held says that the child was. */
export function childMustCome({ hearingType }: Typed): boolean {
  return !ofAnAttorney.has(hearingType) && !conferences.has(hearingType);
}
