import type { Pool } from 'pg';
import { AppError } from '../../contracts/errors.ts';
import type { Bell } from '../bell.ts';
import { FencedError, type PartitionBatch, type SubscribeOptions, type Subscription } from '../event-log.ts';
import type { Catalog } from './catalog.ts';
import type { Membership } from './membership.ts';
import { readMessages, type Cursor } from './read-messages.ts';
import { orUnavailable } from './unavailable.ts';
import { partitionName } from '../../contracts/topics.ts';

/** How often a waiting poll looks without being woken: the safety net under the wake-ups, which can be lost. */
const LOOK_MS = 500;
/** How often a poll looks at the group, and how often while it waits for another to let go of a partition. */
const SETTLE_MS = 1_000;
const SETTLE_SOON_MS = 50;

export interface SubscriptionParts {
  pool: Pool;
  catalog: Catalog;
  membership: Membership;
  /** Rings on new messages and on changes in a group. */
  bell: Bell;
  /** How often groups changed so far; a change of it asks for a look at the group. */
  groupChanges: () => number;
}

interface Held extends Cursor {
  epoch: string;
}

export function createSubscription(options: SubscribeOptions, parts: SubscriptionParts): Subscription {
  const { pool, catalog, membership, bell } = parts;
  let cursors = new Map<string, Held>();
  let closed = false;
  let settleAt = -Infinity;
  let changesSeen = -1;

  const settle = async (): Promise<void> => {
    changesSeen = parts.groupChanges();
    const topics = await catalog.find(options.topics);
    const counts = options.topics.map((name) => topics.get(name)!.partitions);
    const complete = await membership.settle(Math.max(...counts));
    settleAt = performance.now() + (complete ? SETTLE_MS : SETTLE_SOON_MS);
    const held = membership.held();
    const now = new Map<string, Held>();
    const gained: Held[] = [];
    for (const [i, topic] of options.topics.entries()) {
      for (let partition = 0; partition < counts[i]!; partition++) {
        const epoch = held.get(partition);
        if (epoch === undefined) continue;
        const kept = cursors.get(partitionName({ topic, partition }));
        const cursor =
          kept?.epoch === epoch
            ? kept
            : { topic, partition, topicId: topics.get(topic)!.id, next: 0n, epoch };
        if (cursor !== kept) gained.push(cursor);
        now.set(partitionName(cursor), cursor);
      }
    }
    // What was lost goes before the question, what was gained only with its answer: if that fails, it is asked again.
    cursors = new Map([...now].filter(([, cursor]) => !gained.includes(cursor)));
    if (gained.length === 0) return;
    settleAt = -Infinity;
    const starts = await startsOf(gained);
    for (const [i, cursor] of gained.entries()) cursor.next = starts[i]!;
    if (!closed) cursors = now;
    settleAt = performance.now() + (complete ? SETTLE_MS : SETTLE_SOON_MS);
  };

  const startsOf = async (gained: readonly Held[]): Promise<bigint[]> => {
    const starts = await options.start(gained.map(({ topic, partition }) => ({ topic, partition })));
    if (starts.every((start) => start !== null)) return starts;
    const { rows } = await pool.query<{ low: string }>(
      `select h.low from unnest($1::int2[], $2::int4[]) with ordinality as w(topic_id, partition, i)
         join log.head h using (topic_id, partition) order by w.i`,
      [gained.map((cursor) => cursor.topicId), gained.map((cursor) => cursor.partition)],
    );
    return rows.map((row, i) => starts[i] ?? BigInt(row.low));
  };

  const take = async (maxMessages: number): Promise<PartitionBatch[]> => {
    const asked = [...cursors.values()];
    if (asked.length === 0) return [];
    const batches = await readMessages(pool, asked, maxMessages);
    for (const batch of batches) {
      const cursor = cursors.get(partitionName(batch));
      if (cursor?.next === batch.from) cursor.next = batch.next;
    }
    return batches;
  };

  return {
    async poll({ maxMessages, maxWaitMs, signal }) {
      const deadline = performance.now() + maxWaitMs;
      for (;;) {
        if (closed) throw new AppError('closed', 'the subscription is closed');
        if (signal?.aborted) return [];
        const seen = bell.count();
        if (performance.now() >= settleAt || parts.groupChanges() !== changesSeen)
          await orUnavailable(settle());
        const batches = await orUnavailable(take(maxMessages));
        const now = performance.now();
        if (batches.length > 0 || now >= deadline || closed) return batches;
        await bell.waitFrom(seen, Math.min(deadline - now, LOOK_MS, Math.max(settleAt - now, 1)), signal);
      }
    },

    seek(partition, offset) {
      const cursor = cursors.get(partitionName(partition));
      if (cursor) cursor.next = offset;
    },

    async commit(next) {
      if (next.length === 0) return;
      const gone = next.filter((position) => !cursors.has(partitionName(position)));
      if (gone.length > 0) throw new FencedError(gone);
      const lost = await orUnavailable(membership.commit(next));
      if (lost.length > 0) throw new FencedError(next.filter((p) => lost.includes(p.partition)));
    },

    assignment: () => [...cursors.values()].map(({ topic, partition }) => ({ topic, partition })),

    async close() {
      if (closed) return;
      closed = true;
      cursors = new Map();
      bell.ring();
      await orUnavailable(membership.leave());
    },
  };
}
