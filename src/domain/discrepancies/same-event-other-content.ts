import { agencyOfType } from '../../contracts/envelope.ts';
import type { Assertion } from '../case-file.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

export const sameEventOtherContent: DiscrepancyRule = {
  id: 'same-event-other-content',
  owner: 'the agency whose record it is',
  why: 'an event id names one event (CloudEvents 1.0.2 §3.1)',
  closedBy: 'a higher version of the record',
  find({ caseFile, glance }) {
    if (!glance.eventRivals) return none;
    const found: Contradiction[] = [];
    for (const { inUse, eventRivals } of caseFile.records) {
      if (eventRivals.length === 0) continue;
      const records = sortedKeys(inUse.key, ...eventRivals.map((rival) => rival.key));
      // Said once where both records are this child's.
      if (found.some((other) => other.records.join() === records.join())) continue;
      found.push({
        rule: 'same-event-other-content',
        records,
        owner: agencyOfType(inUse.type),
        detail: detailOf(inUse.key, eventRivals),
        from: -Infinity,
        until: Infinity,
      });
    }
    return found;
  },
};

function detailOf(key: string, rivals: readonly Assertion[]): string {
  const contents = `${rivals.length + 1} contents under one event id`;
  return rivals.every((rival) => rival.key === key)
    ? `${contents}; in use is the one recorded last`
    : `${contents}, of several records; each record stands, the sender has to say which it meant`;
}
