import type { Store, StoreOptions } from '../cli/wiring.ts';
import type { Config } from '../config/index.ts';
import { AppError } from '../contracts/errors.ts';
import { bindOrRefuse } from '../reconciler/bound-log.ts';
import { pendingMigrations } from '../store/migrate.ts';
import type { Pool } from '../store/pool.ts';
import { Closers } from './closers.ts';
import { databaseClock } from './database-clock.ts';
import { openDatabase } from './open-database.ts';
import { openLog } from './open-log.ts';

export async function openStore(config: Config, options: StoreOptions = {}): Promise<Store> {
  const closers = new Closers();
  const close = (): Promise<void> => closers.close(config.limits.shutdownMs, () => {});
  try {
    const { pool, url } = await openDatabase(config, closers, () => {}, {
      join: true,
      make: options.make ?? false,
      connections: options.connections ?? 0,
    });
    if (options.unmigrated !== true) await needMigrated(pool, url);
    const log = options.log ? await openLog(config, pool, url, closers, { exclusive: false }) : null;
    if (log !== null && options.anyLog !== true) await bindOrRefuse(pool, log);
    const clock = await databaseClock(pool, closers);
    return {
      pool,
      clock,
      get log() {
        if (log === null) throw new Error('the log was not asked for');
        return log;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function needMigrated(pool: Pool, url: string): Promise<void> {
  const waiting = await pendingMigrations(pool);
  if (waiting.length === 0) return;
  const { hostname, port, pathname } = new URL(url);
  throw new AppError(
    'not-there',
    `database ${pathname.slice(1)} at ${hostname}:${port || 5432} lacks ${waiting.length} migrations of this version, from ${waiting[0]} on: rollcall migrate brings it up to date`,
    { details: { waiting } },
  );
}
