import type { Pool } from '../store/pool.ts';
import type { Closers } from './closers.ts';

/** How often to compare clocks: in this time a machine's clock does not drift by a second. */
const LOOK_MS = 60_000;

/**
 * A clock that shows the database's time, of which there is only one. A process that went by its own machine's clock and was a month
 * ahead would make every child overdue, for all other processes too.
 * @param own the machine's clock
 * @returns a clock in milliseconds since 1970 UTC
 */
export async function databaseClock(
  pool: Pool,
  closers: Closers,
  own: () => number = Date.now,
): Promise<() => number> {
  let ahead = 0;
  const look = async (): Promise<void> => {
    const asked = own();
    const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
    const heard = own();
    const told = rows[0]!.now.getTime();
    // The database answered somewhere between asking and hearing: a time in between is no difference.
    ahead = told < asked ? told - asked : told > heard ? told - heard : 0;
  };
  await look();
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS).unref();
  closers.add('clock', async () => clearInterval(timer));
  return () => own() + ahead;
}
