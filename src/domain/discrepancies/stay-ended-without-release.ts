import { hhsCare } from '../dimensions/hhs-care.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import { addDays } from '../working-days.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

/** A child that left its programme, and of whom nothing says where it went: placement goes on, and nothing is owed to it but what is owed in care. */
export const stayEndedWithoutRelease: DiscrepancyRule = {
  id: 'stay-ended-without-release',
  owner: 'HHS',
  why: 'who leaves a programme goes to another, is released or handed over, and HHS records which (ORR policy guide §2)',
  closedBy: 'the next record of where the child is placed; a higher version of the placement',
  find({ facts, placements, policy }) {
    if (facts['hhs.placement'].every(({ data }) => data.endedAt === undefined)) return none;
    let found: Contradiction[] | undefined;
    for (const { until: ended, endedBy, next } of hhsCare(facts, placements(), null)) {
      if (endedBy === null) continue;
      const from = easternMidnight(addDays(easternDay(ended), policy.stayEndedDays));
      if (next <= from) continue;
      (found ??= []).push({
        rule: 'stay-ended-without-release',
        records: [endedBy],
        owner: 'hhs',
        detail: `${policy.stayEndedDays} days after endedAt no record says where the child went`,
        from,
        until: next,
      });
    }
    return found ?? none;
  },
};
