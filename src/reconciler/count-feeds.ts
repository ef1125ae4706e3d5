import type { PoolClient } from '../store/pool.ts';
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

/** What a batch adds to the feeds' hourly counts. */
export interface FeedCounts {
  hours: Map<string, FeedHour>;
  duplicates: AppliedDuplicate[];
}

export function noFeedCounts(): FeedCounts {
  return { hours: new Map(), duplicates: [] };
}

/**
 * Count what came for some components. Counted are the contents that are new, each by its hour of receipt, so a replay adds nothing;
 * which contents of an event are conflicts is told by when they were received, so a rebuild in another order comes to the same. What
 * came again though intake could not know it yet is kept as a duplicate by its moment of receipt: the same moment is the same
 * sending, read or appended twice.
 * @param applied what was kept before of these components
 */
export function countFeeds(
  counts: FeedCounts,
  incoming: readonly Incoming[],
  applied: Iterable<readonly AppliedRecord[]>,
): void {
  if (incoming.length === 0) return;
  const contentsOf = eventContents(new Set(incoming.map((one) => one.assertion.eventId)), applied);
  for (const { assertion, receivedAt, position } of incoming) {
    const { type, source, eventId, digest } = assertion;
    if (!isRecordType(type)) continue;
    const name = `${source} ${eventId}`;
    const known = contentsOf.get(name) ?? [];
    const same = known.find((content) => content.digest === digest);
    if (same === undefined) {
      const content = { type, source, digest, receivedAt, position };
      addTo(counts.hours, content, 1, 0);
      for (const one of conflictsOf(known)) addTo(counts.hours, one, 0, -1);
      known.push(content);
      for (const one of conflictsOf(known)) addTo(counts.hours, one, 0, 1);
      contentsOf.set(name, known);
    } else if (same.receivedAt !== receivedAt) {
      counts.duplicates.push({ type, source, eventId, digest, receivedAt });
    }
  }
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

/** All contents kept of each event that has one of the ids; they are in its component. */
function eventContents(
  ids: ReadonlySet<string>,
  applied: Iterable<readonly AppliedRecord[]>,
): Map<string, Content[]> {
  const contentsOf = new Map<string, Content[]>();
  for (const records of applied) {
    for (const { assertion, receivedAt, position } of records) {
      if (!ids.has(assertion.eventId)) continue;
      const { type, source, eventId, digest } = assertion;
      const content = { type, source, digest, receivedAt: receivedAt.toISOString(), position };
      const name = `${source} ${eventId}`;
      const known = contentsOf.get(name);
      if (known === undefined) contentsOf.set(name, [content]);
      else known.push(content);
    }
  }
  return contentsOf;
}

/** All contents of an event but the first received; of those received at one moment the first in the log. */
function conflictsOf(contents: readonly Content[]): Content[] {
  return contents.length < 2 ? [] : contents.toSorted(byReceipt).slice(1);
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
