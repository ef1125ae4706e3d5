import { instantOf } from '../instant.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

export const answerFromNobody: DiscrepancyRule = {
  id: 'answer-from-nobody',
  owner: 'HHS',
  why: 'who reached nobody was told by nobody that the child lives with the sponsor (ORR policy guide §6)',
  closedBy: 'a higher version of the call',
  find({ facts }) {
    let found: Contradiction[] | undefined;
    for (const { key, data } of facts['hhs.wellbeing-call']) {
      if (data.reached !== 'nobody' || data.livingWithSponsor !== 'yes') continue;
      (found ??= []).push({
        rule: 'answer-from-nobody',
        records: [key],
        owner: 'hhs',
        detail: 'reached is nobody and livingWithSponsor is yes',
        from: instantOf(data.attemptedAt),
        until: Infinity,
      });
    }
    return found ?? none;
  },
};
