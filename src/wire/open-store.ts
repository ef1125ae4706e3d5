import type { Store } from '../cli/wiring.ts';
import type { Config } from '../config/index.ts';
import { Closers } from './closers.ts';
import { openDatabase } from './open-database.ts';
import { openLog } from './open-log.ts';

export async function openStore(
  config: Config,
  options: { log?: boolean; make?: boolean } = {},
): Promise<Store> {
  const closers = new Closers();
  const close = (): Promise<void> => closers.close(config.limits.shutdownMs, () => {});
  try {
    const { pool, url } = await openDatabase(config, closers, () => {}, {
      join: true,
      make: options.make ?? false,
    });
    const log = options.log ? openLog(config, pool, url, closers, { exclusive: false }) : null;
    return {
      pool,
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
