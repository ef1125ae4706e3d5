import { setTimeout as delay } from 'node:timers/promises';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import { checkSchema } from '../store/migrate.ts';
import { withTransaction, type Pool, type PoolClient } from '../store/pool.ts';
import { addChanges } from '../store/queries/add-changes.ts';
import {
  findNextChange,
  holdDueComponents,
  markOtherPolicies,
  putInForce,
  putOff,
} from '../store/queries/due-components.ts';
import { lockComponents } from '../store/queries/lock-components.ts';
import { planByKey } from '../store/queries/plan-by-key.ts';
import { assessComponents } from './apply-batch.ts';
import { isOfContent } from '../store/failures.ts';

export interface SweeperOptions {
  pool: Pool;
  policy?: Policy;
  /** Milliseconds since 1970 UTC. */
  clock?: () => number;
  /** Milliseconds between looks for statuses by other policies. */
  policyBeatMs?: number;
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
const BATCH = 500;
/** Transactions at a time: while one is being written, another assesses. */
const LANES = 2;
/** A status may change earlier than was known when the sweeper went to sleep. */
const NAP_MS = 1_000;
/** When to try again what could not be assessed. */
const PUT_OFF_MS = 3_600_000;
/** A process of another version may have written meanwhile; the look reads the whole table. */
const POLICY_BEAT_MS = 600_000;
/** What is due is held by others. */
const BUSY_MS = 100;

/**
 * Wake up for deadlines that pass: a status says when it will cease to hold without news, and is then assessed again, as by a record
 * that says nothing. What ceased to hold during an outage is assessed once, as of now. Statuses by another policy
 * are assessed again too: a new one, that of the sweeper that began last, is in force once it has been through.
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
  const { pool, policy = currentPolicy, clock = Date.now, onTrouble } = options;
  const { policyBeatMs = POLICY_BEAT_MS } = options;
  let marked: number | null = null;
  while (!signal.aborted) {
    let nap = NAP_MS;
    try {
      if (marked === null) await putInForce(pool, policy.version);
      if (marked === null || performance.now() - marked >= policyBeatMs) {
        await markOtherPolicies(pool, policy.version, new Date(clock()));
        marked = performance.now();
      }
      await sweepAll(options, signal);
      const next = await findNextChange(pool);
      if (next !== null) nap = Math.min(NAP_MS, Math.max(BUSY_MS, next.getTime() - clock()));
    } catch (error) {
      onTrouble?.(error);
    }
    await delay(nap, undefined, { signal }).catch(() => {});
  }
}

/**
 * Assess children whose statuses no longer hold until there is none, or all that there are are held by others.
 * @returns how many components were looked at
 */
export async function sweepAll(options: SweeperOptions, signal?: AbortSignal): Promise<number> {
  const { pool, policy = currentPolicy, clock = Date.now, onSwept, onTrouble } = options;
  let all = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      if (signal?.aborted === true) return;
      const { looked, changes } = await sweep(pool, policy, clock(), onTrouble);
      if (looked === 0) return;
      all += looked;
      if (changes > 0) onSwept?.(changes);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
  return all;
}

/**
 * Assess one batch of children whose statuses no longer hold.
 * @returns how many components were looked at; none where all that there are are held by others
 */
export async function sweep(
  pool: Pool,
  policy: Policy,
  at: number,
  onTrouble?: (error: unknown) => void,
): Promise<Swept> {
  const options = { policy, at, announce: true };
  let due: string[] = [];
  try {
    return await sweeping(pool, async (tx) => {
      due = await holdDueComponents(tx, new Date(at), BATCH);
      return await assessHeld(tx, due, options);
    });
  } catch (error) {
    if (!isOfContent(error)) throw error;
    onTrouble?.(error);
  }
  let changes = 0;
  for (const componentId of due) {
    try {
      changes += (
        await sweeping(pool, async (tx) => {
          // One that another took in meanwhile was assessed with it.
          const into = (await lockComponents(tx, [componentId])).get(componentId);
          return await assessHeld(tx, into === componentId ? [componentId] : [], options);
        })
      ).changes;
    } catch (error) {
      if (!isOfContent(error)) throw error;
      onTrouble?.(error);
      await putOff(pool, componentId, { at: new Date(at), until: new Date(at + PUT_OFF_MS) });
    }
  }
  return { looked: due.length, changes };
}

/** How many components were looked at, and how many statuses changed. */
interface Swept {
  looked: number;
  changes: number;
}

async function sweeping(pool: Pool, work: (tx: PoolClient) => Promise<Swept>): Promise<Swept> {
  return await withTransaction(pool, async (tx) => {
    // As a batch of records does: a rebuild that is about to swap its tables in waits for both, and both for it.
    await tx.query('lock table consumer_offset in row exclusive mode');
    await checkSchema(tx);
    await planByKey(tx);
    return await work(tx);
  });
}

async function assessHeld(
  tx: PoolClient,
  componentIds: readonly string[],
  options: { policy: Policy; at: number; announce: boolean },
): Promise<Swept> {
  const clusters = componentIds.map((componentId) => ({ componentId, incoming: [], existing: true }));
  const { changes } = await assessComponents(tx, clusters, { ...options, reassess: true });
  if (options.announce) await addChanges(tx, changes);
  return { looked: componentIds.length, changes: changes.length };
}

/** In the caller's transaction, assess every status again that no longer holds at a moment. */
export async function sweepWithin(
  tx: PoolClient,
  options: { policy: Policy; at: number; announce: boolean },
): Promise<void> {
  await planByKey(tx);
  for (;;) {
    const due = await holdDueComponents(tx, new Date(options.at), BATCH);
    if (due.length === 0) return;
    await assessHeld(tx, due, options);
  }
}
