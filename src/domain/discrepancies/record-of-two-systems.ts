import { agencyOfType } from '../../contracts/envelope.ts';
import { agencyIdOf } from '../case-file.ts';
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
    const systems = new Map<string, string[]>();
    for (const { inUse } of caseFile.records) {
      if (inUse.data.voided === true) continue;
      const id = agencyIdOf(inUse.key);
      const known = systems.get(id);
      if (known === undefined) systems.set(id, [inUse.key]);
      else known.push(inUse.key);
    }
    if (systems.size === caseFile.records.length) return none;
    const found: Contradiction[] = [];
    for (const { inUse } of caseFile.records) {
      const keys = systems.get(agencyIdOf(inUse.key));
      if (keys === undefined || keys.length < 2 || keys[0] !== inUse.key) continue;
      found.push({
        rule: 'record-of-two-systems',
        records: sortedKeys(...keys),
        owner: agencyOfType(inUse.type),
        detail: 'systems of the agency have records of this child under one recordId; each counts for itself',
        from: -Infinity,
        until: Infinity,
      });
    }
    return found;
  },
};
