import type { BirthDate } from '../../contracts/person.ts';
import { possibleDays } from '../birth.ts';
import type { RecordAssertion } from '../case-file.ts';
import { contradictingWitnesses, pairsShown } from './witnesses.ts';
import { none, type DiscrepancyRule } from './rule.ts';

/** Dates are compared as far as they may be relied on: `2010-03` and 12 March 2010 can both be true, so can an assigned 1 January. */
export const twoBirthDates: DiscrepancyRule = {
  id: 'two-birth-dates',
  owner: 'the agency that recorded the second of them',
  why: 'a child is born once; of an assigned date only the year may be relied on (SSA POMS GN 00302.960)',
  closedBy: 'a higher version of either record, or a person’s decision that they are two children’s',
  find({ caseFile, glance }) {
    if (!glance.birthDatesDiffer) return none;
    return pairsShown(
      'two-birth-dates',
      'two birth dates of which no day is in both',
      contradictingWitnesses(caseFile, birthDateOf, sameText, bothPossible),
    );
  },
};

function birthDateOf({ data }: RecordAssertion): BirthDate | undefined {
  return data.person.birthDate;
}

function sameText(a: BirthDate, b: BirthDate): boolean {
  return a.value === b.value && a.precision === b.precision;
}

function bothPossible(a: BirthDate, b: BirthDate): boolean {
  const first = possibleDays(a);
  const second = possibleDays(b);
  return first.earliest <= second.latest && second.earliest <= first.latest;
}
