import { birthday } from '../birth.ts';
import { placementFactAt } from '../dimensions/placement.ts';
import { easternMidnight } from '../eastern.ts';
import { addDays, endOfDay } from '../working-days.ts';
import { duty, lapse, type ObligationRule } from './rule.ts';

const DAYS_BEFORE = 14;

/**
 * A child without a sponsor (category 4) that is in ORR care two weeks before it turns 18 needs a plan by then. The plan itself may
 * not be shared with DHS (form R-9) and is never taken in: HHS says by an acknowledgement that it is there.
 */
export const ageOutPlan: ObligationRule = {
  id: 'age-out-plan',
  title: 'Have a plan for the day a child without a sponsor turns 18',
  owners: ['hhs'],
  authority: 'ORR form R-9 (OMB 0970-0552)',
  severity: 'high',
  starts: 'fourteen days before the 18th birthday, in care, sponsor category 4 on a release record',
  due: { calendarDays: 0 },
  metBy: 'HHS’s acknowledgement that there is a plan; it lapses where the child leaves care',
  metByAcknowledgement: true,
  expects: null,
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, placements, birth }, due) {
    if (birth === null) return [];
    const category4 = facts['hhs.release'].find(({ data }) => data.sponsorCategory === '4');
    if (category4 === undefined) return [];
    const day = addDays(birthday(birth.earliest, 18), -DAYS_BEFORE);
    const opensAt = easternMidnight(day);
    const end = endOfDay(day);
    if (placementFactAt(placements, end - 1)?.value !== 'hhs-care') return [];
    const left = placements.find((fact) => fact.at >= end && fact.value !== 'hhs-care');
    return [duty('hhs', category4.key, opensAt, due, lapse(left))];
  },
};
