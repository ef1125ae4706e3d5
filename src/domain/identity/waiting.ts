import { agencyOfType } from '../../contracts/envelope.ts';
import type { LinkedBy, RecordAssertion, WaitingRecord } from '../case-file.ts';
import type { RecordInUse } from '../in-use.ts';
import { isANumber } from './identifiers.ts';

/** A child's records by key. */
export type Members = ReadonlyMap<string, { record: RecordInUse; by: LinkedBy }>;

/**
 * So many of an agency's waiting records a child shows. They wait for the same correction; an id that stands for none, sent of a
 * thousand children, would have each show thousands.
 */
const SHOWN = 10;

/** Of each agency's records those recorded first, sorted by key. */
export function firstOfEachAgency(waiting: readonly RecordAssertion[]): RecordAssertion[] {
  const counts = new Map<string, number>();
  return waiting
    .toSorted(byRecorded)
    .filter(({ type }) => {
      const agency = agencyOfType(type);
      const count = (counts.get(agency) ?? 0) + 1;
      counts.set(agency, count);
      return count <= SHOWN;
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Records that wait as one of the children to which they lead sees them. @param ids identifiers of each record, by key */
export function seenFrom(
  members: Members,
  waiting: readonly RecordAssertion[],
  ids: ReadonlyMap<string, string[]>,
): WaitingRecord[] {
  const firsts = firstById(members, ids);
  return waiting.map((record) => {
    const shared = ids.get(record.key)!.flatMap((id) => firsts.get(id) ?? []);
    // All that are left are tied to its identifiers by others.
    const leading = shared.length > 0 ? shared : [...firsts.values()];
    return { record, by: leading.reduce((a, b) => (byRecorded(a, b) <= 0 ? a : b)).key };
  });
}

/** By each agency's id of a child the record with it that was recorded first, of those that say something. */
function firstById(
  members: Members,
  ids: ReadonlyMap<string, string[]>,
): ReadonlyMap<string, RecordAssertion> {
  const firsts = new Map<string, RecordAssertion>();
  for (const [key, { record }] of members) {
    const { inUse } = record;
    if (inUse.data.voided === true) continue;
    for (const id of ids.get(key)!) {
      if (isANumber(id)) continue;
      const first = firsts.get(id);
      if (first === undefined || byRecorded(inUse, first) < 0) firsts.set(id, inUse);
    }
  }
  return firsts;
}

function byRecorded(a: RecordAssertion, b: RecordAssertion): number {
  if (a.data.recordedAt !== b.data.recordedAt) return a.data.recordedAt < b.data.recordedAt ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
