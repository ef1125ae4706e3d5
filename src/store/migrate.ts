import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { AppError } from '../contracts/errors.ts';
import { UNLIMITED, withTransaction } from './pool.ts';

/** Where the migrations lie: beside this file, in `src` and in `dist` alike. */
const FOLDER = new URL('./migrations/', import.meta.url);
/** Any number that no other part of the database uses for an advisory lock. */
const LOCK = 7_265_011;

interface Migration {
  /** `NNNN_name`, the file's name without `.sql`. */
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Bring the database up to date: each `migrations/NNNN_name.sql` not yet applied, in order, each in a transaction of
 * its own. Forward only. Several processes may call it at once; one does the work, the others find it done.
 * @returns names of the migrations this call applied.
 * Throws AppError `migration-changed` where an applied file was edited since, `database-newer` where the database
 * holds migrations this binary does not know.
 */
export async function migrate(pool: pg.Pool, folder: URL = FOLDER): Promise<string[]> {
  const files = await readMigrations(folder);
  const done: string[] = [];
  for (;;) {
    const applied = await withTransaction(pool, (client) => applyNext(client, files));
    if (applied === null) return done;
    done.push(applied);
  }
}

/** Names of the migrations `migrate` would apply, in order; changes nothing, and throws as `migrate` does. */
export async function pendingMigrations(pool: pg.Pool, folder: URL = FOLDER): Promise<string[]> {
  const files = await readMigrations(folder);
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('public.rollcall_migration') is not null as there`,
  );
  return pending(files, rows[0]?.there ? await readApplied(pool) : new Map()).map((file) => file.name);
}

async function applyNext(client: pg.PoolClient, files: readonly Migration[]): Promise<string | null> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
  await client.query(
    `create table if not exists public.rollcall_migration (
       name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
  );
  const [next] = pending(files, await readApplied(client));
  if (!next) return null;
  // A migration names the schema of what it makes; the pool's own search path is for queries.
  await client.query('set local search_path = public');
  // No batch of a process of before is under way while rows take another form, and the next one finds the database newer.
  await client.query(`do $$ begin
    if to_regclass('projection.consumer_offset') is not null then lock table projection.consumer_offset in exclusive mode; end if;
  end $$`);
  await client.query({ text: next.sql, ...UNLIMITED });
  await client.query('insert into public.rollcall_migration (name, checksum) values ($1, $2)', [
    next.name,
    next.checksum,
  ]);
  return next.name;
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[\w-]+\.sql$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n');
      return { name: name.slice(0, -4), sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * In a transaction that holds `consumer_offset`, as every writer of the projection's does: whether the tables still are those that this binary
 * was written for. Throws AppError `database-newer`.
 */
export async function checkSchema(db: Pick<pg.Pool, 'query'>): Promise<void> {
  known ??= readMigrations(FOLDER);
  pending(await known, await readApplied(db));
}

/** What this binary knows does not change while it runs. */
let known: Promise<Migration[]> | undefined;

async function readApplied(db: Pick<pg.Pool, 'query'>): Promise<Map<string, string>> {
  const { rows } = await db.query<{ name: string; checksum: string }>(
    'select name, checksum from public.rollcall_migration',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function pending(files: readonly Migration[], applied: ReadonlyMap<string, string>): Migration[] {
  const known = new Set(files.map((file) => file.name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new AppError(
      'database-newer',
      `the database was migrated by a newer version of this service (${unknown.join(', ')}); use that version`,
      { details: { unknown } },
    );
  }
  const changed = files.filter((f) => applied.has(f.name) && applied.get(f.name) !== f.checksum);
  if (changed.length > 0) {
    const names = changed.map((file) => file.name);
    throw new AppError(
      'migration-changed',
      `applied migrations were edited since: ${names.join(', ')}; write a new one instead`,
      { details: { names } },
    );
  }
  return files.filter((file) => !applied.has(file.name));
}
