import type { PoolClient } from '../store/pool.ts';
import { NAMED_CONTENTS, eventOf } from '../domain/event-contents.ts';
import { isRecordType } from '../contracts/records/index.ts';
import { addFeedHours, type FeedHour } from '../store/queries/add-feed-hours.ts';
import { insertAppliedDuplicates, type AppliedDuplicate } from '../store/queries/insert-feed-duplicates.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import type { Incoming } from './read-message.ts';

const HOUR = 3_600_000;

/** One content of an event, and where it was counted. */
interface Content {
  type: string;
  source: string;
  digest: string;
  receivedAt: string;
  position: { topic: string; partition: number; offset: string };
}

/** Contents of one event by digest. */
type Contents = Map<string, Content>;

/** What a batch adds to the feeds' hourly counts. */
export interface FeedCounts {
  hours: Map<string, FeedHour>;
  duplicates: AppliedDuplicate[];
}

export function noFeedCounts(): FeedCounts {
  return { hours: new Map(), duplicates: [] };
}

/**
 * Count what came for some components, without depending on the order in which it is read:
 * - Only new contents count, each in its hour of receipt, so a replay adds nothing.
 * - Which contents of an event are conflicts is decided by their time of receipt, so a rebuild in another order gives the same counts. Of an
 *   overused event all contents are conflicts.
 * - A repeat that intake could not recognise in time is a duplicate, identified by its moment of receipt: the same moment means the same
 *   sending, read or appended twice.
 * @param applied what was already kept of these components
 */
export function countFeeds(
  counts: FeedCounts,
  incoming: readonly Incoming[],
  applied: Iterable<readonly AppliedRecord[]>,
): void {
  if (incoming.length === 0) return;
  const { settled, overused } = eventContents(new Set(incoming.map((one) => one.assertion.eventId)), applied);
  const known = new Set(overused.keys());
  for (const { assertion, receivedAt, position, overused: isOverused = false } of incoming) {
    const { type, source, eventId, digest } = assertion;
    if (!isRecordType(type)) continue;
    const apart = isOverused || known.has(eventOf(assertion));
    const contents = contentsIn(apart ? overused : settled, assertion);
    // What this batch sets apart may have come before it, when the event was not overused yet.
    const same = contents.get(digest) ?? settled.get(eventOf(assertion))?.get(digest);
    if (same === undefined)
      countNew(counts.hours, contents, { type, source, digest, receivedAt, position }, apart);
    else if (same.receivedAt !== receivedAt)
      counts.duplicates.push({ type, source, eventId, digest, receivedAt });
  }
}

/** @param apart the event was overused before, so this content is counted by itself */
function countNew(hours: FeedCounts['hours'], contents: Contents, content: Content, apart: boolean): void {
  if (apart || contents.size > NAMED_CONTENTS) {
    addTo(hours, content, 1, 1);
    contents.set(content.digest, content);
    return;
  }
  addTo(hours, content, 1, 0);
  for (const one of conflictsOf(contents)) addTo(hours, one, 0, -1);
  contents.set(content.digest, content);
  for (const one of conflictsOf(contents)) addTo(hours, one, 0, 1);
}

/**
 * Add a batch's counts, in the transaction that keeps its records.
 * @param announce false in a rebuild: all it reads was counted as duplicate when it was first applied
 */
export async function writeFeedCounts(
  tx: PoolClient,
  { hours, duplicates }: FeedCounts,
  announce: boolean,
): Promise<void> {
  await addFeedHours(tx, [...hours.values()]);
  if (announce) await insertAppliedDuplicates(tx, duplicates);
}

/**
 * The contents kept of each event that has one of the ids. They are in its component; of those that were overused before, most are in
 * others.
 */
function eventContents(
  ids: ReadonlySet<string>,
  applied: Iterable<readonly AppliedRecord[]>,
): { settled: Map<string, Contents>; overused: Map<string, Contents> } {
  const [settled, overused] = [new Map<string, Contents>(), new Map<string, Contents>()];
  for (const records of applied) {
    for (const { assertion, receivedAt, position, overused: isOverused } of records) {
      if (!ids.has(assertion.eventId)) continue;
      const { type, source, digest } = assertion;
      const content = { type, source, digest, receivedAt: receivedAt.toISOString(), position };
      contentsIn(isOverused ? overused : settled, assertion).set(digest, content);
    }
  }
  return { settled, overused };
}

function contentsIn(events: Map<string, Contents>, assertion: Incoming['assertion']): Contents {
  const event = eventOf(assertion);
  let contents = events.get(event);
  if (contents === undefined) events.set(event, (contents = new Map()));
  return contents;
}

/**
 * All contents of an event but the first received; among those of one moment, the first in the log. Of an overused event all of them, since
 * nobody searches thousands for the first.
 */
function conflictsOf(contents: Contents): Content[] {
  if (contents.size < 2) return [];
  const all = [...contents.values()];
  return all.length > NAMED_CONTENTS ? all : all.sort(byReceipt).slice(1);
}

function byReceipt(a: Content, b: Content): number {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt ? -1 : 1;
  if (a.position.topic !== b.position.topic) return a.position.topic < b.position.topic ? -1 : 1;
  return a.position.partition - b.position.partition || Number(a.position.offset) - Number(b.position.offset);
}

function addTo(hours: Map<string, FeedHour>, content: Content, records: number, conflicts: number): void {
  const { type, source, receivedAt } = content;
  const at = Date.parse(receivedAt);
  const hour = at - (at % HOUR);
  const key = `${type} ${source} ${hour}`;
  const found = hours.get(key);
  if (found === undefined) {
    const begins = new Date(hour).toISOString();
    hours.set(key, { type, source, hour: begins, records, conflicts, lastReceivedAt: receivedAt });
    return;
  }
  found.records += records;
  found.conflicts += conflicts;
  if (receivedAt > found.lastReceivedAt) found.lastReceivedAt = receivedAt;
}
