import { AppError } from '../contracts/errors.ts';
import { assertionTopics, partitionName } from '../contracts/topics.ts';
import { OffsetOutOfRangeError, type EventLog, type TopicPartition } from '../log/event-log.ts';
import { RECONCILER_GROUP } from '../reconciler/reconciler.ts';
import { withTransaction, type Pool } from '../store/pool.ts';
import { readConsumerOffsets } from '../store/queries/read-consumer-offsets.ts';
import { setOffsets } from '../store/queries/set-offsets.ts';

export type RewindTarget =
  { kind: 'beginning' } | { kind: 'offset'; offset: bigint } | { kind: 'time'; time: Date };

export interface RewindOptions {
  pool: Pool;
  log: EventLog;
  to: RewindTarget;
  /** One record topic; all by default. */
  topic?: string;
  /** One partition; all by default. */
  partition?: number;
  dryRun: boolean;
}

/** Where a partition stood (null: never read) and where the reconciler goes on now. */
export interface Move extends TopicPartition {
  from: bigint | null;
  to: bigint;
  /** Messages that are passed over unread. */
  skipped: bigint;
}

/**
 * Make the reconciler read topics again from an earlier place (an offset may skip to a later one; a time never does). A running reconciler follows within
 * a second. Applying records again changes nothing that is right: it is for what was lost or applied by faulty code.
 * Throws OffsetOutOfRangeError where the place is not kept, AppError `no-such-partition` where the topic has none of this number.
 */
export async function rewind(options: RewindOptions): Promise<Move[]> {
  const { pool, log } = options;
  const known = await readConsumerOffsets(pool, RECONCILER_GROUP);
  const moves: Move[] = [];
  for (const topic of options.topic === undefined ? assertionTopics : [options.topic]) {
    for (const target of await targets(log, topic, options.partition, options.to)) {
      const from = known.get(partitionName(target)) ?? null;
      const unread = from ?? target.low;
      // Only an offset, which is said of one partition, may lead past what was not read yet.
      const to = options.to.kind === 'time' && target.to > unread ? unread : target.to;
      const skipped = to > unread ? to - unread : 0n;
      moves.push({ topic, partition: target.partition, from, to, skipped });
    }
  }
  if (!options.dryRun) await withTransaction(pool, (tx) => setOffsets(tx, RECONCILER_GROUP, moves));
  return moves;
}

async function targets(
  log: EventLog,
  topic: string,
  only: number | undefined,
  to: RewindTarget,
): Promise<Array<TopicPartition & { low: bigint; to: bigint }>> {
  const all = await log.watermarks(topic);
  const watermarks = only === undefined ? all : all.filter(({ partition }) => partition === only);
  if (watermarks.length === 0)
    throw new AppError(
      'no-such-partition',
      `${topic} has no partition ${only}: it has 0 to ${all.length - 1}`,
    );
  if (to.kind === 'beginning')
    return watermarks.map(({ partition, low }) => ({ topic, partition, low, to: low }));
  if (to.kind === 'time') {
    const found = new Map((await log.offsetsAt(topic, to.time)).map((one) => [one.partition, one.offset]));
    // Nothing at or after that time: the end, where the next message will be.
    return watermarks.map(({ partition, low, high }) => ({
      topic,
      partition,
      low,
      to: found.get(partition) ?? high,
    }));
  }
  return watermarks.map(({ partition, low, high }) => {
    if (to.offset < low || to.offset > high)
      throw new OffsetOutOfRangeError({ topic, partition, offset: to.offset }, { low, high });
    return { topic, partition, low, to: to.offset };
  });
}
