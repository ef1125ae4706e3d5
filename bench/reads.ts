import { Client } from 'pg';
import { startChild } from './support/child.ts';
import type { BenchPostgres } from './support/database.ts';
import { quantile, ratioOf, type Measurement } from './support/measurement.ts';
import { seedLog } from './support/seed-log.ts';
import { startService } from './support/service.ts';
import { say, type Sizes } from './support/settings.ts';

const CONNECTIONS = 64;
/** A request line each for so many children, in turn. */
const CHILDREN_ASKED = 500;

interface Load {
  rate: number;
  p50: number;
  p99: number;
}

/** GET /v1/children/{childId}, with token and all, against bare Fastify with one select of the same text. */
export async function measureReads(postgres: BenchPostgres, sizes: Sizes): Promise<Measurement> {
  const url = await postgres.create('reads');
  await seedLog(url, 2_000);
  const reconciled = startChild('reconcile-child.ts', { url, workers: 2 });
  await reconciled.answer();
  await reconciled.ended;
  const paths = await prepare(url);

  const service = await startService(url, ['api']);
  const bare = startChild('bare-read-child.ts', { url });
  const bareUrl = (await bare.answer<{ url: string }>()).url;
  const token = await service.token('hhs');
  const ours: number[] = [];
  const limit: number[] = [];
  const slowest: number[] = [];
  // The first round warms both up and is not counted.
  for (let round = 0; round <= sizes.rounds; round++) {
    const seconds = round === 0 ? 2 : sizes.seconds;
    const bareLoad = await load(bareUrl, paths, token, seconds);
    const own = await load(service.url, paths, token, seconds);
    say(`status reads: ${Math.round(own.rate)} of ${Math.round(bareLoad.rate)} requests/s`);
    if (round === 0) continue;
    ours.push(own.rate);
    limit.push(bareLoad.rate);
    slowest.push(own.p99);
  }
  const peakMiB = await service.stop();
  await bare.stop();
  await postgres.drop('reads');
  return {
    name: `status reads, ${CONNECTIONS} connections`,
    unit: 'requests/s',
    ours,
    limit,
    result: ratioOf(ours, limit),
    goal: { atLeast: 0.8 },
    peakMiB,
    note: `p99 ${quantile(slowest, 0.5)} ms`,
  };
}

/** The same texts under the same ids for the bare server; paths of some children, spread over all. */
async function prepare(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `create table bench_status as select child_id, left(doc, -1) || ',"positions":' || positions || '}' as text
     from projection.child_status`,
  );
  await client.query('alter table bench_status add primary key (child_id)');
  await client.query('vacuum analyze');
  const { rows } = await client.query<{ child_id: string }>(
    'select child_id from bench_status order by child_id limit $1',
    [CHILDREN_ASKED],
  );
  await client.end();
  return rows.map((row) => `/v1/children/${row.child_id}`);
}

async function load(url: string, paths: readonly string[], token: string, seconds: number): Promise<Load> {
  const child = startChild('load-child.ts', { url, paths, token, connections: CONNECTIONS, seconds });
  const answer = await child.answer<Load>();
  await child.ended;
  return answer;
}
