import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from '../store/pool.ts';
import {
  ANNOUNCEMENT_SOURCE,
  type AnnouncementHeaders,
  type AnnouncementType,
  type ChildRedirect,
} from '../contracts/announcement.ts';
import { CHILD_STATUS_TOPIC } from '../contracts/topics.ts';
import { createBell } from '../log/bell.ts';
import type { EventLog, LogMessage } from '../log/event-log.ts';
import { withTransaction } from '../store/pool.ts';
import { planByKey } from '../store/queries/plan-by-key.ts';
import { markPublished, readUnpublished, type UnpublishedChange } from '../store/queries/read-unpublished.ts';
import { deleteNotices, readWaitingNotices, type WaitingNotice } from '../store/queries/take-notices.ts';

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
 * Publish changed statuses on the compacted topic `child-status.v1`, in the order of the feed, and notices to the owners of duties and
 * discrepancies, each at least once. How far it is stands in the database; what was appended but not yet noted is appended again after a crash.
 */
export function startOutbox(options: {
  pool: Pool;
  log: EventLog;
  onTrouble?: (error: unknown) => void;
}): Outbox {
  const stopping = new AbortController();
  const { signal } = stopping;
  const news = createBell();
  const running = run();

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const seen = news.count();
      const published = await publish(options).catch((error: unknown) => {
        options.onTrouble?.(error);
        return none;
      });
      const whole = published.changes === STRETCH || published.notices === STRETCH;
      if (!whole) await news.waitFrom(seen, IDLE_MS, signal);
      await delay(PAUSE_MS, undefined, { signal }).catch(() => {});
    }
  }

  return {
    wake: () => news.ring(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** One stretch of changes and one of notices; returns how many of each went out. */
export async function publish({
  pool,
  log,
}: {
  pool: Pool;
  log: EventLog;
}): Promise<{ changes: number; notices: number }> {
  return await withTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
      LOCK,
    ]);
    if (rows[0]?.mine !== true) return none;
    await planByKey(tx);
    const { changes, lastSeq } = await readUnpublished(tx, STRETCH);
    const notices = await readWaitingNotices(tx, STRETCH);
    if (lastSeq === null && notices.length === 0) return none;
    await log.append([...changes.map(statusMessage), ...notices.map(noticeMessage)]);
    if (lastSeq !== null) await markPublished(tx, lastSeq);
    if (notices.length > 0)
      await deleteNotices(
        tx,
        notices.map(({ seq }) => seq),
      );
    return { changes: changes.length, notices: notices.length };
  });
}

const none = { changes: 0, notices: 0 };

/** A number names each: sent again after a crash it is the same event, and one that comes to what was told before is another. */
function statusMessage({ seq, childId, kind, movedTo, changedAt, doc }: UnpublishedChange): LogMessage {
  const redirect: ChildRedirect = { childId, movedTo };
  const redirected = kind === 'redirected' || doc === null;
  const type = redirected ? 'rollcall.child-redirect' : 'rollcall.child-status';
  return {
    topic: CHILD_STATUS_TOPIC,
    key: childId,
    headers: headersOf(`change-${seq}`, type, changedAt),
    value: redirected ? JSON.stringify(redirect) : doc,
  };
}

function noticeMessage({ topic, key, type, payload, seq, createdAt }: WaitingNotice): LogMessage {
  return { topic, key, headers: headersOf(`notice-${seq}`, type, createdAt), value: payload };
}

function headersOf(id: string, type: AnnouncementType, at: Date): AnnouncementHeaders {
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: ANNOUNCEMENT_SOURCE,
    ce_type: type,
    ce_time: at.toISOString(),
  };
}
