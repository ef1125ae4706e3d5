import type { EventLog } from '../../src/log/event-log.ts';
import { RECONCILER_GROUP, reconciledTopics } from '../../src/reconciler/reconciler.ts';
import type { Pool } from '../../src/store/pool.ts';
import { readConsumerOffsets } from '../../src/store/queries/read-consumer-offsets.ts';
import { until } from './until.ts';
import { partitionName } from '../../src/contracts/topics.ts';

/** Resolves when all that is in the log now is applied. */
export async function caughtUp(pool: Pool, log: EventLog, limitMs = 180_000): Promise<void> {
  const ends = new Map<string, bigint>();
  for (const topic of reconciledTopics) {
    for (const { partition, low, high } of await log.watermarks(topic)) {
      if (high > low) ends.set(partitionName({ topic, partition }), high);
    }
  }
  await until(
    'the reconciler to be at the end of the log',
    async () => {
      const reached = await readConsumerOffsets(pool, RECONCILER_GROUP);
      return [...ends].every(([partition, high]) => (reached.get(partition) ?? 0n) >= high);
    },
    limitMs,
  );
}
