import { agencyOfType } from '../../contracts/envelope.ts';
import { birthday, birthRecordOf, possibleDays } from '../birth.ts';
import { ADULT } from '../dimensions/hhs-care.ts';
import { easternDay } from '../eastern.ts';
import { instantOf } from '../instant.ts';
import type { Facts } from '../facts.ts';
import { firstCare, intoHhsCare, isFirst, type CareMoment } from './custody.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

/**
 * The birth date in use beside the days on which the child came into custody or care. By the days on which it may have been born, so of
 * `2010` or an assigned date only what no day of that year allows; who comes on the 18th birthday itself is let pass.
 */
export const ageAtHandOver: DiscrepancyRule = {
  id: 'age-at-hand-over',
  owner: 'the agency that recorded the birth date in use',
  why: 'who comes into care has been born and has not attained 18 years of age (6 USC 279(g)(2)(B))',
  closedBy: 'a higher version of either record, or a more precise or later birth date',
  find({ caseFile, facts }) {
    const birth = birthRecordOf(caseFile);
    if (birth === null) return none;
    const { earliest, latest } = possibleDays(birth.data.person.birthDate!);
    const adultOn = birthday(latest, ADULT);
    const first = firstCare(facts);
    if (first === null) return none;
    const unborn = dayOf(first) < earliest ? first : null;
    const adult = firstAfter(adultOn, facts);
    if (unborn === null && adult === null) return none;
    const contradiction = ({ key, at }: CareMoment, detail: string): Contradiction => ({
      rule: 'age-at-hand-over',
      records: sortedKeys(birth.key, key),
      owner: agencyOfType(birth.type),
      detail,
      from: instantOf(at),
      until: Infinity,
    });
    const found: Contradiction[] = [];
    if (unborn !== null) found.push(contradiction(unborn, 'custody or care begins before the birth date'));
    if (adult !== null) found.push(contradiction(adult, 'care begins after the 18th birthday'));
    return found;
  },
};

function firstAfter(day: string, facts: Facts): CareMoment | null {
  let first: CareMoment | null = null;
  for (const moment of intoHhsCare(facts))
    if (dayOf(moment) > day && isFirst(moment.at, moment.key, first)) first = moment;
  return first;
}

function dayOf({ at }: CareMoment): string {
  return easternDay(instantOf(at));
}
