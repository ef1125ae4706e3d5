import { agencyOfType } from '../../contracts/envelope.ts';
import type { CaseFile, RecordAssertion } from '../case-file.ts';
import { sortedKeys, type Contradiction } from './rule.ts';

/**
 * Of what records say about one thing, the pairs that cannot both be true: each value stands for itself once, by the record
 * that said it first (recordedAt, then key), against the first value said before it that it contradicts.
 */
export function contradictingWitnesses<V>(
  { records }: CaseFile,
  valueOf: (record: RecordAssertion) => V | undefined,
  same: (a: V, b: V) => boolean,
  bothPossible: (a: V, b: V) => boolean,
): Array<[first: RecordAssertion, second: RecordAssertion]> {
  const witnesses: Array<{ value: V; record: RecordAssertion }> = [];
  const found: Array<[RecordAssertion, RecordAssertion]> = [];
  for (const record of records.map(({ inUse }) => inUse).sort(byRecorded)) {
    const value = record.data.voided === true ? undefined : valueOf(record);
    if (value === undefined || witnesses.some((witness) => same(witness.value, value))) continue;
    const against = witnesses.find((witness) => !bothPossible(witness.value, value));
    if (against !== undefined) found.push([against.record, record]);
    witnesses.push({ value, record });
  }
  return found;
}

/** Each pair as a contradiction of all times, for who recorded the second to resolve. */
export function pairsShown(
  rule: string,
  detail: string,
  pairs: ReadonlyArray<[first: RecordAssertion, second: RecordAssertion]>,
): Contradiction[] {
  return pairs.map(([first, second]) => ({
    rule,
    records: sortedKeys(first.key, second.key),
    owner: agencyOfType(second.type),
    detail,
    from: -Infinity,
    until: Infinity,
  }));
}

function byRecorded(a: RecordAssertion, b: RecordAssertion): number {
  if (a.data.recordedAt !== b.data.recordedAt) return a.data.recordedAt < b.data.recordedAt ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}
