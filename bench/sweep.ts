import { Client } from 'pg';
import { startChild } from './support/child.ts';
import type { BenchPostgres } from './support/database.ts';
import { ratioOf, type Measurement } from './support/measurement.ts';
import { seedLog } from './support/seed-log.ts';
import { say, type Sizes } from './support/settings.ts';

/** When the statuses were assessed last: a deadline of about every second child has passed since. */
const assessedAt = Date.parse('2022-06-01T12:00:00Z');

interface Swept {
  ms: number;
  looked: number;
  cpuMs: number;
  peakMiB: number;
}

/** Children whose deadlines have passed, assessed again, against a bare update that writes the same rows, all in one statement. */
export async function measureSweep(
  postgres: BenchPostgres,
  { children, rounds }: Sizes,
): Promise<Measurement> {
  const seed = await postgres.create('stale');
  await seedLog(seed, children);
  const reconciled = startChild('reconcile-child.ts', { url: seed, workers: 2, at: assessedAt });
  await reconciled.answer();
  await reconciled.ended;
  await run(
    seed,
    'create table bench_due as select child_id from projection.child_status where next_change_at <= now()',
  );
  await run(seed, 'vacuum analyze');
  const ours: number[] = [];
  const limit: number[] = [];
  let peakMiB = 0;
  for (let round = 0; round < rounds; round++) {
    const warmUp = await postgres.create('warm_up', 'stale');
    const url = await postgres.create('swept', 'stale');
    const child = startChild('sweep-child.ts', { url, warmUp });
    await child.answer();
    await postgres.drop('warm_up');
    await postgres.settle();
    const before = postgres.cpuSeconds();
    child.goOn();
    const done = await child.answer<Swept>();
    await child.ended;
    const databaseCpu = postgres.cpuSeconds() - before;
    peakMiB = Math.max(peakMiB, done.peakMiB);

    // The same rows go back to what they were, and are updated by SQL alone.
    await run(url, 'create table bench_after as select * from projection.child_status');
    await run(url, 'alter table bench_after add primary key (child_id)');
    const bare = await postgres.create('bare', 'swept');
    await run(
      bare,
      `update projection.child_status s set etag = '', doc = '', next_change_at = '2022-06-02'
       from bench_due d where d.child_id = s.child_id`,
    );
    await run(bare, 'vacuum analyze');
    await postgres.settle();
    const start = performance.now();
    const updated = await run(
      bare,
      `update projection.child_status s set etag = n.etag, doc = n.doc, positions = n.positions, findings = n.findings,
         policy_version = n.policy_version, next_change_at = n.next_change_at, placement = n.placement,
         notice_to_appear = n.notice_to_appear, court = n.court, address = n.address, contact = n.contact, verification = n.verification
       from bench_after n, bench_due d where n.child_id = s.child_id and d.child_id = s.child_id`,
    );
    const bareMs = performance.now() - start;
    await postgres.drop('bare');
    await postgres.drop('swept');
    ours.push((done.looked / done.ms) * 1000);
    limit.push((updated / bareMs) * 1000);
    say(
      `sweep: ${done.looked} children in ${Math.round(done.ms)} ms (processor: Rollcall ${Math.round(done.cpuMs)} ms, ` +
        `its connections ${Math.round(databaseCpu * 1000)} ms); ` +
        `bare update of ${updated} rows in ${Math.round(bareMs)} ms`,
    );
  }
  await postgres.drop('stale');
  return {
    name: 'sweep of passed deadlines',
    unit: 'children/s',
    ours,
    limit,
    result: ratioOf(ours, limit),
    peakMiB,
    note: 'goal 20,000 children/s',
  };
}

async function run(url: string, sql: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
