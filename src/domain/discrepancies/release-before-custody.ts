import { firstCare } from './custody.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

export const releaseBeforeCustody: DiscrepancyRule = {
  id: 'release-before-custody',
  owner: 'HHS',
  why: 'nobody is released who was not yet apprehended, handed over or admitted (8 USC 1232(b), (c))',
  closedBy: 'a higher version of the release, or the record of the custody that came before it',
  find({ facts }) {
    const releases = facts['hhs.release'];
    if (releases.length === 0) return none;
    // Without any record of custody there is nothing to contradict: that one is owed is another matter.
    const first = firstCare(facts);
    if (first === null) return none;
    let found: Contradiction[] | undefined;
    for (const { key, data } of releases) {
      if (data.releasedAt >= first.at) continue;
      (found ??= []).push({
        rule: 'release-before-custody',
        records: sortedKeys(key, first.key),
        owner: 'hhs',
        detail: 'releasedAt is before the first apprehension, hand-over or admission',
        from: Date.parse(first.at),
        until: Infinity,
      });
    }
    return found ?? none;
  },
};
