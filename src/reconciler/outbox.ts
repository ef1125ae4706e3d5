import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from '../store/pool.ts';
import { CHILD_STATUS_TOPIC } from '../contracts/topics.ts';
import type { EventLog, LogMessage } from '../log/event-log.ts';
import { withTransaction } from '../store/pool.ts';
import { markPublished, readUnpublished, type UnpublishedChange } from '../store/queries/read-unpublished.ts';

export interface Outbox {
  stop(): Promise<void>;
  /** There are new changes. */
  wake(): void;
}

/** Changes that go out at a time; of several of one child only the last does, since the topic keeps only the last. */
const STRETCH = 2_000;
/** A burst of changes of one child is one message, and publishing leaves room for reconciling. */
const PAUSE_MS = 100;
const IDLE_MS = 1_000;
/** Of all processes one publishes: 'rollcall.outbox'. */
const LOCK = 7_655_655_001;

/**
 * Publish changed statuses on the compacted topic `child-status.v1`, in the order of the feed, each at least once. How far it is
 * stands in the database; what was appended but not yet noted is appended again after a crash.
 */
export function startOutbox(options: {
  pool: Pool;
  log: EventLog;
  onTrouble?: (error: unknown) => void;
}): Outbox {
  const stopping = new AbortController();
  let rouse = () => {};
  const running = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const published = await publish(options).catch((error: unknown) => {
        options.onTrouble?.(error);
        return 0;
      });
      const nap = new AbortController();
      const woken = AbortSignal.any([nap.signal, stopping.signal]);
      if (published < STRETCH) {
        rouse = () => nap.abort();
        await delay(IDLE_MS, undefined, { signal: woken }).catch(() => {});
      }
      rouse = () => {};
      await delay(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  return {
    wake: () => rouse(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** One stretch of changes; returns how many went out. */
export async function publish({ pool, log }: { pool: Pool; log: EventLog }): Promise<number> {
  return await withTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
      LOCK,
    ]);
    if (rows[0]?.mine !== true) return 0;
    const { changes, lastSeq } = await readUnpublished(tx, STRETCH);
    if (lastSeq === null) return 0;
    await log.append(changes.map(messageOf));
    await markPublished(tx, lastSeq);
    return changes.length;
  });
}

function messageOf(change: UnpublishedChange): LogMessage {
  const redirected = change.kind === 'redirected' || change.doc === null;
  return {
    topic: CHILD_STATUS_TOPIC,
    key: change.childId,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: `${change.childId}:${change.etag ?? change.movedTo ?? 'gone'}`,
      ce_source: 'urn:us-gov:rollcall:reconciler',
      ce_type: redirected ? 'rollcall.child-redirect' : 'rollcall.child-status',
      ce_time: change.changedAt.toISOString(),
    },
    value: redirected ? JSON.stringify({ childId: change.childId, movedTo: change.movedTo }) : change.doc,
  };
}
