import type { Assertion, LinkedBy, RecordAssertion, WaitingRecord } from '../case-file.ts';
import type { RecordInUse } from '../in-use.ts';
import { identifierTexts, isANumber } from './identifiers.ts';
import { toldBefore, type ToldBefore } from './told-before.ts';
import { firstOfEachAgency, seenFrom, type Members } from './waiting.ts';

/** Records sorted into children; a record that can't be placed safely waits. */
export interface Partition {
  children: Members[];
  /** By key of each of their records. */
  childOf: ReadonlyMap<string, Members>;
  /** Keys of records whose identifiers lead to several children, or are overused all. */
  unlinked: string[];
  /** Those of them that a child to which they lead shows; none that is voided. */
  waitingAt: ReadonlyMap<Members, WaitingRecord[]>;
  /** By key, the records that told of other children before they were corrected. */
  toldBefore: ReadonlyMap<string, ToldBefore>;
}

/**
 * Whose record is whose, by exact identifiers (docs/domain.md §3). A pure function of the set of records in use: no
 * record is placed by what came before it. Where identifiers lead to several A-numbers nothing is guessed.
 * @param overused agencies' ids that stand for no child (overused-ids.ts): they tie nothing and lead nowhere
 */
export function partition(
  records: ReadonlyMap<string, RecordInUse>,
  overused: ReadonlySet<string> = NOTHING_OVERUSED,
): Partition {
  const idsOf = (content: Assertion): string[] => {
    const texts = identifierTexts(content);
    return overused.size === 0 ? texts : texts.filter((text) => !overused.has(text));
  };
  const ids = new Map<string, string[]>();
  for (const [key, record] of records) ids.set(key, idsOf(record.inUse));
  const ties = tie(records, ids);
  const children = new Map<string, Map<string, { record: RecordInUse; by: LinkedBy }>>();
  const childOf = new Map<string, Members>();
  const unlinked: string[] = [];
  for (const [key, record] of records) {
    const own = ids.get(key)!;
    // Who says nothing but an overused id tells of some child, and nobody knows which.
    const isSilent = own.length === 0 && identifierTexts(record.inUse).length > 0;
    const place = isSilent ? null : placeOf(key, own, ties);
    if (place === null) {
      unlinked.push(key);
      continue;
    }
    let child = children.get(place.child);
    if (child === undefined) children.set(place.child, (child = new Map()));
    child.set(key, { record, by: place.by });
    childOf.set(key, child);
  }
  return {
    children: [...children.values()],
    childOf,
    unlinked: unlinked.sort(),
    waitingAt: unlinked.length === 0 ? NOTHING_WAITS : waitingIn(unlinked, records, ids, ties, children),
    toldBefore: toldBefore(records, childOf, idsOf),
  };
}

const NOTHING_OVERUSED: ReadonlySet<string> = new Set();
const NOTHING_WAITS: Partition['waitingAt'] = new Map();

function waitingIn(
  unlinked: readonly string[],
  records: ReadonlyMap<string, RecordInUse>,
  ids: ReadonlyMap<string, string[]>,
  { groupOf, aNumbersOf }: Ties,
  children: ReadonlyMap<string, Members>,
): Partition['waitingAt'] {
  const groups = new Map<string, RecordAssertion[]>();
  for (const key of unlinked) {
    const record = records.get(key)!.inUse;
    // Only what still says something ties, so its identifiers are of one group, that leads to several A-numbers.
    const [id] = ids.get(key)!;
    if (record.data.voided === true || id === undefined) continue;
    const group = groupOf(id);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [record]);
    else known.push(record);
  }
  const found = new Map<Members, WaitingRecord[]>();
  for (const [group, waiting] of groups) {
    const shown = firstOfEachAgency(waiting);
    for (const aNumber of aNumbersOf.get(group)!) {
      const members = children.get(aNumber)!;
      found.set(members, seenFrom(members, shown, ids));
    }
  }
  return found;
}

interface Ties {
  /** Whether a record that is not voided has this identifier. */
  isSaid: (id: string) => boolean;
  /** Identifier → the smallest of its group, groups being what occurs together. */
  groupOf: (id: string) => string;
  /** Group → A-numbers in it. */
  aNumbersOf: Map<string, Set<string>>;
  /** Agency id → A-numbers it occurs with in one record. */
  direct: Map<string, Set<string>>;
}

function placeOf(key: string, ids: readonly string[], ties: Ties): { child: string; by: LinkedBy } | null {
  const aNumber = ids.find(isANumber);
  if (aNumber !== undefined) {
    // What only withdrawn records say makes no child beside the one to which their other ids lead.
    const said = ties.isSaid(aNumber) ? [] : ids.filter(ties.isSaid);
    return (said.length === 0 ? null : placeOf(key, said, ties)) ?? { child: aNumber, by: 'a-number' };
  }
  if (ids.length === 0) return { child: `record:${key}`, by: 'record' };
  const groups = new Set(ids.map(ties.groupOf));
  const candidates = new Set<string>();
  for (const group of groups) {
    const aNumbers = ties.aNumbersOf.get(group);
    if (aNumbers === undefined) candidates.add(`group:${group}`);
    else for (const found of aNumbers) candidates.add(found);
  }
  if (candidates.size === 1) return { child: first(candidates), by: 'agency-id' };
  const direct = new Set<string>();
  for (const id of ids) for (const found of ties.direct.get(id) ?? []) direct.add(found);
  return direct.size === 1 ? { child: first(direct), by: 'agency-id' } : null;
}

/** Only records in use that are not voided tie identifiers together. */
function tie(records: ReadonlyMap<string, RecordInUse>, ids: ReadonlyMap<string, string[]>): Ties {
  const parent = new Map<string, string>();
  const groupOf = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    return root;
  };
  const direct = new Map<string, Set<string>>();
  for (const [key, record] of records) {
    if (record.inUse.data.voided === true) continue;
    const own = ids.get(key)!;
    for (const id of own) union(parent, groupOf(own[0]!), groupOf(id));
    const aNumber = own.find(isANumber);
    if (aNumber === undefined) continue;
    for (const id of own) if (id !== aNumber) addTo(direct, id, aNumber);
  }
  const aNumbersOf = new Map<string, Set<string>>();
  for (const id of parent.keys()) if (isANumber(id)) addTo(aNumbersOf, groupOf(id), id);
  return { isSaid: (id) => parent.has(id), groupOf, aNumbersOf, direct };
}

/** The smaller root stays, so that a group's name is its smallest identifier. */
function union(parent: Map<string, string>, a: string, b: string): void {
  const [root, under] = a <= b ? [a, b] : [b, a];
  parent.set(root, root);
  parent.set(under, root);
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

function first(set: Set<string>): string {
  return set.values().next().value!;
}
