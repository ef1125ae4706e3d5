import { hashId } from '../contracts/hash.ts';
import { isAct, type ActAssertion, type Assertion, type CaseFile, type CaseRecord } from './case-file.ts';
import { partition } from './identity/partition.ts';
import type { Members } from './identity/waiting.ts';
import { recordsInUse, type InUse, type RecordInUse } from './in-use.ts';

/** The children that a set of assertions tells of, and the records that can't be placed safely. */
export interface CaseFiles {
  children: CaseFile[];
  /** Keys of records whose identifiers lead to several children, and of acts on a duty that no child has. */
  unlinked: string[];
}

/**
 * Case files out of a closed set of assertions (all that share any identifier, record or event, over all versions).
 * Pure: ids, links and choices depend on the set alone.
 */
export function caseFilesOf(assertions: readonly Assertion[]): CaseFiles {
  const { records, acts } = apart(recordsInUse(assertions));
  const { children, unlinked, waitingAt } = partition(records);
  const fileOf = (members: Members, own: ActAssertion[]): CaseFile =>
    caseFileOf(members, own, waitingAt.get(members) ?? NONE);
  if (acts.length === 0) return { children: children.map((members) => fileOf(members, [])), unlinked };
  const actsOf = new Map<number, ActAssertion[]>();
  const waiting: string[] = [];
  for (const act of acts) {
    const child = children.findIndex((members) => members.has(act.data.subject));
    if (child === -1) waiting.push(act.key);
    else actsOf.set(child, [...(actsOf.get(child) ?? []), act]);
  }
  return {
    children: children.map((members, child) => fileOf(members, actsOf.get(child) ?? [])),
    unlinked: [...unlinked, ...waiting].sort(),
  };
}

const NONE: readonly never[] = [];

function apart(inUse: ReadonlyMap<string, InUse>): {
  records: Map<string, RecordInUse>;
  acts: ActAssertion[];
} {
  const records = new Map<string, RecordInUse>();
  const acts: ActAssertion[] = [];
  for (const [key, one] of inUse) {
    if (isAct(one.inUse)) acts.push(one.inUse);
    else records.set(key, one as RecordInUse);
  }
  return { records, acts };
}

function caseFileOf(members: Members, acts: ActAssertion[], waiting: CaseFile['waiting']): CaseFile {
  const records: CaseRecord[] = [];
  for (const { record, by } of members.values()) records.push({ ...record, by });
  records.sort((a, b) => (a.inUse.key < b.inUse.key ? -1 : 1));
  acts.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { childId: childIdOf(records), records, acts, waiting };
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
