import { birthday, birthRecordOf, possibleDays } from '../birth.ts';
import { ADULT } from '../dimensions/hhs-care.ts';
import { placementFactAt, placementRuns } from '../dimensions/placement.ts';
import { easternMidnight } from '../eastern.ts';
import { runAt } from '../runs.ts';
import { addDays } from '../working-days.ts';
import { none, sortedKeys, type DiscrepancyRule } from './rule.ts';

/**
 * By the latest day on which the child may have been born, and when its birthday is over: nobody is said to be kept who may not be. Who
 * comes in after that day is `age-at-hand-over`.
 */
export const inCarePast18: DiscrepancyRule = {
  id: 'in-care-past-18',
  owner: 'HHS',
  why: 'HHS has the care of who has not attained 18 years of age (6 USC 279(g)(2)(B)): the record of where the adult went is missing, or the birth date is wrong',
  closedBy: 'a release, or another record of custody; a more precise or later birth date',
  find({ caseFile, facts, placements }) {
    if (facts['hhs.placement'].length === 0 && facts['ice.custody-transfer'].length === 0) return none;
    const birth = birthRecordOf(caseFile);
    if (birth === null) return none;
    const { latest } = possibleDays(birth.data.person.birthDate!);
    const from = easternMidnight(addDays(birthday(latest, ADULT), 1));
    if (placementFactAt(placements(), from)?.value !== 'hhs-care') return none;
    const runs = placementRuns(placements());
    return [
      {
        rule: 'in-care-past-18',
        records: sortedKeys(birth.key, ...runAt(runs, from).basis),
        owner: 'hhs',
        detail: 'the 18th birthday is over and no record says that the child left care',
        from,
        until: runs.find((run) => run.from > from && run.value !== 'hhs-care')?.from ?? Infinity,
      },
    ];
  },
};
