import { hashId } from '../contracts/hash.ts';
import type { Assertion, CaseFile, CaseRecord } from './case-file.ts';
import { partition } from './identity/partition.ts';
import { recordsInUse } from './in-use.ts';

/** The children that a set of assertions tells of, and the records that can't be placed safely. */
export interface CaseFiles {
  children: CaseFile[];
  unlinked: string[];
}

/**
 * Case files out of a closed set of assertions (all that share any identifier, record or event, over all versions).
 * Pure: ids, links and choices depend on the set alone.
 */
export function caseFilesOf(assertions: readonly Assertion[]): CaseFiles {
  const { children, unlinked } = partition(recordsInUse(assertions));
  return { children: children.map(caseFileOf), unlinked };
}

function caseFileOf(
  members: ReadonlyMap<
    string,
    { record: { inUse: Assertion; rivals: Assertion[]; eventRivals: Assertion[] }; by: CaseRecord['by'] }
  >,
): CaseFile {
  const records: CaseRecord[] = [];
  for (const { record, by } of members.values()) records.push({ ...record, by });
  records.sort((a, b) => (a.inUse.key < b.inUse.key ? -1 : 1));
  return { childId: childIdOf(records), records };
}

/**
 * The id of a child: that of one of its records' keys, the earliest recorded, then the smallest key. Each record's key so
 * gives an id that leads to its child for ever (docs/domain.md §3).
 */
function childIdOf(records: readonly CaseRecord[]): string {
  let chosen = records[0]!.inUse;
  for (const { inUse } of records) {
    if (inUse.data.recordedAt < chosen.data.recordedAt) chosen = inUse;
  }
  return aliasOf(chosen.key);
}

/** The id by which a record key leads to its child. */
export function aliasOf(recordKey: string): string {
  return hashId(`r:${recordKey}`);
}
