import { hashId } from '../contracts/hash.ts';
import { isAct, type ActAssertion, type Assertion, type CaseFile, type CaseRecord } from './case-file.ts';
import { overusedIds } from './identity/overused-ids.ts';
import { partition, type Partition } from './identity/partition.ts';
import type { Members } from './identity/waiting.ts';
import { recordsInUse, type InUse, type RecordInUse } from './in-use.ts';

/** What joins nothing, since too much would come together by it. */
export interface Overused {
  /** Events with more contents than are named (domain/event-contents.ts), as `eventOf` names them. */
  events: ReadonlySet<string>;
  /** Agencies' ids that stand for no child (identity/overused-ids.ts). */
  ids: ReadonlySet<string>;
}

const NOTHING_OVERUSED: Overused = { events: new Set(), ids: new Set() };

/** The children that a set of assertions tells of, and the records that can't be placed safely. */
export interface CaseFiles {
  children: CaseFile[];
  /** Keys of records whose identifiers lead to several children, and of acts on a duty that no child has. */
  unlinked: string[];
  /** Ids that were made of a record while it told of another child, each with those that it may mean now, sorted. */
  doubtful: ReadonlyMap<string, readonly string[]>;
}

/**
 * Case files out of a closed set of assertions (all that share any identifier, record or event that is not overused, over all versions).
 * Pure: ids, links and choices depend on the set alone.
 * @param overused what of theirs is known to be so by contents that may be elsewhere
 */
export function caseFilesOf(
  assertions: readonly Assertion[],
  overused: Overused = NOTHING_OVERUSED,
): CaseFiles {
  const { records, acts } = apart(recordsInUse(assertions, overused.events));
  const ids = overusedIds(assertions);
  const { children, childOf, unlinked, waitingAt, toldBefore } = partition(
    records,
    ids.length === 0 ? overused.ids : new Set([...ids, ...overused.ids]),
  );
  const { actsOf, waiting } = actsByChild(childOf, acts);
  const fileOf = new Map<Members, CaseFile>();
  for (const members of children) {
    const own = actsOf.get(members) ?? [];
    fileOf.set(members, caseFileOf(members, own, waitingAt.get(members) ?? NONE, toldBefore));
  }
  return {
    children: [...fileOf.values()],
    unlinked: waiting.length === 0 ? unlinked : [...unlinked, ...waiting].sort(),
    doubtful: doubtfulIds(toldBefore, fileOf),
  };
}

function actsByChild(
  childOf: Partition['childOf'],
  acts: readonly ActAssertion[],
): { actsOf: ReadonlyMap<Members, ActAssertion[]>; waiting: string[] } {
  const actsOf = new Map<Members, ActAssertion[]>();
  const waiting: string[] = [];
  for (const act of acts) {
    const child = childOf.get(act.data.subject);
    const own = child && actsOf.get(child);
    if (child === undefined) waiting.push(act.key);
    else if (own === undefined) actsOf.set(child, [act]);
    else own.push(act);
  }
  return { actsOf, waiting };
}

function doubtfulIds(
  toldBefore: Partition['toldBefore'],
  fileOf: ReadonlyMap<Members, CaseFile>,
): CaseFiles['doubtful'] {
  if (toldBefore.size === 0) return NO_DOUBT;
  const doubtful = new Map<string, readonly string[]>();
  for (const [members, { childId }] of fileOf) {
    for (const key of members.keys()) {
      const told = toldBefore.get(key);
      if (told === undefined) continue;
      const children = [childId, ...[...told.others].map((other) => fileOf.get(other)!.childId)].sort();
      for (const id of told.until.flatMap(idsGivenBy)) if (id !== childId) doubtful.set(id, children);
    }
  }
  return doubtful;
}

const NO_DOUBT: CaseFiles['doubtful'] = new Map();
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
 * The id of a child: that of one of its records' keys, of those that are not voided the earliest recorded, then the smallest key. Each
 * record's key so gives an id that leads to its child for ever (docs/domain.md §3). A record that told of another child before may have
 * given that one the id by which others know it: it names no child that has another record, and else does so by the content since which it tells
 * of this one.
 */
function childIdOf(records: readonly CaseRecord[], toldBefore: Partition['toldBefore']): string {
  const settled = toldBefore.size === 0 ? records : records.filter(({ inUse }) => !toldBefore.has(inUse.key));
  if (settled.length > 0) return aliasOf(first(settled.map(({ inUse }) => inUse)).key);
  const since = first(records.map(({ inUse }) => toldBefore.get(inUse.key)!.since));
  return givesId(since) ? contentIdOf(since) : aliasOf(since.key);
}

/** @param contents by key */
function first(contents: readonly Assertion[]): Assertion {
  let chosen = contents[0]!;
  for (const one of contents) {
    const sooner = one.data.recordedAt < chosen.data.recordedAt;
    if (isVoided(one) === isVoided(chosen) ? sooner : isVoided(chosen)) chosen = one;
  }
  return chosen;
}

function isVoided({ data }: Assertion): boolean {
  return data.voided === true;
}

/** The ids by which an assertion's child may be known, or have been. */
export function idsGivenBy(assertion: Assertion): string[] {
  const alias = aliasOf(assertion.key);
  return givesId(assertion) ? [alias, contentIdOf(assertion)] : [alias];
}

/** Whether a content may give an id of its own: it may be one that corrects another. */
function givesId({ data }: Assertion): boolean {
  return data.version > 1;
}

/** The id that a content gives a child of which it is the first to tell. */
export function contentIdOf({ key, digest }: Assertion): string {
  return hashId(`c:${key} ${digest}`);
}

/** The id by which a record key leads to its child. */
export function aliasOf(recordKey: string): string {
  return hashId(`r:${recordKey}`);
}
