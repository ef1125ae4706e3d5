import { agencyOfType } from '../../contracts/envelope.ts';
import { agencyIdOf, type RecordAssertion } from '../case-file.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

/**
 * Each system's records are its own (case-file.ts recordKey), so a correction that comes from another system of the agency replaces nothing: both
 * records speak, and only a person can say whether they are one.
 */
export const recordOfTwoSystems: DiscrepancyRule = {
  id: 'record-of-two-systems',
  owner: 'the agency whose records they are',
  why: 'an agency that moves a record to another system, or corrects it there, has it twice: each system’s counts (docs/domain.md §1)',
  closedBy: 'one system withdraws its record (voided)',
  find({ caseFile }) {
    const byId = new Map<string, RecordAssertion[]>();
    for (const { inUse } of caseFile.records) {
      if (inUse.data.voided === true) continue;
      const id = agencyIdOf(inUse.key);
      const known = byId.get(id);
      if (known === undefined) byId.set(id, [inUse]);
      else known.push(inUse);
    }
    if (byId.size === caseFile.records.length) return none;
    return [...byId.values()]
      .filter((same) => same.length > 1)
      .map((same): Contradiction => ({
        rule: 'record-of-two-systems',
        records: sortedKeys(...same.map(({ key }) => key)),
        owner: agencyOfType(same[0]!.type),
        detail: 'systems of the agency have records of this child under one recordId; each counts for itself',
        from: -Infinity,
        until: Infinity,
      }));
  },
};
