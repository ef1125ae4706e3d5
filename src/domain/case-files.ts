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
 * Case files out of a closed set of assertions (all that share any identifier, record or event that is not overused, over all versions).
 * Pure: ids, links and choices depend on the set alone.
 * @param overused events of theirs that are known to have more contents than are named (domain/event-contents.ts), wherever those are
 */
export function caseFilesOf(assertions: readonly Assertion[], overused?: ReadonlySet<string>): CaseFiles {
  const { records, acts } = apart(recordsInUse(assertions, overused));
  const { children, unlinked, waitingAt } = partition(records);
  const fileOf = (members: Members, own: ActAssertion[]): CaseFile =>
    caseFileOf(members, own, waitingAt.get(members) ?? NONE);
  if (acts.length === 0) return { children: children.map((members) => fileOf(members, [])), unlinked };
  const childOf = new Map<string, Members>();
  for (const members of children) for (const key of members.keys()) childOf.set(key, members);
  const actsOf = new Map<Members, ActAssertion[]>(children.map((members) => [members, []]));
  const waiting: string[] = [];
  for (const act of acts) {
    const child = childOf.get(act.data.subject);
    if (child === undefined) waiting.push(act.key);
    else actsOf.get(child)!.push(act);
  }
  return {
    children: children.map((members) => fileOf(members, actsOf.get(members)!)),
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
