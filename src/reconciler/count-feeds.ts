import type { PoolClient } from '../store/pool.ts';
import { isRecordType } from '../contracts/records/index.ts';
import { addFeedHours, type FeedHour } from '../store/queries/add-feed-hours.ts';
import { insertAppliedDuplicates, type AppliedDuplicate } from '../store/queries/insert-feed-duplicates.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
import type { Incoming } from './read-message.ts';
import { contentKey } from './render-status.ts';

const HOUR = 3_600_000;

/**
 * Add a batch to the feeds' hourly counts, in the transaction that keeps its records: exactly the contents that are new are counted, each
 * by its hour of receipt, so a replay adds nothing and a rebuild comes to the same. What came again though intake could not know it yet
 * is kept as a duplicate by its moment of receipt: the same moment is the same sending, read or appended twice.
 * @param applied what was kept before of the components that the batch touches
 * @param announce false in a rebuild: all it reads was counted when it was first applied
 */
export async function countFeeds(
  tx: PoolClient,
  incoming: readonly Incoming[],
  applied: Iterable<readonly AppliedRecord[]>,
  announce: boolean,
): Promise<void> {
  if (incoming.length === 0) return;
  const receivedAt = new Map<string, string>();
  for (const records of applied) {
    for (const { assertion, receivedAt: at } of records)
      receivedAt.set(contentKey(assertion), at.toISOString());
  }
  const hours = new Map<string, FeedHour>();
  const duplicates: AppliedDuplicate[] = [];
  for (const one of incoming) {
    const { type, source, eventId, digest } = one.assertion;
    if (!isRecordType(type)) continue;
    const key = contentKey(one.assertion);
    const known = receivedAt.get(key);
    if (known === undefined) {
      receivedAt.set(key, one.receivedAt);
      addTo(hours, type, source, one.receivedAt);
    } else if (known !== one.receivedAt) {
      duplicates.push({ type, source, eventId, digest, receivedAt: one.receivedAt });
    }
  }
  await addFeedHours(tx, [...hours.values()]);
  if (announce) await insertAppliedDuplicates(tx, duplicates);
}

function addTo(hours: Map<string, FeedHour>, type: string, source: string, receivedAt: string): void {
  const at = Date.parse(receivedAt);
  const hour = at - (at % HOUR);
  const key = `${type} ${source} ${hour}`;
  const found = hours.get(key);
  if (found === undefined) {
    hours.set(key, {
      type,
      source,
      hour: new Date(hour).toISOString(),
      records: 1,
      lastReceivedAt: receivedAt,
    });
    return;
  }
  found.records += 1;
  if (receivedAt > found.lastReceivedAt) found.lastReceivedAt = receivedAt;
}
