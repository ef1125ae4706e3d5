import { migrate } from '../src/store/migrate.ts';
import { openPool } from '../src/store/pool.ts';
import { startChild } from './support/child.ts';
import { copyRows, holdRows, type HeldRows } from './support/copy-rows.ts';
import type { BenchPostgres } from './support/database.ts';
import { ratioOf, type Measurement } from './support/measurement.ts';
import { seedLog } from './support/seed-log.ts';
import { say, type Sizes } from './support/settings.ts';

interface Reconciled {
  ms: number;
  applied: number;
  cpuMs: number;
  peakMiB: number;
}

/**
 * From records in the log to statuses in the tables, against COPY of the rows that this gives. A reconciler runs for weeks, so the
 * process does all of it once before it is measured: compiling its code would else be a third of the figure.
 */
export async function measureReconcile(
  postgres: BenchPostgres,
  { children, rounds }: Sizes,
): Promise<Measurement> {
  const records = await seedLog(await postgres.create('seed'), children);
  const ours: number[] = [];
  const limit: number[] = [];
  let peakMiB = 0;
  let held: HeldRows | null = null;
  for (let round = 0; round < rounds; round++) {
    const warmUp = await postgres.create('warm_up', 'seed');
    const url = await postgres.create('applied', 'seed');
    const child = startChild('reconcile-child.ts', { url, warmUp, workers: 2 });
    await child.answer();
    await postgres.drop('warm_up');
    await postgres.settle();
    const before = postgres.cpuSeconds();
    child.goOn();
    const done = await child.answer<Reconciled>();
    await child.ended;
    const databaseCpu = postgres.cpuSeconds() - before;
    held ??= await holdRows(url);
    await postgres.drop('applied');

    const empty = await postgres.create('copied');
    const pool = openPool(empty);
    await migrate(pool);
    await pool.end();
    await postgres.settle();
    const copyMs = await copyRows(empty, held);
    await postgres.drop('copied');

    ours.push((records / done.ms) * 1000);
    limit.push((records / copyMs) * 1000);
    peakMiB = Math.max(peakMiB, done.peakMiB);
    say(
      `reconcile: ${records} records in ${Math.round(done.ms)} ms (processor: Rollcall ${Math.round(done.cpuMs)} ms, ` +
        `its connections ${Math.round(databaseCpu * 1000)} ms); COPY of ${held.rows} rows in ${Math.round(copyMs)} ms`,
    );
  }
  await postgres.drop('seed');
  return {
    name: 'reconcile, 2 workers',
    unit: 'records/s',
    ours,
    limit,
    result: ratioOf(ours, limit),
    goal: { atLeast: 0.5 },
    peakMiB,
  };
}
