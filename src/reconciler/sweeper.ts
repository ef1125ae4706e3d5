import { setTimeout as delay } from 'node:timers/promises';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import { withTransaction, type Pool, type PoolClient } from '../store/pool.ts';
import {
  findDueComponents,
  findNextChange,
  markOtherPolicies,
  putOff,
} from '../store/queries/find-due-components.ts';
import { lockComponents } from '../store/queries/lock-components.ts';
import { planByKey } from '../store/queries/plan-by-key.ts';
import { assessComponents } from './apply-batch.ts';
import { isTransient } from './is-transient.ts';

export interface SweeperOptions {
  pool: Pool;
  policy?: Policy;
  /** Milliseconds since 1970 UTC. */
  clock?: () => number;
  /** Told after each committed batch: how many statuses it changed. */
  onSwept?: (changes: number) => void;
  /** Told of failures; they hold no personal data. */
  onTrouble?: (error: unknown) => void;
}

export interface Sweeper {
  /** Finish the batch at hand. */
  stop(): Promise<void>;
}

/** Children whose statuses are looked at in one transaction. */
const BATCH = 1_000;
/** A status may change earlier than was known when the sweeper went to sleep. */
const NAP_MS = 1_000;
/** When to try again what could not be assessed. */
const PUT_OFF_MS = 3_600_000;
/** Of all processes one sweeps at a time: 'rollcall.sweeper'. */
const LOCK = 7_655_655_003;

/**
 * Wake up for deadlines that pass: a status says when it will cease to hold without news, and is then assessed again, as by a record
 * that says nothing. What ceased to hold during an outage is assessed once, as of now. Statuses by another policy
 * are assessed again too: a new one is in force once the sweeper has been through.
 */
export function startSweeper(options: SweeperOptions): Sweeper {
  const stopping = new AbortController();
  const running = run(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function run(options: SweeperOptions, signal: AbortSignal): Promise<void> {
  const { pool, policy = currentPolicy, clock = Date.now, onSwept, onTrouble } = options;
  let marked = false;
  while (!signal.aborted) {
    let nap = NAP_MS;
    try {
      if (!marked) await markOtherPolicies(pool, policy.version, new Date(clock()));
      marked = true;
      const { looked, changes } = await sweep(pool, policy, clock(), onTrouble);
      if (changes > 0) onSwept?.(changes);
      if (looked > 0) nap = 0;
      else {
        const next = await findNextChange(pool);
        if (next !== null) nap = Math.min(NAP_MS, Math.max(0, next.getTime() - clock()));
      }
    } catch (error) {
      onTrouble?.(error);
    }
    if (nap > 0) await delay(nap, undefined, { signal }).catch(() => {});
  }
}

/**
 * Assess one batch of children whose statuses no longer hold.
 * @returns how many components were looked at; none where another process sweeps
 */
export async function sweep(
  pool: Pool,
  policy: Policy,
  at: number,
  onTrouble?: (error: unknown) => void,
): Promise<{ looked: number; changes: number }> {
  const due = await findDueComponents(pool, new Date(at), BATCH);
  if (due.length === 0) return { looked: 0, changes: 0 };
  try {
    return await assessAgain(pool, due, policy, at);
  } catch (error) {
    if (isTransient(error)) throw error;
    onTrouble?.(error);
  }
  let changes = 0;
  for (const componentId of due) {
    try {
      changes += (await assessAgain(pool, [componentId], policy, at)).changes;
    } catch (error) {
      if (isTransient(error)) throw error;
      onTrouble?.(error);
      await putOff(pool, componentId, new Date(at + PUT_OFF_MS));
    }
  }
  return { looked: due.length, changes };
}

async function assessAgain(
  pool: Pool,
  componentIds: readonly string[],
  policy: Policy,
  at: number,
): Promise<{ looked: number; changes: number }> {
  return await withTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
      LOCK,
    ]);
    if (rows[0]?.mine !== true) return { looked: 0, changes: 0 };
    // As a batch of records does: a rebuild that is about to swap its tables in waits for both, and both for it.
    await tx.query('lock table consumer_offset in row exclusive mode');
    return await assessHeld(tx, componentIds, { policy, at, announce: true });
  });
}

async function assessHeld(
  tx: PoolClient,
  componentIds: readonly string[],
  options: { policy: Policy; at: number; announce: boolean },
): Promise<{ looked: number; changes: number }> {
  await planByKey(tx);
  const names = await lockComponents(tx, [...componentIds].sort());
  // One that another took in meanwhile was assessed with it.
  const held = componentIds.filter((id) => names.get(id) === id);
  const clusters = held.map((componentId) => ({ componentId, incoming: [], existing: true }));
  const { changes } = await assessComponents(tx, clusters, { ...options, reassess: true });
  return { looked: held.length, changes };
}

/** In the caller's transaction, assess every status again that no longer holds at a moment. */
export async function sweepWithin(
  tx: PoolClient,
  options: { policy: Policy; at: number; announce: boolean },
): Promise<void> {
  for (;;) {
    const due = await findDueComponents(tx, new Date(options.at), BATCH);
    if (due.length === 0 || (await assessHeld(tx, due, options)).looked === 0) return;
  }
}
