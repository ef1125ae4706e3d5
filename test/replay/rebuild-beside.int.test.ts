import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '../../src/contracts/topics.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
import { MOST_COMPANIONS } from '../../src/domain/identity/overused-ids.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import type { EventLog } from '../../src/log/event-log.ts';
import { postgresLog } from '../../src/log/postgres/postgres-log.ts';
import { caseFiles } from '../../src/reconciler/case-files.ts';
import { withKnownAt } from '../../src/reconciler/known-at.ts';
import { startReconciler } from '../../src/reconciler/reconciler.ts';
import { REBUILD_CONNECTIONS, rebuild, rowsThatDiffer } from '../../src/replay/rebuild.ts';
import { rewind } from '../../src/replay/rewind.ts';
import { simulate } from '../../src/simulator/index.ts';
import { openPool, type Pool } from '../../src/store/pool.ts';
import { countAccountability } from '../../src/store/queries/count-accountability.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageFor, record } from '../support/records.ts';
import { messageOf } from '../support/simulated-messages.ts';
import { until } from '../support/until.ts';

const at = Date.parse('2026-09-30T12:00:00Z');

let database: MigratedDatabase;
let pool: Pool;
let log: EventLog;

beforeEach(async () => {
  database = await migratedDatabase();
  pool = openPool(database.url, { max: 20 });
  log = postgresLog({ pool, clientId: 'test' });
  await log.applyTopics(topics);
});
afterEach(async () => {
  await log.close();
  await pool.end();
  await database.close();
});

async function reconcileAll(): Promise<void> {
  const reconciler = startReconciler({ log, pool, clock: () => at });
  await caughtUp(pool, log);
  await reconciler.stop();
}

async function tell(children: number): Promise<void> {
  const messages = [...simulate({ children, seed: 'beside' })]
    .map((sent) => messageOf(sent))
    .filter((one) => one !== null);
  await log.append(messages);
  await reconcileAll();
}

const childIds = async (): Promise<string[]> =>
  (
    await pool.query<{ id: string }>('select child_id as id from projection.child_status order by 1')
  ).rows.map(({ id }) => id);

describe('a rebuild', () => {
  it.each(['log', 'records'] as const)(
    'from %s holds what the live tables hold, also where a replay has just begun',
    async (source) => {
      await tell(60);
      const before = await childIds();
      const seq = 'select max(seq)::int as seq from rollcall.status_change';
      const told = (await pool.query<{ seq: number }>(seq)).rows;
      await rewind({ pool, log, to: { kind: 'beginning' }, dryRun: false });
      const outcome = await rebuild({ pool, log, source, dryRun: false, clock: () => at });
      expect(outcome.swapped).toBe(true);
      expect(rowsThatDiffer(outcome)).toBe(0);
      expect(await childIds()).toEqual(before);
      expect((await pool.query(seq)).rows).toEqual(told);
      // It stands where the replay would have come to.
      await reconcileAll();
      expect(await childIds()).toEqual(before);
    },
    400_000,
  );

  it('says where an id leads that it gives to no child', async () => {
    const records = [
      record('hhs.placement', 'p1', { ids: { orrId: 'o1' } }),
      record('hhs.release', 'r1', { ids: { orrId: 'o1' } }),
    ];
    await log.append(records.map((one) => messageFor(one)));
    await reconcileAll();
    const [right] = await childIds();
    const other = records.map(({ key }) => aliasOf(key)).find((id) => id !== right)!;
    // As an earlier rule for ids would have left it.
    for (const table of [
      'child_status',
      'status_history',
      'obligation',
      'discrepancy',
      'accountability',
      'record',
    ])
      await pool.query(`update ${table} set child_id = $1`, [other]);
    await pool.query('delete from rollcall.status_change');
    await rebuild({ pool, log, source: 'log', dryRun: false, clock: () => at });
    const { rows } = await pool.query('select child_id, kind, moved_to from rollcall.status_change');
    expect(rows).toContainEqual({ child_id: other, kind: 'redirected', moved_to: right });
    expect(rows).toContainEqual({ child_id: right, kind: 'changed', moved_to: null });
  });

  it('passes over what the reconciler could not store either, and names what is new to it', async () => {
    const child = (n: number) => [
      record('hhs.placement', `p${n}`, { ids: { orrId: `o${n}` } }),
      record('hhs.release', `r${n}`, { ids: { orrId: `o${n}` } }),
    ];
    const refuse = async (key: string): Promise<unknown> =>
      await pool.query(
        `alter table projection.record add constraint "not ${key}" check (record_key <> '${key}') not valid`,
      );
    await refuse('hhs.release/r2@hhs:test');
    await log.append([1, 2, 3].flatMap(child).map((one) => messageFor(one)));
    await reconcileAll();
    const before = await childIds();
    const again = { pool, log, source: 'log', dryRun: false, clock: () => at } as const;
    const found = await rebuild(again);
    expect(Object.entries(found.differing).filter(([, rows]) => rows > 0)).toEqual([]);
    expect(await childIds()).toEqual(before);

    await refuse('hhs.placement/p3@hhs:test');
    await expect(rebuild(again)).rejects.toMatchObject({
      code: 'not-rebuilt',
      message: expect.stringMatching(/hhs\.placement\.v1\/\d+\/\d+/),
    });
    expect(await childIds()).toEqual(before);
  });

  it('takes what is wrong with the database for no fault of a record', async () => {
    await tell(5);
    await pool.query(
      `create function public.not_granted(text) returns boolean language plpgsql as $$
         begin raise exception 'permission denied' using errcode = '42501'; end $$;
       alter table projection.record add constraint granted check (public.not_granted(record_key)) not valid`,
    );
    const failed = rebuild({ pool, log, source: 'log', dryRun: true, clock: () => at });
    await expect(failed).rejects.toMatchObject({ code: '42501' });
  });

  it.each(['log', 'records'] as const)(
    'from %s finds and tells nothing where others met in one component by an overused event or id',
    async (source) => {
      const many = MOST_COMPANIONS + 2;
      for (const half of [0, many]) {
        const strangers = Array.from({ length: many }, (_, n) => [
          record('hhs.placement', `p${half + n}`, { ids: { orrId: `o${half + n}` }, eventId: 'crowd' }),
          record('hhs.release', `r${half + n}`, {
            ids: { orrId: 'BATCH-7', aNumber: `A077777${half + n + 100}` },
          }),
        ]).flat();
        await log.append(strangers.map((one) => messageFor(one)));
        await reconcileAll();
      }
      const together = async (): Promise<string> => {
        const { rows } = await pool.query<{ keys: string }>(
          `select string_agg(record_key, ' ' order by record_key) as keys from projection.record
           group by component_id order by count(*) desc limit 1`,
        );
        return rows[0]!.keys;
      };
      const seq = 'select max(seq)::int as seq from rollcall.status_change';
      const [before, told] = [await together(), (await pool.query(seq)).rows];
      // The record table is read as it lies: one that is written again lies behind all others.
      await pool.query('update projection.record set sender = sender where record_key = $1', [
        before.slice(0, before.indexOf(' ')),
      ]);
      const outcome = await rebuild({ pool, log, source, dryRun: false, clock: () => at });
      expect(await together()).not.toBe(before);
      expect(Object.entries(outcome.differing).filter(([, rows]) => rows > 0)).toEqual([]);
      expect((await pool.query(seq)).rows).toEqual(told);
    },
    400_000,
  );

  it('leaves it known of whom answers told, where it parts what an id joined until it was overused', async () => {
    const ids = { orrId: 'BATCH-7' };
    const numbered = (n: number) =>
      record('hhs.placement', `p${n}`, { ids: { ...ids, aNumber: `A0777777${n + 10}` } });
    const [stays, tied] = [numbered(0), record('hhs.release', 'r', { ids })];
    await log.append([stays, tied].map((one) => messageFor(one, '2026-01-01T00:00:00.000Z')));
    await reconcileAll();
    const others = Array.from({ length: MOST_COMPANIONS + 10 }, (_, n) => numbered(n + 1));
    await log.append(others.map((one) => messageFor(one, '2026-02-01T00:00:00.000Z')));
    await reconcileAll();
    const isTold = async (day: string): Promise<boolean> => {
      const found = await caseFiles(pool).readAccounting(aliasOf(tied.key));
      if (found.kind !== 'accounting') throw new Error(found.kind);
      const id = aliasOf(stays.key);
      return found.ids.includes(id) && found.isOf({ id, at: new Date(day), knownAt: null });
    };
    const componentsOf = 'select distinct component_id from projection.record where record_key = any($1)';
    const components = async () => (await pool.query(componentsOf, [[stays.key, tied.key]])).rows.length;
    expect([await components(), await isTold('2026-01-05'), await isTold('2026-02-03')]).toEqual([
      1,
      true,
      false,
    ]);
    await rebuild({ pool, log, source: 'log', dryRun: false, clock: () => at });
    expect([await components(), await isTold('2026-01-05'), await isTold('2026-02-03')]).toEqual([
      2,
      true,
      false,
    ]);
  });

  it('ends without a swap where the connection is lost that kept others from rebuilding', async () => {
    await tell(20);
    const before = await childIds();
    const cutOff = async (): Promise<void> => {
      await pool.query(
        `select pg_terminate_backend(pid) from pg_locks
         where locktype = 'advisory' and objid = 3360687706 and pid <> pg_backend_pid()
           and database = (select oid from pg_database where datname = current_database())`,
      );
    };
    let cut: Promise<void> | undefined;
    const failed = rebuild({
      pool,
      log,
      source: 'log',
      dryRun: false,
      clock: () => at,
      onProgress: (_records, step) => {
        if (step === 'assess') cut ??= cutOff();
      },
    });
    await expect(failed).rejects.toThrow();
    await cut;
    expect(await childIds()).toEqual(before);
  });

  it('gives back its connections where it cannot leave its group', async () => {
    const own = openPool(database.url, { max: REBUILD_CONNECTIONS });
    const stuck: EventLog = {
      ...log,
      subscribe: async (options) => ({
        ...(await log.subscribe(options)),
        close: () => Promise.reject(new Error('nobody answers')),
      }),
    };
    const failed = rebuild({ pool: own, log: stuck, source: 'log', dryRun: true });
    await expect(failed).rejects.toThrow('nobody answers');
    const [idle, total] = [own.idleCount, own.totalCount];
    await log.close();
    expect(idle).toBe(total);
    await own.end();
  });

  it('that swaps while somebody looks at what was known then makes them look again', async () => {
    await tell(60);
    const since = new Date('2100-01-01T00:00:00Z'); // nothing came since
    let looks = 0;
    let swapping: Promise<unknown> | undefined;
    const counted = async (tx: Pick<Pool, 'query'>): Promise<string[]> =>
      (await countAccountability(tx, new Date(at), true)).map((group) => JSON.stringify(group)).sort();
    const look = async () =>
      await withKnownAt(pool, since, currentPolicy, async ({ tx }) => {
        looks += 1;
        if (swapping !== undefined || looks === 1) return await counted(tx);
        swapping = rebuild({ pool, log, source: 'log', dryRun: false, clock: () => at });
        await until('the swap', async () => {
          const { rows } = await pool.query(`select from pg_namespace where nspname = 'projection_before'`);
          return rows.length > 0;
        });
        return await counted(tx);
      });
    const quiet = await look();
    expect(quiet.length).toBeGreaterThan(0);
    expect(await look()).toEqual(quiet);
    expect(looks).toBe(3);
    await swapping;
  });
});
