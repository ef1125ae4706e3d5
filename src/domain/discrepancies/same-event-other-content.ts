import { agencyOfType } from '../../contracts/envelope.ts';
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
      found.push({
        rule: 'same-event-other-content',
        records: sortedKeys(inUse.key, ...eventRivals.map((rival) => rival.key)),
        owner: agencyOfType(inUse.type),
        detail: `${eventRivals.length + 1} contents under one event id; in use is the one recorded last`,
        from: -Infinity,
        until: Infinity,
      });
    }
    return found;
  },
};
