import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog } from '../log/event-log.ts';
import { RECONCILER_GROUP, reconciledTopics } from '../reconciler/reconciler.ts';
import type { Pool } from '../store/pool.ts';
import { readConsumerOffsets } from '../store/queries/read-consumer-offsets.ts';

/** Resolves when what is in the log now is applied. */
export async function caughtUp(pool: Pool, log: EventLog, signal: AbortSignal): Promise<void> {
  const ends: Array<{ key: string; high: bigint }> = [];
  for (const topic of reconciledTopics) {
    for (const { partition, low, high } of await log.watermarks(topic)) {
      if (high > low) ends.push({ key: `${topic}/${partition}`, high });
    }
  }
  for (;;) {
    const reached = await readConsumerOffsets(pool, RECONCILER_GROUP);
    if (ends.every(({ key, high }) => (reached.get(key) ?? 0n) >= high)) return;
    await delay(100, undefined, { signal });
  }
}
