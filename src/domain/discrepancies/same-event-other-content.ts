import { agencyOfType } from '../../contracts/envelope.ts';
import type { CaseRecord } from '../case-file.ts';
import { NAMED_CONTENTS } from '../event-contents.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

export const sameEventOtherContent: DiscrepancyRule = {
  id: 'same-event-other-content',
  owner: 'the agency whose record it is',
  why: 'an event id names one event (CloudEvents 1.0.2 §3.1)',
  closedBy: 'a higher version of the record',
  find({ caseFile, glance }) {
    if (!glance.eventRivals) return none;
    const found = new Map<string, Contradiction>();
    for (const record of caseFile.records) {
      if (record.eventRivals.length === 0 && !record.overused) continue;
      const records = keysOf(record);
      const named = records.join(' ');
      // Said once where both records are this child's.
      if (found.has(named)) continue;
      found.set(named, {
        rule: 'same-event-other-content',
        records,
        owner: agencyOfType(record.inUse.type),
        detail: detailOf(record),
        from: -Infinity,
        until: Infinity,
      });
    }
    return [...found.values()];
  },
};

/** Of an overused event its own alone: what others there are changes with each that comes. */
function keysOf({ inUse, eventRivals, overused }: CaseRecord): string[] {
  if (overused) return [inUse.key];
  return sortedKeys(inUse.key, ...eventRivals.slice(0, NAMED_CONTENTS).map(({ key }) => key));
}

function detailOf({ inUse, eventRivals, overused }: CaseRecord): string {
  if (overused)
    return `more than ${NAMED_CONTENTS} contents under one event id; of each record the one recorded last is in use, the sender has to say which it meant`;
  const contents = `${eventRivals.length + 1} contents under one event id`;
  if (eventRivals.every((rival) => rival.key === inUse.key))
    return `${contents}; in use is the one recorded last`;
  return `${contents}, of several records; each record stands, the sender has to say which it meant`;
}
