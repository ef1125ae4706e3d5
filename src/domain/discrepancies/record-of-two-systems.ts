import { agencyOfType } from '../../contracts/envelope.ts';
import { isAct, type Assertion, type CaseRecord, type RecordAssertion } from '../case-file.ts';
import { none, type Contradiction, type DiscrepancyRule } from './rule.ts';

/**
 * Two systems of one agency that count for themselves can give one id to two records, and the later takes the first out of use. A
 * correction of an A-number comes from the system that wrote it, and is none.
 */
export const recordOfTwoSystems: DiscrepancyRule = {
  id: 'record-of-two-systems',
  owner: 'the agency whose record it is',
  why: 'a recordId names one record of an agency (docs/domain.md §1): of two children under it one is lost',
  closedBy: 'one system withdraws its record (voided), the other sends its own again by a higher version',
  find({ caseFile }) {
    const several = caseFile.records.filter(
      ({ rivals, superseded }) => rivals.length + superseded.length > 0,
    );
    if (several.length === 0) return none;
    return several.flatMap((record): Contradiction[] => {
      const { inUse } = record;
      const sources = [...lastWords(record)]
        .filter(([, said]) => said.data.voided !== true && isOfOtherChild(inUse, said))
        .map(([source]) => source);
      if (sources.length === 0) return [];
      return [
        {
          rule: 'record-of-two-systems',
          records: [inUse.key],
          owner: agencyOfType(inUse.type),
          detail: `${[inUse.source, ...sources].sort().join(' and ')} have records of different A-numbers under this id; one is in use`,
          from: -Infinity,
          until: Infinity,
        },
      ];
    });
  },
};

/** What each other system said of the record last. */
function lastWords({ inUse, rivals, superseded }: CaseRecord): Map<string, RecordAssertion> {
  const last = new Map<string, RecordAssertion>();
  for (const one of [...superseded, ...rivals] as readonly Assertion[]) {
    if (isAct(one) || one.source === inUse.source) continue;
    const known = last.get(one.source);
    if (known === undefined || one.data.version >= known.data.version) last.set(one.source, one);
  }
  return last;
}

function isOfOtherChild(inUse: RecordAssertion, other: RecordAssertion): boolean {
  const [one, two] = [inUse, other].map(({ data }) => data.person.identifiers?.aNumber);
  return one !== undefined && two !== undefined && one !== two;
}
