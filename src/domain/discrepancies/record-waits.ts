import { agencyOfType } from '../../contracts/envelope.ts';
import { none, sortedKeys, type DiscrepancyRule } from './rule.ts';

/** Nothing is guessed, so a mistaken id on another child's record can take a record away from this one: each of them is told. */
export const recordWaits: DiscrepancyRule = {
  id: 'record-waits',
  owner: 'the agency that sent the record that waits',
  why: 'an agency’s id is one child’s (docs/domain.md §3): where it leads to several, one of the records that say it is wrong',
  closedBy:
    'a higher version of the record that waits or of one by which it leads to another child; a record that says which',
  find({ caseFile: { waiting } }) {
    if (waiting.length === 0) return none;
    return waiting.map(({ record, by }) => ({
      rule: 'record-waits',
      records: sortedKeys(record.key, by),
      owner: agencyOfType(record.type),
      detail: `${record.key} is no child’s: its ids lead to several. Correct the id that is wrong, or say its A-number`,
      from: Date.parse(record.data.occurredAt),
      until: Infinity,
    }));
  },
};
