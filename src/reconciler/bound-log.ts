import { AppError } from '../contracts/errors.ts';
import type { EventLog, LogIdentity } from '../log/event-log.ts';
import type { Pool, PoolClient } from '../store/pool.ts';
import { bindLogOnce, readBoundLog, type BoundLog } from '../store/queries/bound-log.ts';

/** The consumer offsets count in another log than this process reads (docs/decisions/0028). */
export class OtherLogError extends AppError {
  override readonly name = 'OtherLogError';
  constructor(bound: Pick<LogIdentity, 'id'> & { kind: string }, found: LogIdentity) {
    super(
      'other-log',
      `this database belongs to the log ${logName(bound)}, and the settings name the log ${logName(found)}: give this process the ROLLCALL_LOG and ROLLCALL_KAFKA_BROKERS of the others; where the log is to move, stop all of them and see rollcall topics bind`,
      { details: { bound, found } },
    );
  }
}

/** Whatever else is known of either. */
export function isSameLog(a: Omit<BoundLog, 'moved'>, b: Omit<BoundLog, 'moved'>): boolean {
  return a.kind === b.kind && a.id === b.id;
}

export function logName({ kind, id }: Pick<LogIdentity, 'id'> & { kind: string }): string {
  return kind === 'kafka' ? `on Kafka (cluster ${id})` : `on Postgres (${id})`;
}

/**
 * See that the log is the one that the database's offsets count in; one that no process has used yet takes it.
 * @throws OtherLogError
 */
export async function bindOrRefuse(pool: Pool, log: EventLog): Promise<void> {
  const identity = await log.identity();
  if ((await readBoundLog(pool)) === null) await bindLogOnce(pool, identity);
  await refuseOtherLog(pool, identity);
}

/** @throws OtherLogError where the database has been given another log */
export async function refuseOtherLog(db: Pool | PoolClient, identity: LogIdentity): Promise<void> {
  const bound = await readBoundLog(db);
  if (bound !== null && !isSameLog(bound, identity))
    throw new OtherLogError({ kind: bound.kind, id: bound.id }, identity);
}
