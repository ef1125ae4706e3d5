import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Registry } from 'prom-client';
import { parseConfig } from '../../src/config/index.ts';
import { openPool, type Pool } from '../../src/store/pool.ts';
import { clockMetric } from '../../src/wire/clock-metric.ts';
import { Closers } from '../../src/wire/closers.ts';
import { databaseClock } from '../../src/wire/database-clock.ts';
import { openStore } from '../../src/wire/open-store.ts';
import { testDatabase } from '../support/services.ts';

const DAYS_30 = 30 * 86_400_000;

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: Pool;
const closers = new Closers();
beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.url);
});
afterAll(async () => {
  await closers.close(5_000, () => {});
  await pool.end();
  await database.drop();
});

it.each([-DAYS_30, 0, DAYS_30])(
  'tells the database’s time on a machine that is %d ms ahead',
  async (ahead) => {
    const clock = await databaseClock(pool, closers, () => Date.now() + ahead);
    const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
    expect(Math.abs(clock() - rows[0]!.now.getTime())).toBeLessThan(5_000);
  },
);

it.each([-60, 0, 60])('is told to be %d s ahead of the machine’s, for alerts', async (seconds) => {
  const registry = new Registry();
  clockMetric(registry, () => Date.now() + seconds * 1000);
  const text = await registry.metrics();
  const told = /^rollcall_database_clock_ahead_seconds (\S+)$/m.exec(text)![1];
  expect(Math.round(Number(told))).toBe(seconds);
});

it('is what commands of operators go by too', async () => {
  const now = Date.now;
  const machine = jest.spyOn(Date, 'now').mockImplementation(() => now() + DAYS_30);
  const config = parseConfig({ vars: { ROLLCALL_DATABASE_URL: database.url } });
  const store = await openStore(config, { unmigrated: true });
  const told = store.clock();
  await store.close();
  machine.mockRestore();
  expect(Math.abs(told - Date.now())).toBeLessThan(5_000);
});
