import { agencyOfType } from '../contracts/envelope.ts';
import type { Discrepancy } from '../contracts/status.ts';
import type { CaseFile } from './case-file.ts';

/** Contents that cannot both be true, as far as this version of the rules sees: one version or one event, two contents. */
export function discrepanciesOf(caseFile: CaseFile): Array<Omit<Discrepancy, 'since'>> {
  const found: Array<Omit<Discrepancy, 'since'>> = [];
  for (const { inUse, rivals, eventRivals } of caseFile.records) {
    const owner = agencyOfType(inUse.type);
    if (rivals.length > 0) {
      found.push({
        rule: 'same-version-other-content',
        records: [inUse.key],
        owner,
        detail: `${rivals.length + 1} contents of version ${inUse.data.version}; in use is the one recorded last`,
      });
    }
    if (eventRivals.length > 0) {
      found.push({
        rule: 'same-event-other-content',
        records: [...new Set([inUse.key, ...eventRivals.map((rival) => rival.key)])].sort(),
        owner,
        detail: `${eventRivals.length + 1} contents under one event id; in use is the one recorded last`,
      });
    }
  }
  return found;
}
