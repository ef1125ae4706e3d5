import type { DischargeType } from '../../contracts/records/hhs.release.ts';
import { reasonsForEndOfCare } from '../dimensions/placement.ts';
import { easternDay } from '../eastern.ts';
import { careMoments } from './custody.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

export const leftCareTwice: DiscrepancyRule = {
  id: 'left-care-twice',
  owner: 'HHS',
  why: 'who left care can leave it again only after another apprehension, hand-over or admission; two ways on one day are two stories of one exit',
  closedBy: 'a higher version of either release, or the record of the care between them',
  find({ facts }) {
    const releases = facts['hhs.release'];
    if (releases.length < 2) return none;
    const moments = careMoments(facts);
    const sorted = releases.toSorted((a, b) =>
      a.data.releasedAt === b.data.releasedAt
        ? a.key < b.key
          ? -1
          : 1
        : a.data.releasedAt < b.data.releasedAt
          ? -1
          : 1,
    );
    const found: Contradiction[] = [];
    for (let i = 1; i < sorted.length; i++) {
      const first = sorted[i - 1]!;
      const second = sorted[i]!;
      const between = moments.some(({ at }) => at > first.data.releasedAt && at <= second.data.releasedAt);
      if (between || isOneExit(first.data, second.data) || mayFollow(first.data, second.data)) continue;
      found.push({
        rule: 'left-care-twice',
        records: sortedKeys(first.key, second.key),
        owner: 'hhs',
        detail: 'two releases and no custody or care between them',
        from: Date.parse(second.data.releasedAt),
        until: Infinity,
      });
    }
    return found;
  },
};

type Exit = { releasedAt: string; dischargeType: DischargeType };

/**
 * HHS may hear of a death of a child that it released, and papers may end the care of a child that is away (docs/domain.md §9): no second
 * way out of care.
 */
function mayFollow(a: Exit, b: Exit): boolean {
  if (b.dischargeType === 'died') return a.dischargeType !== 'died';
  return a.dischargeType === 'unauthorized-absence' && reasonsForEndOfCare.has(b.dischargeType);
}

/** A reason and a way on the same day are one. */
function isOneExit(a: Exit, b: Exit): boolean {
  if (easternDay(Date.parse(a.releasedAt)) !== easternDay(Date.parse(b.releasedAt))) return false;
  if (a.dischargeType === b.dischargeType) return true;
  return reasonsForEndOfCare.has(a.dischargeType) !== reasonsForEndOfCare.has(b.dischargeType);
}
