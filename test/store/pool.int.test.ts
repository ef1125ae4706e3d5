import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPool, withTransaction, type Pool } from '../../src/store/pool.ts';
import { testDatabase } from '../support/services.ts';
import { until } from '../support/until.ts';

describe('withTransaction', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: Pool;
  beforeAll(async () => {
    database = await testDatabase();
    pool = openPool(database.url);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('survives a connection that breaks between two of its queries, and the next one has a new connection', async () => {
    const broken = withTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
      await until('the backend to be gone', async () => {
        const { rowCount } = await pool.query('select from pg_stat_activity where pid = $1', [rows[0]!.pid]);
        return rowCount === 0;
      });
      await tx.query('select 1');
    });
    await expect(broken).rejects.toThrow(/terminat|not queryable/);
    const answers = Array.from({ length: 10 }, () => withTransaction(pool, (tx) => tx.query('select 1')));
    expect(await Promise.all(answers)).toHaveLength(10);
  });
});
