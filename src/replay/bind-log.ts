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
 * Give the database another log: what was counted in the one before is forgotten, and the reconciler begins where this one does. A
 * reconciler that still reads the one before finds that out before it commits.
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
