import { setTimeout as delay } from 'node:timers/promises';
import { Gauge, type Registry } from 'prom-client';
import type { EventLog } from '../log/event-log.ts';
import { RECONCILER_GROUP } from '../reconciler/reconciler.ts';
import type { Pool } from '../store/pool.ts';
import { readBacklog } from '../store/queries/read-backlog.ts';
import { readUndecided } from '../store/queries/read-undecided.ts';
import { readConsumerOffsets } from '../store/queries/read-consumer-offsets.ts';
import { endsOfLog } from './ends-of-log.ts';
import { partitionName } from '../contracts/topics.ts';

const ANSWER_MS = 2_000;

/**
 * What waits to be done, over all processes, read anew for each scrape. A figure that can't be read is left out: zero would
 * mean that nothing waits.
 * @param clock milliseconds since 1970 UTC, by which deadlines pass
 */
export function backlogMetrics(registry: Registry, pool: Pool, log: EventLog, clock: () => number): void {
  gauge(
    'rollcall_consumer_lag_records',
    'Messages of the log that are not applied, by topic',
    ['topic'],
    async (lag) => {
      // First how far it was read: an end that was asked for before could have been passed by then.
      const reached = await readConsumerOffsets(pool, RECONCILER_GROUP);
      const ends = await endsOfLog(log);
      const behind = new Map<string, number>();
      for (const { topic, partition, low, high } of ends) {
        const next = reached.get(partitionName({ topic, partition })) ?? low;
        // Past the end is no less wrong than before it: the topic was made anew, or lost what was read.
        behind.set(topic, (behind.get(topic) ?? 0) + Math.abs(Number(high - next)));
      }
      return () => {
        for (const [topic, messages] of behind) lag.set({ topic }, messages);
      };
    },
  );
  gauge(
    'rollcall_backlog',
    'What waits: deadlines passed, changes and notices unpublished',
    ['of'],
    async (backlog) => {
      const waiting = Object.entries(await readBacklog(pool, new Date(clock())));
      return () => {
        for (const [of, count] of waiting) backlog.set({ of }, count);
      };
    },
  );
  gauge(
    'rollcall_undecided',
    'What waits for a person: records that belong to no child, and agencies’ ids that stand for none',
    ['of'],
    async (undecided) => {
      const waiting = Object.entries(await readUndecided(pool));
      return () => {
        for (const [of, count] of waiting) undecided.set({ of }, count);
      };
    },
  );

  function gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    read: (gauge: Gauge<L>) => Promise<() => void>,
  ): void {
    const made: Gauge<L> = new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const set = await Promise.race([
          read(made).catch(() => null),
          delay(ANSWER_MS, null, { ref: false }),
        ]);
        made.reset();
        set?.();
      },
    });
  }
}
