import { beginsWithNotice } from '../dimensions/court-facts.ts';
import { easternMidnight } from '../eastern.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

/** A notice that ICE filed and then cancelled may reach the court's books later: that is no contradiction. */
export const caseOfCancelledNta: DiscrepancyRule = {
  id: 'case-of-cancelled-nta',
  owner: 'ICE',
  why: 'DHS may cancel a notice only before jurisdiction vests; afterwards it has to move to dismiss (8 CFR 239.2(a), (c))',
  closedBy: 'a higher version of either record, or ICE’s record of another notice',
  find({ facts }) {
    let found: Contradiction[] | undefined;
    for (const { key, data } of facts['eoir.case']) {
      if (!beginsWithNotice(data)) continue;
      const before = facts['ice.notice-to-appear'].filter(
        (notice) => notice.data.issuedOn <= data.receivedOn,
      );
      if (before.length === 0) continue;
      const explained = before.some(
        ({ data: { cancelledOn, filedOn } }) =>
          cancelledOn === undefined ||
          cancelledOn >= data.receivedOn ||
          (filedOn !== undefined && filedOn <= cancelledOn),
      );
      if (explained) continue;
      (found ??= []).push({
        rule: 'case-of-cancelled-nta',
        records: sortedKeys(key, ...before.map((notice) => notice.key)),
        owner: 'ice',
        detail: 'receivedOn is after cancelledOn of every Notice to Appear, and ICE filed none',
        from: easternMidnight(data.receivedOn),
        until: Infinity,
      });
    }
    return found ?? none;
  },
};
