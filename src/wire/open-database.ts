import type { Config } from '../config/index.ts';
import { AppError, UnavailableError } from '../contracts/errors.ts';
import { startEmbeddedPostgres } from '../store/embedded/embedded-postgres.ts';
import { hasCluster, runningEmbedded } from '../store/embedded/running-embedded.ts';
import { openPool, whyNoConnection, type DatabaseTls, type Pool } from '../store/pool.ts';
import type { Closers } from './closers.ts';

interface DatabaseWish {
  /** Use the embedded database if another process already runs it. */
  join: boolean;
  /** Make an embedded database if the data folder has none. */
  make: boolean;
  /** Connections that must be available at once, whatever the settings say. */
  connections?: number;
  /** As `openPool` has it. */
  statementMs?: number;
}

/** @returns `ended` resolves if an embedded Postgres that this process runs comes to an end */
export async function openDatabase(
  config: Config,
  closers: Closers,
  onStep: (text: string) => void,
  how: DatabaseWish,
): Promise<{ pool: Pool; url: string; ended: Promise<void> }> {
  const { database } = config;
  let url = database.url;
  let ended = new Promise<void>(() => {});
  if (url === null) {
    url = how.join ? runningEmbedded(config.dataDir) : null;
    if (!how.make && !hasCluster(config.dataDir)) throw noDatabase(config.dataDir);
    if (url === null) ({ url, ended } = await startEmbedded(config.dataDir, closers, onStep));
  }
  const pool = openPool(url, {
    max: Math.max(database.poolSize, how.connections ?? 0),
    tls: tlsOf(config),
    ...(how.statementMs === undefined ? {} : { statementMs: how.statementMs }),
  });
  closers.add('database connections', () => pool.end());
  try {
    await pool.query('select 1');
  } catch (cause) {
    const { hostname, port } = new URL(url);
    throw new UnavailableError(`no Postgres at ${hostname}:${port || 5432}: ${whyNoConnection(cause)}`, {
      cause,
    });
  }
  return { pool, url, ended };
}

export function tlsOf({ database: { tls, ca } }: Config): DatabaseTls | undefined {
  return tls ? { ca } : undefined;
}

function noDatabase(dataDir: string): AppError {
  return new AppError(
    'not-there',
    `no database in ${dataDir}: name its folder with --data; rollcall start, or rollcall migrate, makes one`,
  );
}

async function startEmbedded(
  dataDir: string,
  closers: Closers,
  onStep: (text: string) => void,
): Promise<{ url: string; ended: Promise<void> }> {
  onStep(`Database: embedded Postgres in ${dataDir}`);
  try {
    const embedded = await startEmbeddedPostgres({ dataDir });
    closers.add('embedded Postgres', () => embedded.stop());
    return embedded;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'data-folder-in-use') throw error;
    throw new AppError(
      error.code,
      `${error.message}: stop that process, or give this one another folder with --data`,
      { details: error.details, cause: error },
    );
  }
}
