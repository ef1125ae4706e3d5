import { recordTopics } from '../contracts/topics.ts';
import type { EventLog } from '../log/event-log.ts';
import { pendingMigrations } from '../store/migrate.ts';
import type { Pool } from '../store/pool.ts';

/** What a process needs to do anything; each throws where it is not to be had. */
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
        await log.watermarks(recordTopics[0]!);
        await takesAppends();
      },
    },
  ];
}

async function checkMigrations(pool: Pool): Promise<void> {
  const pending = await pendingMigrations(pool);
  if (pending.length > 0) throw new Error(`${pending.length} migrations are missing`);
}
