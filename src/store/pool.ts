import { Pool, type ClientConfig, type PoolClient } from 'pg';

/** What others may hold and pass on; only the store and the log on Postgres speak SQL. */
export type { Pool, PoolClient };

/** TLS always, the server's certificate checked and for the host's name (libpq's `verify-full`). */
export interface DatabaseTls {
  /** PEM of the authorities to trust; null: the system's. */
  ca: string | null;
}

export interface PoolOptions {
  /** Connections at most; 10 by default. */
  max?: number;
  /** If not given, the URL's parameters decide; without any there is no TLS. */
  tls?: DatabaseTls | undefined;
  /** Schema in which tables without one are looked for: the live `projection`, or the one that a rebuild fills. */
  schema?: 'projection' | 'rebuild';
  /**
   * How long a statement may take, in ms, before its connection is considered dead; no limit if not given. Without one, a
   * connection to a host that vanished looks healthy for the quarter of an hour in which the kernel retransmits.
   */
  statementMs?: number;
}

/**
 * Ask the server to end our transactions when this process hangs or its host is gone: the locks they hold would keep every
 * other reconciler waiting. The URL's own `options` override this.
 */
const SERVER_SIDE =
  '-c idle_in_transaction_session_timeout=60s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 ' +
  '-c tcp_keepalives_count=3 -c tcp_user_timeout=30s';
/** Lifts `statementMs` for one statement. The value is the longest a Node timer can run. */
export const UNLIMITED = { query_timeout: 2 ** 31 - 1 };

/** A pool of connections to `url`; the caller ends it. int8 values arrive as decimal strings, timestamptz as Date. */
export function openPool(url: string, options: PoolOptions = {}): Pool {
  const { bare, options: own } = withoutOptions(url);
  const pool = new Pool({
    ...connectionTo(bare, options.tls),
    max: options.max ?? 10,
    application_name: 'rollcall',
    connectionTimeoutMillis: 10_000,
    ...KEEP_ALIVE,
    ...(options.statementMs === undefined ? {} : { query_timeout: options.statementMs }),
    // The last of a name counts: what the statements are written for is ours to say.
    options: [SERVER_SIDE, own, `-c search_path=${options.schema ?? 'projection'} -c datestyle=ISO`].join(
      ' ',
    ),
  });
  // Without a listener, a database that goes away ends the process; the pool replaces what broke while idle by itself.
  pool.on('error', () => {});
  // The same for one that is held, between two queries; the next query says it.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** TCP keepalive, so that an idle connection whose peer is gone is noticed. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** The URL without its `options`: pg would let them replace ours instead of adding to them. */
function withoutOptions(url: string): { bare: string; options: string } {
  if (!url.includes('options=')) return { bare: url, options: '' };
  const bare = new URL(url);
  const options = bare.searchParams.get('options') ?? '';
  bare.searchParams.delete('options');
  return { bare: bare.href, options };
}

/** Parameters of a URL by which pg secures a connection. */
export const tlsParameters = [
  'ssl',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'uselibpqcompat',
] as const;

/** Connection settings for pg. It lets TLS parameters in the URL override `ssl`, even ones that turn TLS off, so with `tls` they are removed. */
export function connectionTo(
  url: string,
  tls: DatabaseTls | undefined,
): Pick<ClientConfig, 'connectionString' | 'ssl'> {
  if (tls === undefined) return { connectionString: url };
  const bare = new URL(url);
  for (const name of tlsParameters) bare.searchParams.delete(name);
  return {
    connectionString: bare.href,
    ssl: { rejectUnauthorized: true, ...(tls.ca === null ? {} : { ca: tls.ca }) },
  };
}

/** Why a connection failed, in words. Messages of pg and Postgres name host, user and database, never a password. */
export function whyNoConnection(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  if (!message) return code ?? 'unknown';
  return code === undefined || message.includes(code) ? message : `${message} (${code})`;
}

/**
 * Run `work` in one transaction: commit when it resolves, roll back and rethrow when it rejects. A connection that
 * could not even roll back is thrown away.
 */
export async function withTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return await onConnection(pool, (client) => inTransaction(client, work));
}

/**
 * Run `work` on one snapshot of the database, and roll back: what it writes (temporary tables) does not stay. A connection that
 * could not be rolled back is thrown away.
 */
export async function withSnapshot<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return await onConnection(pool, (client) =>
    between('begin isolation level repeatable read', 'rollback', client, work),
  );
}

/** As `withTransaction`, on a connection that the caller holds. Rejects with RollbackFailed if it must be thrown away. */
export async function inTransaction<T>(
  client: PoolClient,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  return await between('begin', 'commit', client, work);
}

async function onConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    if (error instanceof RollbackFailed) broken = error;
    throw error instanceof RollbackFailed ? error.cause : error;
  } finally {
    client.release(broken);
  }
}

async function between<T>(
  begin: string,
  end: string,
  client: PoolClient,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query(end);
    return result;
  } catch (error) {
    // Behind a statement that nobody answers a rollback would wait just as long.
    if (isUnanswered(error)) throw new RollbackFailed('the statement was not answered', { cause: error });
    try {
      await client.query('rollback');
    } catch {
      throw new RollbackFailed('the transaction could not be rolled back', { cause: error });
    }
    throw error;
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

export class RollbackFailed extends Error {
  override readonly name = 'RollbackFailed';
}
