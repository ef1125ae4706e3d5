import { migrate } from '../../src/store/migrate.ts';
import { openPool, type Pool } from '../../src/store/pool.ts';
import { testDatabase } from './services.ts';

/** A database of its own with the service's tables. */
export interface MigratedDatabase {
  url: string;
  pool: Pool;
  /** End the pool and drop the database. */
  close(): Promise<void>;
}

export async function migratedDatabase(): Promise<MigratedDatabase> {
  const { url, drop } = await testDatabase();
  const pool = openPool(url);
  await migrate(pool);
  return {
    url,
    pool,
    async close() {
      await pool.end();
      await drop();
    },
  };
}
