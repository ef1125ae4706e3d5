import { easternDay, easternMidnight } from '../eastern.ts';
import { instantOf } from '../instant.ts';
import { sortByMoment } from '../runs.ts';
import { addDays } from '../working-days.ts';
import { none, type DiscrepancyRule } from './rule.ts';

/** A child of whom ICE has said nothing: no duty of ICE's begins, and the auditors' table, which counts hand-overs, does not have it. */
export const careWithoutTransfer: DiscrepancyRule = {
  id: 'care-without-transfer',
  owner: 'ICE',
  why: 'a child comes into HHS’s care by transfer from another department (8 USC 1232(b)(3))',
  closedBy: 'ICE’s record of a transfer to HHS',
  find({ facts, policy }) {
    if (facts['ice.custody-transfer'].some(({ data }) => data.direction === 'to-hhs')) return none;
    const [first] = sortByMoment([
      ...facts['hhs.placement'].map(({ key, data }) => ({ key, at: instantOf(data.admittedAt) })),
      ...facts['hhs.release'].map(({ key, data }) => ({ key, at: instantOf(data.releasedAt) })),
    ]);
    if (first === undefined) return none;
    return [
      {
        rule: 'care-without-transfer',
        records: [first.key],
        owner: 'ice',
        detail: `${policy.careWithoutTransferDays} days after the first that HHS says of it ICE has no transfer to HHS`,
        from: easternMidnight(addDays(easternDay(first.at), policy.careWithoutTransferDays)),
        until: Infinity,
      },
    ];
  },
};
