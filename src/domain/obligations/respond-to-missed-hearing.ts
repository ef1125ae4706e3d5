import { reopeningsOf } from '../dimensions/court-facts.ts';
import { missedHearing } from '../dimensions/missed-hearing.ts';
import {
  duty,
  firstFrom,
  momentOf,
  nextCustody,
  type Duty,
  type Moment,
  type ObligationRule,
} from './rule.ts';

/** One duty at ICE, one at HHS, for each failure to appear that docs/domain.md §6 calls one; a granted reopening takes both back. */
export const respondToMissedHearing: ObligationRule = {
  id: 'respond-to-missed-hearing',
  title: 'Look after a child that failed to appear',
  owners: ['ice', 'hhs'],
  authority: 'DHS OIG-24-46 recommendation 2',
  severity: 'high',
  starts: 'failure to appear (in-absentia order, or closed for failure to appear)',
  due: { workingDays: 5 },
  metBy:
    'ICE: a location check; HHS: a call attempted; later than the hearing that was missed, or than its day where no hearing is known. It lapses by a granted reopening, and once the child is in custody or care again',
  expects: ['ice.location-check', 'hhs.wellbeing-call'],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, placements, court }, due) {
    if (court.dispositives.length === 0) return [];
    const checks = facts['ice.location-check'].map(({ key, data }) => ({
      key,
      at: momentOf(data.checkedOn),
    }));
    const calls = facts['hhs.wellbeing-call'].map(({ key, data }) => ({
      key,
      at: momentOf(data.attemptedAt),
    }));
    return court.dispositives
      .filter((found) => found.value !== 'completed')
      .flatMap((failure): Duty[] => {
        const { key } = failure;
        const { from, latest } = missedHearing(court, failure);
        const cures: Moment[] = reopeningsOf(court, failure).map((one) => ({ key: one.key, at: one.from }));
        const back = nextCustody(placements, from);
        if (back !== undefined) cures.push(back);
        const cure = firstFrom(cures, -Infinity);
        const cured = { lapsesAt: cure.metAt, lapsedBy: cure.metBy };
        return [
          duty('ice', key, from, due, { ...firstFrom(checks, latest + 1), ...cured }),
          duty('hhs', key, from, due, { ...firstFrom(calls, latest + 1), ...cured }),
        ];
      });
  },
};
