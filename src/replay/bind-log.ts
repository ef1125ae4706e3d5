import type { EventLog, LogIdentity } from '../log/event-log.ts';
import { isSameLog } from '../reconciler/bound-log.ts';
import { withTransaction, type Pool } from '../store/pool.ts';
import { bindLogAnew, readBoundLog, type BoundLog } from '../store/queries/bound-log.ts';

export interface Binding {
  /** Null: to none yet. */
  from: BoundLog | null;
  to: LogIdentity;
  /** Whether it is another one. */
  moves: boolean;
}

/**
 * Bind the database to another log. Offsets in the previous log are forgotten, and the reconciler begins at the start of this one. A
 * reconciler that is still reading the previous log notices before it commits.
 */
export async function bindLog(pool: Pool, log: EventLog, dryRun: boolean): Promise<Binding> {
  const to = await log.identity();
  return await withTransaction(pool, async (tx) => {
    if (!dryRun) await tx.query('lock table projection.consumer_offset in exclusive mode');
    const from = await readBoundLog(tx);
    const moves = from === null || !isSameLog(from, to);
    if (moves && !dryRun) await bindLogAnew(tx, to, from);
    return { from, to, moves };
  });
}
