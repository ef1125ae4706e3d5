import type { Pool } from '../store/pool.ts';
import type { Closers } from './closers.ts';

/** A machine's clock does not drift by a second in so long. */
const LOOK_MS = 60_000;

/**
 * What time it is by the database's clock, of which there is one, whatever the machine's own says: a process whose clock is a month ahead would
 * make every child overdue, for all others too.
 * @returns milliseconds since 1970 UTC
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
    // Somewhere between asking and hearing; what lies in between is no difference.
    ahead = told < asked ? told - asked : told > heard ? told - heard : 0;
  };
  await look();
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS).unref();
  closers.add('clock', async () => clearInterval(timer));
  return () => own() + ahead;
}
