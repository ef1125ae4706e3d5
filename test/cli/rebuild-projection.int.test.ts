import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { topics } from '../../src/contracts/topics.ts';
import { postgresLog } from '../../src/log/postgres/postgres-log.ts';
import { startReconciler } from '../../src/reconciler/reconciler.ts';
import { simulate } from '../../src/simulator/index.ts';
import type { Pool } from '../../src/store/pool.ts';
import { notCompared } from '../../src/store/queries/compare-projections.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageOf } from '../support/simulated-messages.ts';
import { until } from '../support/until.ts';
import { runInProcess } from './support/run-in-process.ts';

/** What may become of a table by a fault, and would not show in any other. */
const damages: Record<string, string[]> = {
  accountability: [
    'delete from accountability',
    'insert into accountability select * from accountability limit 1',
  ],
  child_status: [
    `update child_status set placement = 'in-custody' where child_id = (select min(child_id::text)::uuid from child_status where placement <> 'in-custody')`,
    `update child_status set component_id = gen_random_uuid() where child_id = (select min(child_id::text)::uuid from child_status)`,
  ],
  discrepancy: ['delete from discrepancy'],
  feed_hour: ['update feed_hour set conflicts = conflicts + 1'],
  identifier: [
    'delete from identifier where id in (select max(id::text)::uuid from identifier group by component_id)',
    `update identifier set component_id = (select max(component_id::text)::uuid from identifier)
     where id = (select min(id::text)::uuid from identifier where id <> component_id)`,
  ],
  obligation: ['delete from obligation', `update obligation set level = level + 1 where state = 'overdue'`],
  overused_event: [`insert into overused_event values ('urn:us-gov:hhs:test', 'never-sent')`],
  overused_identifier: [`insert into overused_identifier values ('orr:never-sent')`],
  record: [
    `update record set sender = 'nobody' where child_id is not null`,
    'delete from record where event_id = (select min(event_id) from record)',
  ],
  status_history: [
    'delete from status_history where valid_from > (select min(valid_from) from status_history)',
  ],
};

let database: MigratedDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  const log = postgresLog({ pool, clientId: 'test' });
  await log.applyTopics(topics);
  const messages = [...simulate({ children: 60, seed: 'damaged' })].map((sent) => messageOf(sent));
  await log.append(messages.filter((message) => message !== null));
  const reconciler = startReconciler({ log, pool });
  await caughtUp(pool, log);
  await reconciler.stop();
  await log.close();
  await pool.query('create schema kept');
  for (const table of Object.keys(damages))
    await pool.query(`create table kept.${table} as table projection.${table}`);
}, 400_000);
afterAll(() => database.close());

interface Said {
  code: number;
  outcome: { differing: Record<string, number>; swapped: boolean };
}
async function rebuild(...flags: string[]): Promise<Said> {
  const { code, stdout, stderr } = await runInProcess(['rebuild', '--json', ...flags], {
    ROLLCALL_DATABASE_URL: database.url,
  });
  if (stdout === '') throw new Error(stderr);
  return { code, outcome: JSON.parse(stdout) as Said['outcome'] };
}
async function harm(damage: string): Promise<void> {
  expect((await pool.query(damage)).rowCount).toBeGreaterThan(0);
}
const tablesOf = ({ outcome }: Said): string[] =>
  Object.entries(outcome.differing).flatMap(([table, rows]) => (rows === 0 ? [] : [table]));

it.each(Object.entries(damages).flatMap(([table, all]) => all.map((damage) => [table, damage] as const)))(
  'names %s alone after: %s',
  async (table, damage) => {
    await harm(damage);
    const dry = await rebuild('--dry-run');
    await pool.query(`truncate ${table}; insert into ${table} select * from kept.${table}`);
    expect({ code: dry.code, tables: tablesOf(dry) }).toEqual({ code: 3, tables: [table] });
  },
);

it('mends all of them at once, and then finds none that differs', async () => {
  for (const [first] of Object.values(damages)) await harm(first!);
  const mended = await rebuild();
  expect({ code: mended.code, tables: tablesOf(mended) }).toEqual({ code: 3, tables: Object.keys(damages) });
  expect(mended.outcome.swapped).toBe(true);
  const after = await rebuild('--dry-run');
  expect({ code: after.code, tables: tablesOf(after) }).toEqual({ code: 0, tables: [] });
});

it('compares every table of the projection, but those that are named with a reason', async () => {
  const { rows } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'projection'`,
  );
  const compared = Object.keys((await rebuild('--dry-run')).outcome.differing);
  expect(compared).toEqual(Object.keys(damages));
  expect([...compared, ...Object.keys(notCompared)].sort()).toEqual(rows.map(({ name }) => name).sort());
});

it('says for people what differs', async () => {
  await pool.query('delete from accountability');
  const { code, stdout } = await runInProcess(['rebuild', '--dry-run'], {
    ROLLCALL_DATABASE_URL: database.url,
  });
  expect(code).toBe(3);
  const shown = [...stdout.matchAll(/^rows of (\w+) that differ +(\d+)$/gm)];
  expect(shown.map(([, table]) => table)).toEqual(Object.keys(damages));
  expect(shown.flatMap(([, table, rows]) => (rows === '0' ? [] : [table]))).toEqual(['accountability']);
});

it('says of a database that goes away meanwhile that it does not answer', async () => {
  const holder = await pool.connect();
  try {
    await holder.query('begin; lock table projection.consumer_offset in access exclusive mode');
    const running = runInProcess(['rebuild', '--dry-run'], { ROLLCALL_DATABASE_URL: database.url });
    const gone = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'`;
    await until('the rebuild to wait', async () => ((await pool.query(gone)).rowCount ?? 0) > 0);
    const { code, stderr } = await running;
    expect({ code, said: stderr.trimEnd().split('\n').at(-1) }).toEqual({
      code: 69,
      said: expect.stringMatching(
        /^rollcall rebuild: the database or broker cannot answer now: .+ \(57P01\)$/,
      ),
    });
  } finally {
    await holder.query('rollback');
    holder.release();
  }
});
