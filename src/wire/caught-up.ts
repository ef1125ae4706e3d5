import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog } from '../log/event-log.ts';
import { RECONCILER_GROUP } from '../reconciler/reconciler.ts';
import type { Pool } from '../store/pool.ts';
import { readConsumerOffsets } from '../store/queries/read-consumer-offsets.ts';
import { endsOfLog } from './ends-of-log.ts';
import { partitionName } from '../contracts/topics.ts';

/** Resolves when what is in the log now is applied. */
export async function caughtUp(pool: Pool, log: EventLog, signal: AbortSignal): Promise<void> {
  const ends = (await endsOfLog(log)).filter(({ low, high }) => high > low);
  for (;;) {
    const reached = await readConsumerOffsets(pool, RECONCILER_GROUP);
    if (
      ends.every(
        ({ topic, partition, high }) => (reached.get(partitionName({ topic, partition })) ?? 0n) >= high,
      )
    )
      return;
    await delay(100, undefined, { signal });
  }
}
