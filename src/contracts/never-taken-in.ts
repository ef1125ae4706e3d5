/**
 * What Rollcall refuses to hold, whoever sends it (domain.md §1 and the sources under facts §6): the purpose, one
 * true status per child, needs none of it, and in the wrong hands each of these harms a child or a household.
 * Names are matched without case, hyphens and underscores, at any depth of a record.
 */
const reasons: ReadonlyArray<readonly [pattern: RegExp, reason: string]> = [
  [
    /^(sponsor|household|parent|caregiver)(immigration|legal)?status$|immigrationstatus/,
    'immigration status of a sponsor or household is never taken in',
  ],
  [/biometric|fingerprint|facial|photo|iris|^dna|dna$/, 'biometrics are never taken in'],
  [/^ssn|ssn$|socialsecurity/, 'Social Security numbers are never taken in'],
  [/employer|employment|workplace/, 'employers are never taken in'],
  [/household(member|s$|composition)|^siblings?$/, 'household members are never taken in'],
  [
    /clinic|counsel|medical|diagnos|mentalhealth|therap|abuse|incident|trauma/,
    'clinical, counselling, abuse or incident text is never taken in',
  ],
  [
    /asylum|relief|credible|persecution|^sij|^tvisa|^uvisa|vawa/,
    'asylum or other relief claims are never taken in',
  ],
  [/(shelter|facility|program)(street)?address/, 'street addresses of shelters are never taken in'],
  [
    /flightrisk|enforcement(score|priority)|riskscore|dangerousness/,
    'flight-risk and enforcement scores are never taken in',
  ],
  [/comment|remark|notes?$|narrative|freetext|description/, 'free-text comments are never taken in'],
];

/** Why a field of this name is never taken in, or null where it is merely unknown. */
export function neverTakenIn(fieldName: string): string | null {
  const plain = fieldName.toLowerCase().replaceAll(/[-_\s]/g, '');
  return reasons.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}
