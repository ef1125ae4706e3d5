import type { Pool, PoolClient } from './pool.ts';

/**
 * Create a second set of projection tables in schema `rebuild`. They are copied from the live ones by the database's catalogue, so
 * they include every migration so far. Swapping only renames schemas, so queries name tables unqualified or as `projection.`.
 *
 * Only the tables that joining records looks things up in get their keys and indexes now; `indexShadow` adds the rest. Table
 * `identifier` starts unlogged: its keys are hashes, each insert touches another index page, and the write-ahead log would
 * hold a full copy of nearly every one.
 */
export async function createShadow(db: Pool): Promise<void> {
  await db.query('drop schema if exists rebuild cascade');
  await db.query('create schema rebuild');
  const { rows: tables } = await db.query<{ name: string; options: string | null }>(
    `select relname as name, array_to_string(reloptions, ', ') as options from pg_class
     where relnamespace = 'projection'::regnamespace and relkind = 'r' order by relname`,
  );
  for (const { name, options } of tables) {
    const unlogged = name === 'identifier' ? 'unlogged' : '';
    await db.query(
      `create ${unlogged} table rebuild.${name} (like projection.${name} including defaults including constraints including storage)` +
        (options === null ? '' : ` with (${options})`),
    );
  }
  await makeKeys(db, usedByJoining);
}

/** Add the missing keys and indexes: built once over full tables they cost less than kept up to date row by row. */
export async function indexShadow(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`set maintenance_work_mem = '256MB'`);
    await client.query('alter table rebuild.identifier set logged');
    await makeKeys(client, `not ${usedByJoining}`);
    // Of tables that were just filled the planner knows nothing.
    await client.query('analyze rebuild.record, rebuild.child_status, rebuild.status_history');
  } finally {
    client.release(true);
  }
}

const usedByJoining = `t.relname in ('identifier', 'consumer_offset', 'overused_event', 'overused_identifier')`;

/** @param condition of the table `t`, in SQL */
async function makeKeys(db: Pick<Pool, 'query'>, condition: string): Promise<void> {
  const { rows } = await db.query<{ statement: string }>(
    `select format('alter table rebuild.%I add constraint %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid)) as statement
     from pg_constraint c join pg_class t on t.oid = c.conrelid
     where t.relnamespace = 'projection'::regnamespace and c.contype in ('p', 'u') and ${condition}
     union all
     select replace(pg_get_indexdef(x.indexrelid), ' ON projection.', ' ON rebuild.')
     from pg_index x join pg_class t on t.oid = x.indrelid
     where t.relnamespace = 'projection'::regnamespace and ${condition}
       and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid)`,
  );
  for (const { statement } of rows) await db.query(statement);
}

/** Run `work` with `count` connections whose search path is the shadow's. They are closed afterwards, not returned to the pool. */
export async function withShadowClients<T>(
  pool: Pool,
  count: number,
  work: (clients: readonly PoolClient[]) => Promise<T>,
): Promise<T> {
  const clients: PoolClient[] = [];
  try {
    while (clients.length < count) clients.push(await shadowClient(pool));
    return await work(clients);
  } finally {
    for (const client of clients) client.release(true);
  }
}

/** A connection whose search path is the shadow's. Close it with `release(true)`: it must not return to the pool. */
export async function shadowClient(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  try {
    await client.query(`set search_path = rebuild`);
    // What is written here is made anew if the machine fails: no need to wait for the disk at each commit.
    await client.query('set synchronous_commit = off');
    await standIdle(client);
    return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Lift the limit on idle transactions (pool.ts): a rebuild's reader waits for writers, and its writers for the reader. */
export async function standIdle(client: PoolClient): Promise<void> {
  await client.query('set idle_in_transaction_session_timeout = 0');
}

/**
 * Make the shadow live, inside the caller's transaction. The old offsets are deleted first: a reconciler waiting to lock one of
 * them then finds no row and looks in the new table.
 */
export async function swapShadow(tx: PoolClient): Promise<void> {
  await tx.query('delete from projection.consumer_offset');
  await tx.query('drop schema if exists projection_before cascade');
  await tx.query('alter schema projection rename to projection_before');
  await tx.query('alter schema rebuild rename to projection');
}

export async function dropShadow(pool: Pool): Promise<void> {
  await pool.query('drop schema if exists rebuild cascade');
}

/** Drop what was live before a swap. */
export async function dropBefore(pool: Pool): Promise<void> {
  await pool.query('drop schema if exists projection_before cascade');
}
