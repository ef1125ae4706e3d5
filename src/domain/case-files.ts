import { eventKeyOf } from '../contracts/event-names.ts';
import { hashId } from '../contracts/hash.ts';
import { isAct, type ActAssertion, type Assertion, type CaseFile, type CaseRecord } from './case-file.ts';
import { partition, type Partition } from './identity/partition.ts';
import type { Members } from './identity/waiting.ts';
import { recordsInUse, type InUse, type RecordInUse } from './in-use.ts';

/** The children that a set of assertions tells of, and the records that can't be placed safely. */
export interface CaseFiles {
  children: CaseFile[];
  /** Keys of records whose identifiers lead to several children, and of acts on a duty that no child has. */
  unlinked: string[];
  /** By key of a record that told of other children before it was corrected: their ids, sorted. */
  toldBefore: ReadonlyMap<string, readonly string[]>;
}

/**
 * Case files out of a closed set of assertions (all that share any identifier, record or event that is not overused, over all versions).
 * Pure: ids, links and choices depend on the set alone.
 * @param overused events of theirs that are known to have more contents than are named (domain/event-contents.ts), wherever those are
 */
export function caseFilesOf(assertions: readonly Assertion[], overused?: ReadonlySet<string>): CaseFiles {
  const { records, acts } = apart(recordsInUse(assertions, overused));
  const { children, unlinked, waitingAt, toldBefore } = partition(records);
  const { actsOf, waiting } = actsByChild(children, acts);
  const fileOf = new Map<Members, CaseFile>();
  for (const members of children) {
    const own = actsOf.get(members) ?? [];
    fileOf.set(members, caseFileOf(members, own, waitingAt.get(members) ?? NONE, toldBefore));
  }
  return {
    children: [...fileOf.values()],
    unlinked: waiting.length === 0 ? unlinked : [...unlinked, ...waiting].sort(),
    toldBefore: idsOf(toldBefore, fileOf),
  };
}

function actsByChild(
  children: readonly Members[],
  acts: readonly ActAssertion[],
): { actsOf: ReadonlyMap<Members, ActAssertion[]>; waiting: string[] } {
  if (acts.length === 0) return { actsOf: new Map(), waiting: [] };
  const childOf = new Map<string, Members>();
  for (const members of children) for (const key of members.keys()) childOf.set(key, members);
  const actsOf = new Map<Members, ActAssertion[]>(children.map((members) => [members, []]));
  const waiting: string[] = [];
  for (const act of acts) {
    const child = childOf.get(act.data.subject);
    if (child === undefined) waiting.push(act.key);
    else actsOf.get(child)!.push(act);
  }
  return { actsOf, waiting };
}

function idsOf(
  toldBefore: Partition['toldBefore'],
  fileOf: ReadonlyMap<Members, CaseFile>,
): CaseFiles['toldBefore'] {
  if (toldBefore.size === 0) return NOWHERE;
  const ids = new Map<string, readonly string[]>();
  for (const [key, others] of toldBefore)
    ids.set(key, [...others].map((members) => fileOf.get(members)!.childId).sort());
  return ids;
}

const NOWHERE: CaseFiles['toldBefore'] = new Map();
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

function caseFileOf(
  members: Members,
  acts: ActAssertion[],
  waiting: CaseFile['waiting'],
  toldBefore: Partition['toldBefore'],
): CaseFile {
  const records: CaseRecord[] = [];
  for (const { record, by } of members.values()) records.push({ ...record, by });
  records.sort((a, b) => (a.inUse.key < b.inUse.key ? -1 : 1));
  acts.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { childId: childIdOf(records, toldBefore), records, acts, waiting };
}

/**
 * The id of a child: that of one of its records' keys, the earliest recorded, then the smallest key. Each record's key so
 * gives an id that leads to its child for ever (docs/domain.md §3). A record that told of another child before may have given that one
 * the id by which others know it: it names no child that has another record, and else does so by the event that it came in.
 */
function childIdOf(records: readonly CaseRecord[], toldBefore: Partition['toldBefore']): string {
  const settled = toldBefore.size === 0 ? records : records.filter(({ inUse }) => !toldBefore.has(inUse.key));
  const { inUse, eventRivals, overused } = earliest(settled.length > 0 ? settled : records);
  const isShared = eventRivals.length > 0 || overused;
  return settled.length > 0 || isShared ? aliasOf(inUse.key) : eventKeyOf(inUse.source, inUse.eventId);
}

function earliest(records: readonly CaseRecord[]): CaseRecord {
  let chosen = records[0]!;
  for (const record of records)
    if (record.inUse.data.recordedAt < chosen.inUse.data.recordedAt) chosen = record;
  return chosen;
}

/** The id by which a record key leads to its child. */
export function aliasOf(recordKey: string): string {
  return hashId(`r:${recordKey}`);
}
