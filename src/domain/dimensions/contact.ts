import type { Contact } from '../../contracts/status.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import type { Policy } from '../policy.ts';
import { instantOf } from '../instant.ts';
import { lastOf, momentsOf, runsOf, sortByMoment, type Run } from '../runs.ts';
import type { PlacementFact } from './placement.ts';

const DAY = 86_400_000;

/** docs/domain.md §8: has the well-being call after a release to a sponsor reached anyone? */
export function contactRuns(
  facts: Facts,
  placements: readonly PlacementFact[],
  policy: Policy,
): Array<Run<Contact>> {
  const calls = facts['hhs.wellbeing-call'].map(({ key, data }) => ({
    key,
    at: instantOf(data.attemptedAt),
    reached: data.reached !== 'nobody',
  }));
  const moments = momentsOf(placements, calls);
  for (const placement of placements) {
    if (!needsCall(placement)) continue;
    moments.push(placement.at + policy.callDueDays * DAY, placement.at + policy.callOverdueDays * DAY);
  }
  const placementAt = lastOf(placements);
  const callAt = lastOf(sortByMoment(calls));
  return runsOf(moments, (at) => {
    const placement = placementAt(at);
    if (placement === undefined || !needsCall(placement)) {
      return { value: 'not-due', rule: 'no-call-due', basis: placement === undefined ? [] : [placement.key] };
    }
    const dueAt = placement.at + policy.callDueDays * DAY;
    const call = callAt(at);
    // Once it is due an earlier call answers it no more: it could not say how the child is by then.
    const from = at < dueAt ? placement.at : Math.max(placement.at, easternMidnight(easternDay(dueAt)));
    if (call !== undefined && call.at >= from) {
      return call.reached
        ? { value: 'reached', rule: 'call-reached', basis: [call.key] }
        : { value: 'not-reached', rule: 'call-not-reached', basis: [call.key] };
    }
    const basis = [placement.key];
    if (at >= placement.at + policy.callOverdueDays * DAY)
      return { value: 'overdue', rule: 'call-overdue', basis };
    if (at >= dueAt) return { value: 'due', rule: 'call-due', basis };
    return { value: 'not-due', rule: 'call-not-yet-due', basis };
  });
}

function needsCall(placement: PlacementFact): boolean {
  return placement.dischargeType === 'reunified-with-sponsor';
}
