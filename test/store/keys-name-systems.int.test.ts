import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { agencyIdOf, type Assertion } from '../../src/domain/case-file.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { caseFiles } from '../../src/reconciler/case-files.ts';
import { sweepAll } from '../../src/reconciler/sweeper.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPool, withTransaction, type Pool } from '../../src/store/pool.ts';
import { readChanges } from '../../src/store/queries/read-changes.ts';
import { messageSource, projectionOf, readProjection } from '../support/projection.ts';
import { record } from '../support/records.ts';
import { testDatabase } from '../support/services.ts';

const at = Date.parse('2026-01-01T00:00:00Z');
const [one, other] = [{ aNumber: 'A097950001' }, { aNumber: 'A097950002' }];
const records: Assertion[] = [
  record('hhs.placement', 'p1', { ids: one }),
  record('hhs.release', 'r1', { ids: one, data: { recordedAt: '2025-02-01T00:00:00.000Z' } }),
  record('ice.custody-transfer', 't1', { ids: other }),
];

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: Pool;
let before: string;
beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.url);
  before = await mkdtemp(join(tmpdir(), 'rollcall-before-'));
  await cp(new URL('../../src/store/migrations', import.meta.url), before, {
    recursive: true,
    filter: (path) => !/\/00(1[1-9]|[2-9])/.test(path),
  });
  await migrate(pool, pathToFileURL(`${before}/`));
  // What applies the records below is of today, and notes what 0014 and 0015 have room for.
  await pool.query(
    `alter table projection.consumer_offset add column last_offset bigint, add column last_at timestamptz;
     create table projection.overused_identifier (id text primary key)`,
  );
  await withTransaction(pool, (tx) =>
    applyMessages(tx, 'test', messageSource().batchOf(records), {
      policy: currentPolicy,
      at,
      announce: true,
    }),
  );
  await pool.query(
    `alter table projection.consumer_offset drop column last_offset, drop column last_at;
     drop table projection.overused_identifier`,
  );
  await asBefore();
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
  await rm(before, { recursive: true });
});

/** Keys and ids as they were made before keys named their system. */
async function asBefore(): Promise<void> {
  for (const { key } of records) {
    const ids = [aliasOf(key), aliasOf(agencyIdOf(key))];
    await pool.query('update projection.record set record_key = $2 where record_key = $1', [
      key,
      agencyIdOf(key),
    ]);
    await pool.query('update projection.identifier set id = $2 where id = $1', ids);
    for (const table of ['identifier', 'record', 'child_status'])
      await pool.query(`update projection.${table} set component_id = $2 where component_id = $1`, ids);
    for (const table of [
      'record',
      'child_status',
      'status_history',
      'obligation',
      'discrepancy',
      'accountability',
    ])
      await pool.query(`update projection.${table} set child_id = $2 where child_id = $1`, ids);
  }
  await pool.query(`update projection.child_status set policy_version = 'before'`);
}

it('keys of before get their system, and ids that were given out lead to the same children', async () => {
  expect(await migrate(pool)).toContain('0011_record_key_names_system');
  await sweepAll({ pool, clock: () => at });

  expect(await readProjection(pool)).toEqual(projectionOf(records, at));
  const { rows } = await pool.query('select id::text from projection.identifier');
  const ids = rows.map(({ id }: { id: string }) => id);
  expect(ids).toEqual(expect.arrayContaining(records.map(({ key }) => aliasOf(key))));
  const former = records.map(({ key }) => aliasOf(agencyIdOf(key)));
  for (const id of former) expect(ids).not.toContain(id);

  const [p1, , t1] = records.map(({ key }) => aliasOf(key));
  const reader = caseFiles(pool);
  for (const [n, to] of [p1, p1, t1].entries())
    expect(await reader.resolveAlias(former[n]!)).toEqual({ kind: 'moved', to });
  const moved = (await readChanges(pool, 0n, 100)).filter(({ kind }) => kind === 'redirected');
  expect(moved.map(({ childId, movedTo }) => [childId, movedTo])).toEqual(
    expect.arrayContaining([
      [former[0], p1],
      [former[2], t1],
    ]),
  );
});
