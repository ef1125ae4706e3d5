import { compareContents, type Assertion, type RecordAssertion } from './case-file.ts';

/** A record key with what is in use for it. Contents of one key are all of one type. */
export interface InUse<T extends Assertion = Assertion> {
  inUse: T;
  rivals: Assertion[];
  eventRivals: Assertion[];
  /** Contents of lower versions, one of each, by digest: they say nothing any more but when something was first said. */
  superseded: readonly T[];
}
export type RecordInUse = InUse<RecordAssertion>;

/**
 * Of all assertions, what counts now: of one record's contents under one event id one (docs/domain.md §1), of its versions the highest.
 * A pure function of the set: order and repetition don't matter.
 */
export function recordsInUse<T extends Assertion>(assertions: readonly T[]): Map<string, InUse<T>> {
  const single = eachOfItsOwnEvent(assertions);
  const distinct = single ? assertions : distinctAssertions(assertions);
  const eventRivals = single ? NO_CONFLICTS : conflictsOfEvents(distinct);
  const inUse = new Map<string, InUse<T>>();
  for (const assertion of distinct) {
    if (eventRivals.get(assertion)?.outranked === true) continue;
    const current = inUse.get(assertion.key);
    if (current === undefined)
      inUse.set(assertion.key, { inUse: assertion, rivals: [], eventRivals: [], superseded: NONE });
    else take(current, assertion);
  }
  for (const { rivals } of inUse.values()) if (rivals.length > 1) rivals.sort(byDigest);
  for (const [content, { outranked, rivals }] of eventRivals) {
    const record = outranked ? undefined : inUse.get(content.key);
    // The content in use may have come under several event ids; a conflict of any of them is shown.
    if (record?.inUse.digest === content.digest)
      record.eventRivals = [...record.eventRivals, ...rivals].sort(byDigest);
  }
  return inUse;
}

function take<T extends Assertion>(current: InUse<T>, next: T): void {
  const order = next.data.version - current.inUse.data.version;
  if (order > 0) {
    for (const lower of [current.inUse, ...(current.rivals as T[])]) supersede(current, lower);
    current.inUse = next;
    current.rivals = [];
  } else if (order < 0) {
    supersede(current, next);
  } else if (order === 0) {
    // The same content under another event id is the same assertion of the record, not a rival.
    if (next.digest === current.inUse.digest) {
      if (eventOf(next) < eventOf(current.inUse)) current.inUse = next;
      return;
    }
    const wins = compareContents(next, current.inUse) > 0;
    const loser = wins ? current.inUse : next;
    keepRival(current.rivals, loser);
    if (wins) current.inUse = next;
  }
}

function supersede<T extends Assertion>(current: InUse<T>, lower: T): void {
  if (current.superseded.some(({ digest }) => digest === lower.digest)) return;
  current.superseded = [...current.superseded, lower].sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

const NONE: readonly never[] = [];

/** One of each content, that of the smallest event. */
function keepRival(rivals: Assertion[], loser: Assertion): void {
  const known = rivals.findIndex((rival) => rival.digest === loser.digest);
  if (known === -1) rivals.push(loser);
  else if (eventOf(loser) < eventOf(rivals[known]!)) rivals[known] = loser;
}

/** Mostly so, and then there is nothing to compare. */
function eachOfItsOwnEvent(assertions: readonly Assertion[]): boolean {
  const eventIds = new Set<string>();
  for (const { eventId } of assertions) eventIds.add(eventId);
  return eventIds.size === assertions.length;
}

const NO_CONFLICTS: ReturnType<typeof conflictsOfEvents> = new Map();

function distinctAssertions<T extends Assertion>(assertions: readonly T[]): T[] {
  const seen = new Map<string, T>();
  for (const assertion of assertions) seen.set(`${eventOf(assertion)}\n${assertion.digest}`, assertion);
  return seen.size === assertions.length ? [...assertions] : [...seen.values()];
}

function conflictsOfEvents(
  assertions: readonly Assertion[],
): Map<Assertion, { outranked: boolean; rivals: Assertion[] }> {
  const conflicts = new Map<Assertion, { outranked: boolean; rivals: Assertion[] }>();
  const events = new Map<string, Assertion[]>();
  for (const assertion of assertions) {
    const event = eventOf(assertion);
    const same = events.get(event);
    if (same === undefined) events.set(event, [assertion]);
    else same.push(assertion);
  }
  for (const contents of events.values()) {
    if (contents.length < 2) continue;
    for (const content of contents) {
      const rivals = contents.filter((other) => other !== content).sort(byDigest);
      // An id used again for another record takes nothing from the first: that may be another child's.
      const outranked = rivals.some(
        (other) => other.key === content.key && compareContents(other, content) > 0,
      );
      conflicts.set(content, { outranked, rivals });
    }
  }
  return conflicts;
}

function byDigest(a: Assertion, b: Assertion): number {
  if (a.digest === b.digest) return eventOf(a) < eventOf(b) ? -1 : 1;
  return a.digest < b.digest ? -1 : 1;
}

/** Neither part holds a line break, so no two events make one text. */
function eventOf({ source, eventId }: Assertion): string {
  return `${source}\n${eventId}`;
}
