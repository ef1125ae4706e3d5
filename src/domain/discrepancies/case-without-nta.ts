import { beginsWithNotice } from '../dimensions/court-facts.ts';
import { easternMidnight } from '../eastern.ts';
import { addDays } from '../working-days.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

export const caseWithoutNta: DiscrepancyRule = {
  id: 'case-without-nta',
  owner: 'ICE',
  why: 'the court receives a removal case by a Notice to Appear (8 CFR 1003.13, 1003.14(a)), and DHS issues it (8 CFR 239.1)',
  closedBy: 'ICE’s record of a notice issued by the day on which the court received it',
  find({ facts, policy }) {
    let found: Contradiction[] | undefined;
    for (const { key, data } of facts['eoir.case']) {
      if (!beginsWithNotice(data)) continue;
      if (facts['ice.notice-to-appear'].some((notice) => notice.data.issuedOn <= data.receivedOn)) continue;
      (found ??= []).push({
        rule: 'case-without-nta',
        records: [key],
        owner: 'ice',
        detail: `${policy.caseWithoutNoticeDays} days after receivedOn ICE has no Notice to Appear from before it`,
        from: easternMidnight(addDays(data.receivedOn, policy.caseWithoutNoticeDays)),
        until: Infinity,
      });
    }
    return found ?? none;
  },
};
