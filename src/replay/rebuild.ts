import { AppError } from '../contracts/errors.ts';
import { assertionTopics, partitionName } from '../contracts/topics.ts';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import type { EventLog, LogIdentity } from '../log/event-log.ts';
import { refuseOtherLog } from '../reconciler/bound-log.ts';
import { RECONCILER_GROUP, reconciledTopics } from '../reconciler/reconciler.ts';
import { sweepWithin } from '../reconciler/sweeper.ts';
import { inTransaction, RollbackFailed, type Pool, type PoolClient } from '../store/pool.ts';
import { addChanges, type NewChange } from '../store/queries/add-changes.ts';
import { readBoundLog } from '../store/queries/bound-log.ts';
import { readAppliedPlaces } from '../store/queries/read-applied-places.ts';
import { createStage } from '../store/queries/staged-records.ts';
import { compareProjections } from '../store/queries/compare-projections.ts';
import { createShadow, dropBefore, dropShadow, indexShadow, standIdle, swapShadow } from '../store/shadow.ts';
import { announceFindings } from './announce-findings.ts';
import { assembleStaged } from './assemble-staged.ts';
import { ShadowFeed } from './shadow-feed.ts';
import { stageStored } from './stage-stored.ts';

export interface RebuildOptions {
  pool: Pool;
  log: EventLog;
  /** `log`: the topics from their beginning; `records`: the record table, where a topic's retention has passed. */
  source: 'log' | 'records';
  /** Build and compare only. */
  dryRun: boolean;
  /** Records done so far in a step; 0 as it begins. */
  onProgress?: (records: number, step: RebuildStep) => void;
  signal?: AbortSignal;
  policy?: Policy;
  /** Milliseconds since 1970 UTC. */
  clock?: () => number;
}

/** Read and put in order; assess each child once with all its records; apply what came in the meantime. */
export type RebuildStep = 'read' | 'assess' | 'catch up';

export interface RebuildOutcome {
  records: number;
  /** Children in the live tables. */
  compared: number;
  /** Rows that differ, by table of the projection; all that are compared are named (store/queries/compare-projections.ts). */
  differing: Record<string, number>;
  swapped: boolean;
}

/** Rows of all tables that differ. */
export function rowsThatDiffer({ differing }: RebuildOutcome): number {
  return Object.values(differing).reduce((sum, rows) => sum + rows, 0);
}

/** Of all processes one rebuilds at a time: 'rollcall.rebuild'. */
const LOCK = 7_655_655_002;

/** Connections that a rebuild holds at once (the lock, the feed, a reader, two writers), and some for the log. */
export const REBUILD_CONNECTIONS = 8;

/**
 * Build all projections anew beside the live ones, from what agencies said; compare; swap. Readers and the reconciler keep running,
 * except that the reconciler waits during the comparison and the swap. Children whose status differs are announced in the change feed.
 * Interrupted at any moment, it leaves the live tables as they were.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildOutcome> {
  const guard = await options.pool.connect();
  let broken: Error | undefined;
  try {
    const { rows } = await guard.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK]);
    if (rows[0]?.mine !== true)
      throw new AppError('rebuild-running', 'another rebuild is running; wait for it to end');
    try {
      await standIdle(guard);
      return await rebuildAlone(options, guard);
    } finally {
      await guard.query('reset idle_in_transaction_session_timeout').catch(() => {});
      await guard.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {});
    }
  } catch (error) {
    if (!(error instanceof RollbackFailed)) throw error;
    broken = error;
    throw error.cause;
  } finally {
    guard.release(broken);
  }
}

async function rebuildAlone(options: RebuildOptions, guard: PoolClient): Promise<RebuildOutcome> {
  const { pool, log, policy = currentPolicy, clock = Date.now } = options;
  const settings = { policy, clock };
  const done = { read: 0, assess: 0, 'catch up': 0 };
  let step: RebuildStep;
  const begin = (next: RebuildStep): void => {
    step = next;
    options.onProgress?.(0, step);
  };
  const count = (more: number): void => {
    done[step] += more;
    options.onProgress?.(done[step], step);
  };
  const identity = await log.identity();
  if (options.source === 'log') {
    await refuseMovedLog(pool);
    await refuseTrimmedLog(log);
  }
  /** Places of records that can't be stored. They are found only by trying; then everything is built again without them. */
  const leftOut = new Set<string>();
  const assembled = async (): Promise<ShadowFeed | null> => {
    Object.assign(done, { read: 0, assess: 0 });
    await createShadow(pool);
    await createStage(pool);
    begin('read');
    if (options.source === 'records') await stageStored(pool, count, options.signal);
    const feed = await ShadowFeed.open(pool, log, settings, count);
    let whole = false;
    try {
      await feed.stageUpTo(await appliedPlaces(pool, log), leftOut, options.signal);
      begin('assess');
      const failed = await assembleStaged(pool, settings, count, options.signal);
      for (const place of failed) leftOut.add(place);
      whole = failed.size === 0;
    } finally {
      if (!whole) await feed.close();
    }
    return whole ? feed : null;
  };
  try {
    let feed = await assembled();
    while (feed === null) feed = await assembled();
    try {
      await indexShadow(pool);
      begin('catch up');
      // What came since, so that little is left for when the reconciler waits.
      await feed.applyUpTo(await appliedPlaces(pool, log), options.signal);
      const outcome = await finish(options, guard, feed, identity);
      return { records: done.read + done['catch up'], ...outcome };
    } finally {
      await feed.close();
    }
  } finally {
    await dropShadow(pool);
  }
}

/**
 * While the reconciler waits: read the rest, compare, swap.
 * @param guard the connection that holds the rebuild's lock. The swap is in its transaction, so it can't happen if that lock is lost.
 */
async function finish(
  { pool, log, dryRun, signal, policy = currentPolicy, clock = Date.now }: RebuildOptions,
  guard: PoolClient,
  feed: ShadowFeed,
  identity: LogIdentity,
): Promise<Omit<RebuildOutcome, 'records'>> {
  const outcome = await inTransaction(guard, async (tx) => {
    await tx.query('lock table projection.consumer_offset in exclusive mode');
    await refuseOtherLog(tx, identity);
    await feed.applyUpTo(await appliedPlaces(tx, log), signal);
    signal?.throwIfAborted();
    // Both as of one moment, so that they differ only by what the records, or the rules, make of it.
    const at = clock();
    await feed.assessAt(at);
    await tx.query('savepoint before_sweep');
    await sweepWithin(tx, { policy, at, announce: true });
    const difference = await compareProjections(tx);
    if (dryRun) {
      await tx.query('rollback to savepoint before_sweep');
    } else {
      await announce(tx, difference.statuses, (id) => feed.leadsTo(id));
      await announceFindings(tx, policy);
      await swapShadow(tx);
    }
    return { compared: difference.children, differing: difference.rows, swapped: !dryRun };
  });
  if (outcome.swapped) await dropBefore(pool);
  return outcome;
}

async function announce(
  tx: PoolClient,
  differing: ReadonlyArray<{ live: string | null; shadow: string | null }>,
  leadsTo: (goneId: string) => Promise<string | null>,
): Promise<void> {
  const { rows } = await tx.query<{ child_id: string; etag: string }>(
    'select child_id, etag from rebuild.child_status where child_id = any($1::uuid[])',
    [differing.map((one) => one.shadow).filter((id) => id !== null)],
  );
  const etags = new Map(rows.map((row) => [row.child_id, row.etag]));
  const changes: NewChange[] = [];
  for (const { live, shadow } of differing) {
    const changed = live === null ? 'new' : 'rebuilt';
    changes.push(
      shadow === null
        ? { childId: live!, kind: 'redirected', etag: null, movedTo: await leadsTo(live!), changed }
        : { childId: shadow, kind: 'changed', etag: etags.get(shadow)!, movedTo: null, changed },
    );
  }
  await addChanges(tx, changes);
}

async function appliedPlaces(db: Pool | PoolClient, log: EventLog): Promise<Map<string, bigint>> {
  const ends = new Map<string, bigint>();
  for (const topic of reconciledTopics)
    for (const { partition, high } of await log.watermarks(topic))
      ends.set(partitionName({ topic, partition }), high);
  return await readAppliedPlaces(db, RECONCILER_GROUP, ends);
}

async function refuseMovedLog(pool: Pool): Promise<void> {
  if ((await readBoundLog(pool))?.moved !== true) return;
  throw new AppError(
    'log-moved',
    'the database had another log before this one (rollcall topics bind), so this one alone would lose records; rebuild --from records',
  );
}

async function refuseTrimmedLog(log: EventLog): Promise<void> {
  // What is no record is in the tables that a rebuild leaves as they are.
  for (const topic of assertionTopics) {
    for (const { partition, low } of await log.watermarks(topic)) {
      if (low === 0n) continue;
      throw new AppError(
        'log-trimmed',
        `${partitionName({ topic, partition })} begins at ${low}: its retention has passed, so the log alone would lose records; rebuild --from records`,
        { details: { topic, partition, low: String(low) } },
      );
    }
  }
}
