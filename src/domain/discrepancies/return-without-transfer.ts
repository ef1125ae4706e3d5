import { easternDay, easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import { addDays } from '../working-days.ts';
import { intoHhsCare } from './custody.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

/** By days, and from the day before on, since each agency writes down its own side of a hand-over. */
export const returnWithoutTransfer: DiscrepancyRule = {
  id: 'return-without-transfer',
  owner: 'ICE',
  why: 'whom HHS hands to DHS, DHS takes: either has a record of it, or nobody has the child',
  closedBy:
    'ICE’s record of the transfer to DHS, before the child is in HHS’s care again; a higher version of the release',
  find({ facts, policy }) {
    let found: Contradiction[] | undefined;
    for (const { key, data } of facts['hhs.release']) {
      if (data.dischargeType !== 'transferred-to-dhs') continue;
      const day = easternDay(instantOf(data.releasedAt));
      const from = easternMidnight(addDays(day, policy.returnWithoutTransferDays));
      const until = takenBack(facts, data.releasedAt, easternMidnight(addDays(day, -1)));
      if (until <= from) continue;
      (found ??= []).push({
        rule: 'return-without-transfer',
        records: [key],
        owner: 'ice',
        detail: `${policy.returnWithoutTransferDays} days after HHS handed the child to DHS ICE has no transfer to DHS`,
        from,
        until,
      });
    }
    return found ?? none;
  },
};

/** The first transfer to DHS that can be of this return; Infinity: none. What comes after another time in care is of another. */
function takenBack(facts: Facts, releasedAt: string, since: number): number {
  const again = intoHhsCare(facts).filter(({ at }) => at > releasedAt);
  const next = Math.min(...again.map(({ at }) => instantOf(at)));
  let first = Infinity;
  for (const { data } of facts['ice.custody-transfer']) {
    const at = instantOf(data.transferredAt);
    if (data.direction === 'to-dhs' && at >= since && at < next) first = Math.min(first, at);
  }
  return first;
}
