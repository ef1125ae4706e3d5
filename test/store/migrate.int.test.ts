import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { migrate, pendingMigrations } from '../../src/store/migrate.ts';
import { openPool } from '../../src/store/pool.ts';
import { testDatabase } from '../support/services.ts';

describe('migrate', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: Pool;
  let folder: string;
  const put = (name: string, sql: string) => writeFile(join(folder, name), sql);
  const url = () => pathToFileURL(`${folder}/`);

  beforeEach(async () => {
    database = await testDatabase();
    pool = openPool(database.url);
    folder = await mkdtemp(join(tmpdir(), 'rollcall-migrations-'));
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('installs every migration of the service, and does no harm the second time', async () => {
    const before = await pendingMigrations(pool);
    expect(before).toContain('0001_spine');
    expect(await migrate(pool)).toEqual(before);
    expect(await pendingMigrations(pool)).toEqual([]);
    expect(await migrate(pool)).toEqual([]);
  });

  it('may be called by several processes at once', async () => {
    const pools = [openPool(database.url), openPool(database.url), openPool(database.url)];
    const applied = await Promise.all(pools.map((each) => migrate(each)));
    expect(applied.flat().toSorted()).toEqual([...new Set(applied.flat())].toSorted());
    expect(applied.flat()).toContain('0001_spine');
    await Promise.all(pools.map((each) => each.end()));
  });

  it('applies what is new, in order', async () => {
    await put('0001_one.sql', 'create table one (id integer)');
    expect(await migrate(pool, url())).toEqual(['0001_one']);
    await put('0002_two.sql', 'alter table one add column two integer');
    await put('0003_three.sql', 'alter table one rename column two to three');
    await put('notes.txt', 'not a migration');
    expect(await migrate(pool, url())).toEqual(['0002_two', '0003_three']);
  });

  it('leaves nothing behind of one that fails, and keeps those before it', async () => {
    await put('0001_one.sql', 'create table one (id integer)');
    await put('0002_two.sql', 'create table two (id integer); select no_such_function()');
    await expect(migrate(pool, url())).rejects.toThrow('no_such_function');
    expect(await pendingMigrations(pool, url())).toEqual(['0002_two']);
    const { rows } = await pool.query(
      `select to_regclass('public.two') as two, to_regclass('public.one') is null as one`,
    );
    expect(rows).toEqual([{ two: null, one: false }]);
  });

  it('refuses an edited one', async () => {
    await put('0001_one.sql', 'create table one (id integer)');
    await migrate(pool, url());
    await put('0001_one.sql', 'create table one (id bigint)');
    await expect(migrate(pool, url())).rejects.toMatchObject({ code: 'migration-changed' });
    await expect(pendingMigrations(pool, url())).rejects.toMatchObject({ code: 'migration-changed' });
  });

  it('refuses a database that a newer version migrated', async () => {
    await put('0001_one.sql', 'create table one (id integer)');
    await put('0002_two.sql', 'create table two (id integer)');
    await migrate(pool, url());
    await rm(join(folder, '0002_two.sql'));
    await expect(migrate(pool, url())).rejects.toMatchObject({ code: 'database-newer' });
  });
});
