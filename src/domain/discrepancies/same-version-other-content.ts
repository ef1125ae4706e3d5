import { agencyOfType } from '../../contracts/envelope.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

export const sameVersionOtherContent: DiscrepancyRule = {
  id: 'same-version-other-content',
  owner: 'the agency whose record it is',
  why: 'a version of a record is one content (docs/domain.md §1)',
  closedBy: 'a higher version of the record',
  find({ caseFile, glance }) {
    if (!glance.rivals) return none;
    const found: Contradiction[] = [];
    for (const { inUse, rivals } of caseFile.records) {
      // Where they only differ in what they withdraw, nothing is left to contradict.
      if (rivals.length === 0 || [inUse, ...rivals].every(({ data }) => data.voided === true)) continue;
      found.push({
        rule: 'same-version-other-content',
        records: [inUse.key],
        owner: agencyOfType(inUse.type),
        detail: `${rivals.length + 1} contents of version ${inUse.data.version}; in use is the one recorded last`,
        from: -Infinity,
        until: Infinity,
      });
    }
    return found;
  },
};
