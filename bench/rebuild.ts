import type { BenchPostgres } from './support/database.ts';
import { startChild } from './support/child.ts';
import type { Measurement } from './support/measurement.ts';
import { seedLog } from './support/seed-log.ts';
import { say, type Sizes } from './support/settings.ts';

/** Does the time of a rebuild from the log grow with the number of children, and no faster? */
export async function measureRebuild(postgres: BenchPostgres, sizes: Sizes): Promise<Measurement> {
  const [few, many] = sizes.rebuild;
  const small = await rebuildOf(postgres, few);
  const large = await rebuildOf(postgres, many);
  return {
    name: `rebuild, ${few.toLocaleString('en-US')} and ${many.toLocaleString('en-US')} children`,
    unit: 'records/s (large; small)',
    ours: [(large.records / large.ms) * 1000],
    limit: [(small.records / small.ms) * 1000],
    result: large.ms / small.ms / (large.records / small.records),
    goal: { atMost: 1.1 },
    peakMiB: Math.max(small.peakMiB, large.peakMiB),
    note: `${(small.ms / 1000).toFixed(1)} s and ${(large.ms / 1000).toFixed(1)} s; result: growth over linear`,
  };
}

async function rebuildOf(
  postgres: BenchPostgres,
  children: number,
): Promise<{ ms: number; records: number; peakMiB: number }> {
  const url = await postgres.create('rebuilt');
  await seedLog(url, children);
  // A rebuild goes as far as the live tables stand, and compares with them.
  const live = startChild('live-child.ts', { url });
  await live.answer();
  await live.ended;
  await postgres.settle();
  const child = startChild('rebuild-child.ts', { url });
  const done = await child.answer<{ ms: number; records: number; differing: number; peakMiB: number }>();
  await child.ended;
  await postgres.drop('rebuilt');
  if (done.differing > 0) throw new Error(`${done.differing} rows came out different`);
  say(`rebuild: ${children} children, ${done.records} records in ${(done.ms / 1000).toFixed(1)} s`);
  return done;
}
