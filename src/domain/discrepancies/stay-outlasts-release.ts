import { easternDay } from '../eastern.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

/** By days, since a programme may close its books in the evening. A stay may go on over an absence from which the child came back. */
export const stayOutlastsRelease: DiscrepancyRule = {
  id: 'stay-outlasts-release',
  owner: 'HHS',
  why: 'one stay in a programme cannot go on after the child was released; a child that came back has another placement',
  closedBy: 'a higher version of either record',
  find({ facts }) {
    const releases = facts['hhs.release'];
    if (releases.length === 0) return none;
    let found: Contradiction[] | undefined;
    for (const stay of facts['hhs.placement']) {
      const { admittedAt, endedAt } = stay.data;
      if (endedAt === undefined) continue;
      for (const { key, data } of releases) {
        const { releasedAt, dischargeType } = data;
        if (dischargeType === 'unauthorized-absence' || releasedAt <= admittedAt || releasedAt >= endedAt)
          continue;
        if (easternDay(Date.parse(endedAt)) === easternDay(Date.parse(releasedAt))) continue;
        (found ??= []).push({
          rule: 'stay-outlasts-release',
          records: sortedKeys(stay.key, key),
          owner: 'hhs',
          detail: 'endedAt is on a later day than releasedAt',
          from: Date.parse(endedAt),
          until: Infinity,
        });
      }
    }
    return found ?? none;
  },
};
