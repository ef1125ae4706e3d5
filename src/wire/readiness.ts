import { partitionName } from '../contracts/topics.ts';
import { OffsetOutOfRangeError, type EventLog } from '../log/event-log.ts';
import { refuseOtherLog } from '../reconciler/bound-log.ts';
import { RECONCILER_GROUP } from '../reconciler/reconciler.ts';
import { pendingMigrations } from '../store/migrate.ts';
import type { Pool } from '../store/pool.ts';
import { readConsumerOffsets } from '../store/queries/read-consumer-offsets.ts';
import { endsOfLog } from './ends-of-log.ts';

/** What a process needs to do its work; each check rejects if that is missing. */
export function readinessChecks(
  pool: Pool,
  log: EventLog,
  takesAppends: () => Promise<void>,
): Array<{ name: string; check: () => Promise<void> }> {
  return [
    { name: 'database', check: async () => void (await pool.query('select 1')) },
    { name: 'migrations', check: () => checkMigrations(pool) },
    {
      name: 'log',
      check: async () => {
        await checkPlaces(pool, log);
        await takesAppends();
      },
    },
  ];
}

/** The log is the one this database belongs to, and still reaches as far as it was read. */
async function checkPlaces(pool: Pool, log: EventLog): Promise<void> {
  await refuseOtherLog(pool, await log.identity());
  // First how far it was read: an end that was asked for before could have been passed by then.
  const reached = await readConsumerOffsets(pool, RECONCILER_GROUP);
  for (const { topic, partition, low, high } of await endsOfLog(log)) {
    const offset = reached.get(partitionName({ topic, partition })) ?? low;
    if (offset > high) throw new OffsetOutOfRangeError({ topic, partition, offset }, { low, high });
  }
}

async function checkMigrations(pool: Pool): Promise<void> {
  const pending = await pendingMigrations(pool);
  if (pending.length > 0) throw new Error(`${pending.length} migrations are missing`);
}
