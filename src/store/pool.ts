import { Pool, type PoolClient, type PoolConfig } from 'pg';

/** What others may hold and pass on; only the store and the log on Postgres speak SQL. */
export type { Pool, PoolClient };

export interface PoolOptions {
  /** Connections at most; 10 by default. */
  max?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
  ssl?: PoolConfig['ssl'];
  /** Schema in which tables without one are looked for: the live `projection`, or the one that a rebuild fills. */
  schema?: 'projection' | 'rebuild';
  /** Told of connections that broke while idle; the pool replaces them by itself. */
  onIdleError?: (error: Error) => void;
}

/** A pool of connections to `url`, which the caller ends. int8 comes as a decimal string, timestamptz as a Date. */
export function openPool(url: string, options: PoolOptions = {}): Pool {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'rollcall',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options: `-c search_path=${options.schema ?? 'projection'}`,
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
  });
  // Without a listener, a database that goes away ends the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  // The same for one that is held, between two queries; the next query says it.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * Run `work` in one transaction: commit when it resolves, roll back and rethrow when it rejects. A connection that
 * could not even roll back is thrown away.
 */
export async function withTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    return await inTransaction(client, work);
  } catch (error) {
    if (error instanceof RollbackFailed) broken = error;
    throw error instanceof RollbackFailed ? error.cause : error;
  } finally {
    client.release(broken);
  }
}

/** As `withTransaction`, on a connection that the caller holds. Rejects with RollbackFailed where it must be thrown away. */
export async function inTransaction<T>(
  client: PoolClient,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  await client.query('begin');
  try {
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch {
      throw new RollbackFailed('the transaction could not be rolled back', { cause: error });
    }
    throw error;
  }
}

export class RollbackFailed extends Error {
  override readonly name = 'RollbackFailed';
}
