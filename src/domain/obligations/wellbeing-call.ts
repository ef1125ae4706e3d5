import type { Due } from '../../contracts/policy.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import {
  dueFrom,
  duty,
  firstFrom,
  isEndOfDay,
  lapse,
  momentOf,
  placementAfterRelease,
  type ObligationRule,
} from './rule.ts';

/**
 * A call that reached nobody does not meet it, and says nothing else of the child. Nor does one before the day on which it is due: ORR asks
 * how the child is after thirty days with the sponsor, and a call of the evening of the release cannot know.
 */
export const wellbeingCall: ObligationRule = {
  id: 'wellbeing-call',
  title: 'Reach the child or the sponsor by a Safety and Well-Being call',
  owners: ['hhs'],
  authority: 'ORR policy guide 6',
  severity: 'high',
  starts: 'release to a sponsor',
  due: { days: 30, grace: 7 },
  metBy:
    'a call that reached the child or the sponsor, on the day it is due or later; it lapses where the child is elsewhere',
  expects: ['hhs.wellbeing-call'],
  inForce: { from: '2015-08-01', to: null },
  duties({ facts, placements }, due) {
    const reached = facts['hhs.wellbeing-call']
      .filter(({ data }) => data.reached !== 'nobody')
      .map(({ key, data }) => ({ key, at: momentOf(data.attemptedAt) }));
    return facts['hhs.release']
      .filter(({ data }) => data.dischargeType === 'reunified-with-sponsor')
      .map(({ key, data }) => {
        const released = momentOf(data.releasedAt);
        return duty('hhs', key, released, due, {
          ...firstFrom(reached, Math.max(released, dayOfDue(dueFrom(released, due), due))),
          ...lapse(placementAfterRelease(placements, key)),
        });
      });
  },
};

/** The beginning of the Eastern day on which it is due. */
function dayOfDue(dueAt: number, due: Due): number {
  return easternMidnight(easternDay(isEndOfDay(due) ? dueAt - 1 : dueAt));
}
