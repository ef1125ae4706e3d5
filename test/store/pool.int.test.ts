import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  openPool,
  UNLIMITED,
  withSnapshot,
  withTransaction,
  type Pool,
  type PoolClient,
} from '../../src/store/pool.ts';
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

  it('throws a connection away on which a statement is not answered in time, and takes no second wait for it', async () => {
    const patient = openPool(database.url, { max: 1, statementMs: 300 });
    try {
      const began = performance.now();
      const hung = withTransaction(patient, (tx) => tx.query('select pg_sleep(20)'));
      await expect(hung).rejects.toThrow('Query read timeout');
      expect((await patient.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      const inSnapshot = withSnapshot(patient, (tx) => tx.query('select pg_sleep(20)'));
      await expect(inSnapshot).rejects.toThrow('Query read timeout');
      expect((await patient.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      await patient.query({ text: 'select pg_sleep(0.5)', ...UNLIMITED });
      expect(performance.now() - began).toBeLessThan(15_000);
    } finally {
      await patient.end();
    }
  });

  it.each([withTransaction, withSnapshot])(
    '%p throws it away where the first statement is not',
    async (open) => {
      const patient = openPool(database.url, { max: 1, statementMs: 300 });
      const backend = async () => (await patient.query('select pg_backend_pid() as pid')).rows[0] as object;
      try {
        const before = await backend();
        patient.once('acquire', (client: PoolClient) => {
          client.query({ text: 'select pg_sleep(20)', ...UNLIMITED }).catch(() => {});
        });
        await expect(open(patient, async () => {})).rejects.toThrow('Query read timeout');
        expect(await backend()).not.toEqual(before);
      } finally {
        await patient.end();
      }
    },
  );

  it('keeps what a URL says of the server, and what the statements are written for', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c statement_timeout=7s -c search_path=public -c datestyle=German');
    const own = openPool(url.href, { max: 1 });
    try {
      const shown = async (name: string): Promise<unknown> =>
        Object.values((await own.query<Record<string, string>>(`show ${name}`)).rows[0]!)[0];
      expect(await shown('statement_timeout')).toBe('7s');
      expect(await shown('search_path')).toBe('projection');
      expect(await shown('datestyle')).toMatch(/^ISO/);
      expect(await shown('idle_in_transaction_session_timeout')).toBe('1min');
      expect(await shown('tcp_user_timeout')).toMatch(/^30(s|000)$/);
    } finally {
      await own.end();
    }
  });
});
