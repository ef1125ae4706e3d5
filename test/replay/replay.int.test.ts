import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_TOPIC, topics } from '../../src/contracts/topics.ts';
import type { EventLog, LogMessage, Watermark } from '../../src/log/event-log.ts';
import { postgresLog } from '../../src/log/postgres/postgres-log.ts';
import { RECONCILER_GROUP, startReconciler, type Reconciler } from '../../src/reconciler/reconciler.ts';
import { REBUILD_CONNECTIONS, rebuild, rowsThatDiffer } from '../../src/replay/rebuild.ts';
import { rewind } from '../../src/replay/rewind.ts';
import { simulate } from '../../src/simulator/index.ts';
import { openPool, type Pool } from '../../src/store/pool.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageOf } from '../support/simulated-messages.ts';

const at = Date.parse('2026-09-30T12:00:00Z');

/** Everything that a rebuild must make again, without what depends on receipt. */
const contents = {
  statuses: 'select child_id, etag, doc, positions from projection.child_status order by 1',
  history: 'select * from projection.status_history order by child_id, valid_from',
  records: `select record_key, version, digest, source, event_id, sender, received_at, topic, partition, "offset", child_id, link_rule, data
    from projection.record order by record_key, source, event_id, digest`,
  obligations: 'select * from projection.obligation order by child_id, rule, owner, subject',
  discrepancies: 'select * from projection.discrepancy order by child_id, rule, subject',
  accountability: 'select * from projection.accountability order by child_id, measure, valid_from',
  findings: 'select child_id, findings from projection.child_status order by 1',
  notices: 'select payload from rollcall.notice order by seq',
  identifiers: 'select id from projection.identifier order by 1',
  deadLetters: 'select origin, code, field from rollcall.dead_letter order by 1',
};

async function snapshot(pool: Pool): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const [name, sql] of Object.entries(contents)) tables[name] = (await pool.query(sql)).rows;
  return tables;
}

/** Indexes and constraints of the live tables, and whether a crash would empty them. */
async function definitions(pool: Pool): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where connamespace = 'projection'::regnamespace
     union select indexname, indexdef from pg_indexes where schemaname = 'projection'
     union select relname, relpersistence::text from pg_class where relnamespace = 'projection'::regnamespace order by 1, 2`,
  );
  return rows;
}

describe('replay and rebuild', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  let log: EventLog;
  let reconciler: Reconciler;
  let live: Record<string, unknown[]>;

  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
    log = postgresLog({ pool, clientId: 'test' });
    await log.applyTopics(topics);
    const messages: LogMessage[] = [];
    for (const sent of simulate({ children: 300, seed: 'replay' })) {
      const message = messageOf(sent);
      if (message !== null) messages.push(message);
    }
    await log.append([
      { topic: DEAD_LETTER_TOPIC, key: 'x', headers: {}, value: '{}' },
      { topic: 'hhs.release.v1', key: 'x', headers: { ce_type: 'hhs.release' }, value: 'not json' },
    ]);
    reconciler = startReconciler({ log, pool, clock: () => at, maxMessages: 300 });
    for (let i = 0; i < messages.length; i += 500) await log.append(messages.slice(i, i + 500));
    await caughtUp(pool, log);
    live = await snapshot(pool);
  }, 400_000);

  afterAll(async () => {
    await reconciler.stop();
    await log.close();
    await database.close();
  });

  it('replays every topic from the beginning under a running reconciler and leaves the tables equal', async () => {
    const moves = await rewind({ pool, log, to: { kind: 'beginning' }, dryRun: true });
    expect(moves.every((move) => move.to === 0n)).toBe(true);
    expect(await snapshot(pool)).toEqual(live);
    await rewind({ pool, log, to: { kind: 'beginning' }, dryRun: false });
    await caughtUp(pool, log);
    expect(await snapshot(pool)).toEqual(live);
  }, 400_000);

  it('refuses a partition that the topic has not', async () => {
    const to = { kind: 'offset', offset: 0n } as const;
    await expect(
      rewind({ pool, log, to, topic: 'hhs.release.v1', partition: 77, dryRun: true }),
    ).rejects.toMatchObject({ code: 'no-such-partition' });
    const all = { pool, log, to: { kind: 'beginning' }, dryRun: true } as const;
    await expect(rewind({ ...all, partition: 77 })).rejects.toThrow('partition 77');
  });

  it('refuses an offset that is not kept, and takes the first at or after a time', async () => {
    const topic = 'hhs.release.v1';
    await expect(
      rewind({ pool, log, to: { kind: 'offset', offset: 999_999n }, topic, dryRun: false }),
    ).rejects.toMatchObject({
      code: 'offset-out-of-range',
    });
    const moves = await rewind({
      pool,
      log,
      to: { kind: 'time', time: new Date('2100-01-01') },
      topic,
      dryRun: true,
    });
    const ends = await log.watermarks(topic);
    expect(moves.map((move) => move.to)).toEqual(ends.map((end) => end.high));
    expect(moves.every((move) => move.skipped === 0n)).toBe(true);
  });

  it('takes a time never past what was not read yet; an offset it does, and says how many messages that skips', async () => {
    const topic = 'hhs.release.v1';
    const [{ partition, high }] = (await log.watermarks(topic)) as [Watermark];
    const unread = { consumer_group: RECONCILER_GROUP, topic, partition, next: String(high - 2n) };
    await reconciler.stop();
    try {
      await pool.query(
        'update consumer_offset set next_offset = $4 where consumer_group = $1 and topic = $2 and partition = $3',
        Object.values(unread),
      );
      const late = { kind: 'time', time: new Date('2100-01-01') } as const;
      const [byTime] = await rewind({ pool, log, to: late, topic, partition, dryRun: true });
      expect(byTime).toMatchObject({ from: high - 2n, to: high - 2n, skipped: 0n });
      const [byOffset] = await rewind({
        pool,
        log,
        to: { kind: 'offset', offset: high },
        topic,
        partition,
        dryRun: true,
      });
      expect(byOffset).toMatchObject({ to: high, skipped: 2n });
    } finally {
      reconciler = startReconciler({ log, pool, clock: () => at, maxMessages: 300 });
      await caughtUp(pool, log);
    }
  });

  it.each(['log', 'records'] as const)(
    'rebuilds from the %s beside the live tables, finds them equal and swaps',
    async (source) => {
      const made = await definitions(pool);
      const dry = await rebuild({ clock: () => at, pool, log, source, dryRun: true });
      expect([rowsThatDiffer(dry), dry.swapped]).toEqual([0, false]);
      expect(dry.compared).toBe(live['statuses']!.length);
      const outcome = await rebuild({ clock: () => at, pool, log, source, dryRun: false });
      expect([rowsThatDiffer(outcome), outcome.swapped]).toEqual([0, true]);
      const { statuses: _, ...rest } = await snapshot(pool);
      const { statuses: __, ...before } = live;
      expect(rest).toEqual(before);
      expect(await definitions(pool)).toEqual(made);
    },
    400_000,
  );

  it('changes nothing in a dry run, also where deadlines have passed that the sweeper has not seen yet', async () => {
    const before = await snapshot(pool);
    const later = (): number => at + 365 * 86_400_000;
    const dry = await rebuild({ clock: later, pool, log, source: 'log', dryRun: true });
    expect([rowsThatDiffer(dry), dry.swapped]).toEqual([0, false]);
    expect(await snapshot(pool)).toEqual(before);
  }, 400_000);

  it('finds and mends what was wrong in the live tables, and announces it', async () => {
    const { rows } = await pool.query<{ child_id: string }>(
      `update child_status set doc = replace(doc, '"links"', '"lnks"'), next_change_at = null
       where child_id in (select child_id from child_status order by 1 limit 1) returning child_id`,
    );
    const head = await pool.query<{ next: string }>('select next from rollcall.change_head');
    const outcome = await rebuild({ clock: () => at, pool, log, source: 'log', dryRun: false });
    expect([rowsThatDiffer(outcome), outcome.differing['child_status'], outcome.swapped]).toEqual([
      1,
      1,
      true,
    ]);
    const changes = await pool.query<{ child_id: string; changed: string }>(
      'select child_id, changed from rollcall.status_change where seq >= $1',
      [head.rows[0]!.next],
    );
    expect(changes.rows).toEqual([{ child_id: rows[0]!.child_id, changed: 'rebuilt' }]);
  }, 400_000);

  it.each(['read', 'assess', 'catch up'] as const)(
    'is one at a time: a second that comes while the first goes to %s is refused, and leaves the first alone',
    async (when) => {
      const options = { clock: () => at, pool, log, source: 'log', dryRun: true } as const;
      let second: Promise<unknown> | undefined;
      const first = rebuild({
        ...options,
        onProgress: (_, step) => {
          if (step === when) second ??= rebuild(options).catch((error: unknown) => error);
        },
      });
      expect(rowsThatDiffer(await first)).toBe(0);
      expect(await second).toMatchObject({ code: 'rebuild-running' });
    },
    400_000,
  );

  it('needs no more connections than it says, and gives all back where it is cut off', async () => {
    const few = openPool(database.url, { max: REBUILD_CONNECTIONS });
    const own = postgresLog({ pool: few, clientId: 'few' });
    for (const source of ['log', 'records'] as const) {
      const cut = new AbortController();
      const options = { clock: () => at, pool: few, log: own, source, dryRun: true };
      await expect(
        rebuild({
          ...options,
          signal: cut.signal,
          onProgress: (_, step) => {
            if (step === 'assess') cut.abort();
          },
        }),
      ).rejects.toMatchObject({ name: 'AbortError' });
      expect(few.idleCount).toBe(few.totalCount);
      expect(rowsThatDiffer(await rebuild(options))).toBe(0);
    }
    await own.close();
    await few.end();
  }, 400_000);

  it('goes on reconciling in the new tables after a swap', async () => {
    const messages = [...simulate({ children: 20, seed: 'after-swap', first: 5_000 })]
      .map((sent) => messageOf(sent))
      .filter((message) => message !== null);
    await log.append(messages);
    await caughtUp(pool, log);
    const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from child_status');
    expect(rows[0]!.n).toBeGreaterThan(live['statuses']!.length);
  }, 400_000);

  it('refuses a rebuild from a log whose retention has passed, and rebuilds from the records instead', async () => {
    const all = { clock: () => at, pool, log, source: 'log', dryRun: true } as const;
    for (const { partition, high } of await log.watermarks(DEAD_LETTER_TOPIC))
      await log.trim(DEAD_LETTER_TOPIC, partition, high);
    expect(rowsThatDiffer(await rebuild(all))).toBe(0);
    await log.trim('hhs.release.v1', 0, 1n);
    await expect(rebuild(all)).rejects.toMatchObject({
      code: 'log-trimmed',
    });
    const outcome = await rebuild({ clock: () => at, pool, log, source: 'records', dryRun: true });
    expect(rowsThatDiffer(outcome)).toBe(0);
  }, 400_000);
});
