import { compareContents, compareVersions, type Assertion, type RecordAssertion } from './case-file.ts';
import { byEvent, countingContents, eventOf, NAMED_CONTENTS } from './event-contents.ts';

/** A record key with what is in use for it. Contents of one key are all of one type. */
export interface InUse<T extends Assertion = Assertion> {
  inUse: T;
  /** Other contents of the version in use, one of each, by digest. */
  rivals: readonly T[];
  /** Other contents of the events under which the content in use came, by digest; none of an overused event. */
  eventRivals: readonly T[];
  /** Whether the content in use came under an event with more contents than are named. */
  overused: boolean;
  /** Contents of lower versions, one of each, by digest: they say nothing any more but when something was first said. */
  superseded: readonly T[];
  /** Contents that never counted, since another of this record came under their event; none of an event with more than are named. */
  lost: readonly T[];
}
export type RecordInUse = InUse<RecordAssertion>;

/** All contents of a record, by version, the one in use last. */
export function contentsOf<T extends Assertion>({
  inUse,
  rivals,
  superseded,
  lost,
}: Pick<InUse<T>, 'inUse' | 'superseded' | 'lost'> & { rivals: readonly Assertion[] }): readonly T[] {
  if (rivals.length === 0 && superseded.length === 0 && lost.length === 0) return [inUse];
  const contents = new Map<string, T>();
  // Contents of one key are all of one type.
  for (const one of [...superseded, ...rivals, ...lost] as T[])
    if (one.digest !== inUse.digest) contents.set(one.digest, one);
  return [...[...contents.values()].sort(compareVersions), inUse];
}

/**
 * Of all assertions, what counts now: of one record's contents under one event id one (docs/domain.md §1), of its versions the highest.
 * A pure function of the set: order and repetition don't matter.
 * @param overused events, as `eventOf` names them, that are known to have more contents than are named, wherever those are
 */
export function recordsInUse<T extends Assertion>(
  assertions: readonly T[],
  overused: ReadonlySet<string> = NOTHING,
): Map<string, InUse<T>> {
  const { contents, conflicts, lost } =
    overused.size === 0 && eachOfItsOwnEvent(assertions)
      ? { contents: assertions, conflicts: [], lost: NONE }
      : settleEvents(assertions, overused);
  const inUse = new Map<string, InUse<T>>();
  for (const [key, own] of byKey(contents)) inUse.set(key, chosenOf(own));
  showConflicts(inUse, conflicts);
  for (const [key, own] of byKey(lost)) inUse.get(key)!.lost = oneOfEach(Array.isArray(own) ? own : [own]);
  return inUse;
}

const NOTHING: ReadonlySet<never> = new Set<never>();
const NONE: readonly never[] = [];

/** Mostly so, and then there is nothing to compare. */
function eachOfItsOwnEvent(assertions: readonly Assertion[]): boolean {
  const eventIds = new Set<string>();
  for (const { eventId } of assertions) eventIds.add(eventId);
  return eventIds.size === assertions.length;
}

/** An event with several contents: those that count of their records, and all where they are few enough to be named. */
interface Conflict<T> {
  counting: ReadonlySet<T>;
  named: readonly T[] | null;
}

function settleEvents<T extends Assertion>(
  assertions: readonly T[],
  overused: ReadonlySet<string>,
): { contents: T[]; conflicts: Array<Conflict<T>>; lost: T[] } {
  const contents: T[] = [];
  const lost: T[] = [];
  const conflicts: Array<Conflict<T>> = [];
  for (const [event, ofEvent] of byEvent(assertions)) {
    const tooMany = ofEvent.size > NAMED_CONTENTS || overused.has(event);
    // An id used again for another record takes nothing from the first: that may be another child's.
    const counting = countingContents(ofEvent.values());
    contents.push(...counting);
    if (tooMany) conflicts.push({ counting, named: null });
    else if (ofEvent.size > 1) {
      const named = [...ofEvent.values()];
      conflicts.push({ counting, named });
      for (const content of named) if (!counting.has(content)) lost.push(content);
    }
  }
  return { contents, conflicts, lost };
}

/** Nearly every record has one content: a list is made for the others alone. */
function byKey<T extends Assertion>(contents: readonly T[]): Map<string, T | T[]> {
  const keys = new Map<string, T | T[]>();
  for (const content of contents) {
    const known = keys.get(content.key);
    if (known === undefined) keys.set(content.key, content);
    else if (Array.isArray(known)) known.push(content);
    else keys.set(content.key, [known, content]);
  }
  return keys;
}

function chosenOf<T extends Assertion>(own: T | T[]): InUse<T> {
  if (!Array.isArray(own))
    return { inUse: own, rivals: NONE, eventRivals: NONE, overused: false, superseded: NONE, lost: NONE };
  const highest = own.reduce((version, { data }) => Math.max(version, data.version), 0);
  const ofVersion = oneOfEach(own.filter(({ data }) => data.version === highest));
  const inUse = ofVersion.reduce((a, b) => (compareContents(a, b) > 0 ? a : b));
  return {
    inUse,
    rivals: ofVersion.filter((content) => content !== inUse),
    eventRivals: NONE,
    overused: false,
    superseded: oneOfEach(own.filter(({ data }) => data.version < highest)),
    lost: NONE,
  };
}

/** The same content under another event id is the same assertion of the record: that of the smallest event stands for all. By digest. */
function oneOfEach<T extends Assertion>(contents: readonly T[]): T[] {
  const one = new Map<string, T>();
  for (const content of contents) {
    const known = one.get(content.digest);
    if (known === undefined || eventOf(content) < eventOf(known)) one.set(content.digest, content);
  }
  return [...one.values()].sort(byDigest);
}

/** The content in use may have come under several event ids; a conflict of any of them is shown. */
function showConflicts<T extends Assertion>(
  inUse: ReadonlyMap<string, InUse<T>>,
  conflicts: ReadonlyArray<Conflict<T>>,
): void {
  const rivalsOf = new Map<InUse<T>, T[]>();
  for (const { counting, named } of conflicts) {
    for (const content of counting) {
      const record = inUse.get(content.key)!;
      if (record.inUse.digest !== content.digest) continue;
      if (named === null) record.overused = true;
      else {
        const rivals = rivalsOf.get(record) ?? [];
        for (const other of named) if (other !== content) rivals.push(other);
        rivalsOf.set(record, rivals);
      }
    }
  }
  for (const [record, rivals] of rivalsOf) record.eventRivals = rivals.sort(byDigest);
}

function byDigest(a: Assertion, b: Assertion): number {
  if (a.digest === b.digest) return eventOf(a) < eventOf(b) ? -1 : 1;
  return a.digest < b.digest ? -1 : 1;
}
