import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from '../store/pool.ts';
import { assertionTopics, DEAD_LETTER_TOPIC, partitionName } from '../contracts/topics.ts';
import { currentPolicy, type Policy } from '../domain/policy.ts';
import {
  FencedError,
  type LogIdentity,
  type EventLog,
  type SubscribeOptions,
  type LogRecord,
  type PartitionBatch,
  type Subscription,
} from '../log/event-log.ts';
import { withTransaction } from '../store/pool.ts';
import { readPlaces } from '../store/queries/read-places.ts';
import { readConsumerOffsets } from '../store/queries/read-consumer-offsets.ts';
import { applyMessages, type AppliedBatch } from './apply-messages.ts';
import { applyOneByOne } from './apply-poison.ts';
import { refuseOtherLog } from './bound-log.ts';
import { LastApplied } from './last-applied.ts';
import { readAhead } from './read-ahead.ts';
import type { ReadMessage } from './read-message.ts';
import { isOfContent, isTransient, tookTooLong } from '../store/failures.ts';

export const RECONCILER_GROUP = 'rollcall.reconciler';

/** Every topic the reconciler applies. */
export const reconciledTopics: readonly string[] = [...assertionTopics, DEAD_LETTER_TOPIC];

/** The more come together, the fewer children are assessed twice; a transaction of so many takes about a second. */
const BATCH = 4_000;

export interface ReconcilerOptions {
  log: EventLog;
  pool: Pool;
  /** Members of the consumer group in this process; two keep both the database and the processor busy. */
  workers?: number;
  policy?: Policy;
  /** Milliseconds since 1970 UTC. */
  clock?: () => number;
  /** Messages a transaction takes at most. */
  maxMessages?: number;
  /** Told after each committed batch. */
  onApplied?: (applied: AppliedBatch) => void;
  /** Told of failures that are tried again; they hold no personal data. */
  onTrouble?: (error: unknown) => void;
}

export interface Reconciler {
  /** Finish the batches at hand and leave the group. */
  stop(): Promise<void>;
  /** Resolves with what ended a worker for good: a position outside what the log keeps, or a fault. Else it stays open. */
  fault: Promise<Error>;
}

/** Apply what comes in on the record topics until stopped. */
export function startReconciler(options: ReconcilerOptions): Reconciler {
  const stopping = new AbortController();
  let fail: (error: Error) => void = () => {};
  const fault = new Promise<Error>((resolve) => (fail = resolve));
  const takeTurns = turns();
  const workers = Array.from({ length: options.workers ?? 2 }, () =>
    work(options, takeTurns, stopping.signal).catch((error: unknown) => {
      if (!stopping.signal.aborted)
        fail(error instanceof Error ? error : new Error('a reconciler worker ended', { cause: error }));
    }),
  );
  return {
    fault,
    async stop() {
      stopping.abort();
      await Promise.all(workers);
    },
  };
}

type TakeTurns = <T>(work: () => Promise<T>) => Promise<T>;

/** One after the other, in the order asked for. */
function turns(): TakeTurns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

async function work(options: ReconcilerOptions, takeTurns: TakeTurns, signal: AbortSignal): Promise<void> {
  const { log, pool, maxMessages = BATCH } = options;
  /** Where this worker goes on, as far as it knows. */
  const places = new Map<string, bigint>();
  const lastApplied = new LastApplied(log);
  const start: SubscribeOptions['start'] = async (partitions) => {
    return await retrying(options, signal, async () => {
      const known = await readPlaces(pool, RECONCILER_GROUP);
      for (const [partition, { next }] of known) places.set(partition, next);
      return lastApplied.startsOf(partitions, known);
    });
  };
  const identity = await retrying(options, signal, () => log.identity());
  const subscription = await retrying(options, signal, () =>
    log.subscribe({ group: RECONCILER_GROUP, topics: reconciledTopics, start }),
  );
  const progress = progressNotes(subscription);
  try {
    while (!signal.aborted) {
      const polled = await retrying(options, signal, () =>
        subscription.poll({ maxMessages, maxWaitMs: 1_000, signal }),
      );
      const batches = lastApplied.newIn(polled);
      if (batches.length === 0) {
        await retrying(options, signal, () => followReplay(pool, subscription, places));
        continue;
      }
      const read = await readAhead(batches);
      // Batches of one moment name the same children: applied at once they would wait for each other in the database, so while one
      // worker's is applied the others read on.
      await retrying(options, signal, () =>
        takeTurns(() => apply(options, identity, subscription, batches, read)),
      );
      for (const batch of batches) places.set(partitionName(batch), batch.next);
      await progress.note(batches);
    }
    await progress.flush();
  } finally {
    await subscription.close();
  }
}

/** Nothing new came: has a replay moved the group elsewhere? */
async function followReplay(
  pool: Pool,
  subscription: Subscription,
  places: Map<string, bigint>,
): Promise<void> {
  const offsets = await readConsumerOffsets(pool, RECONCILER_GROUP);
  for (const held of subscription.assignment()) {
    const name = partitionName(held);
    const next = offsets.get(name);
    if (next === undefined || next === places.get(name)) continue;
    places.set(name, next);
    subscription.seek(held, next);
  }
}

async function apply(
  options: ReconcilerOptions,
  identity: LogIdentity,
  subscription: Subscription,
  batches: readonly PartitionBatch[],
  read: (message: LogRecord) => ReadMessage,
): Promise<void> {
  const settings = {
    read,
    policy: options.policy ?? currentPolicy,
    at: (options.clock ?? Date.now)(),
    announce: true,
  };
  try {
    const { elsewhere, ...applied } = await withTransaction(options.pool, async (tx) => {
      const done = await applyMessages(tx, RECONCILER_GROUP, batches, settings);
      // Last, when the offsets are held: who binds the database to another log waits for them, or was before us.
      await refuseOtherLog(tx, identity);
      return done;
    });
    for (const { next, ...partition } of elsewhere) subscription.seek(partition, next);
    options.onApplied?.(applied);
  } catch (error) {
    if (!tookTooLong(error) && !isOfContent(error)) throw error;
    await refuseOtherLog(options.pool, identity);
    options.onTrouble?.(error);
    const applied = await applyOneByOne(options.pool, RECONCILER_GROUP, batches, settings);
    options.onApplied?.(applied);
  }
}

/** Try again, later and later up to two seconds, until it works or the service stops. */
async function retrying<T>(
  options: ReconcilerOptions,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let wait = 50; ; wait = Math.min(2_000, wait * 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTransient(error) || signal.aborted) throw error;
      options.onTrouble?.(error);
      await delay(wait, undefined, { signal }).catch(() => {});
    }
  }
}

const NOTE_EVERY_MS = 2_000;

/** Tell the log how far the group is, for lag displays only, now and then. */
function progressNotes(subscription: Subscription) {
  const pending = new Map<string, PartitionBatch>();
  let last = Date.now();
  const flush = async () => {
    const next = [...pending.values()].map(({ topic, partition, next }) => ({
      topic,
      partition,
      offset: next,
    }));
    pending.clear();
    last = Date.now();
    if (next.length === 0) return;
    // A note that does not arrive costs a stale figure on a display; the offsets that count are in Postgres.
    await subscription.commit(next).catch((error: unknown) => {
      if (!(error instanceof FencedError) && !isTransient(error)) throw error;
    });
  };
  return {
    async note(batches: readonly PartitionBatch[]) {
      for (const batch of batches) pending.set(partitionName(batch), batch);
      if (Date.now() - last >= NOTE_EVERY_MS) await flush();
    },
    flush,
  };
}
