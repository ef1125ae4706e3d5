import { Client } from 'pg';
import { startChild } from './support/child.ts';
import type { BenchPostgres } from './support/database.ts';
import { quantile, type Measurement } from './support/measurement.ts';
import { seedLog } from './support/seed-log.ts';
import { startService } from './support/service.ts';
import { say, type Sizes } from './support/settings.ts';

/** Children of the audits. */
const NATIONAL = 448_820;
const REPORTS = 12;
const PAGES = 400;
const ASKED: ReadonlyArray<{ name: string; query: string }> = [
  { name: 'serve-nta, open and overdue', query: 'serve-nta?' },
  { name: 'usable-address of one office', query: 'usable-address?office=Harlingen&' },
  { name: 'wellbeing-call, children under 14', query: 'wellbeing-call?ageBand=0-5,6-11,12-13&' },
];

/**
 * The report and the worklists over as many children as the nation had: rows of simulated children, each many times over under other ids,
 * against the bare select of the same groups and the bare select of a page by its index.
 */
export async function measureOversight(postgres: BenchPostgres, { children }: Sizes): Promise<Measurement[]> {
  const url = await postgres.create('oversight');
  await seedLog(url, children);
  const reconciled = startChild('reconcile-child.ts', { url, workers: 2 });
  await reconciled.answer();
  await reconciled.ended;
  const client = new Client({ connectionString: url });
  client.on('error', () => {}); // Where a measurement fails, Postgres is stopped under it.
  await client.connect();
  const { rows } = await client.query<{ n: number }>(
    'select count(distinct child_id)::int as n from projection.accountability',
  );
  const copies = Math.ceil(NATIONAL / rows[0]!.n) - 1;
  await multiply(client, 'accountability', 'measure, cohort, valid_from, valid_to', copies);
  await multiply(
    client,
    'obligation',
    'rule, owner, subject, opens_at, due_at, overdue_at, closed_at, closed_as, waived_at, acknowledged_at, field_office, birth_date, state, level',
    copies,
  );
  await client.query('vacuum analyze projection.accountability, projection.obligation');
  const { rows: sizes } = await client.query<{ spans: number; duties: number; children: number }>(
    `select (select count(*)::int from projection.accountability) as spans, (select count(*)::int from projection.obligation) as duties,
       (select count(distinct child_id)::int from projection.accountability) as children`,
  );
  say(`oversight: ${sizes[0]!.children} children, ${sizes[0]!.spans} spans, ${sizes[0]!.duties} duties`);

  const service = await startService(url, ['api']);
  const token = await service.token('ice');
  const get = async (path: string): Promise<{ ms: number; body: unknown }> => {
    const start = performance.now();
    const response = await fetch(`${service.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
    return { ms: performance.now() - start, body };
  };

  const report = { ours: [] as number[], limit: [] as number[] };
  for (let round = 0; round <= REPORTS; round += 1) {
    const by = round % 2 === 0 ? 'fiscal-year' : 'field-office';
    const { ms } = await get(`/v1/reports/accountability?asOf=2024-05-31&by=${by}&years=2019-2026`);
    const start = performance.now();
    await client.query(
      `select measure, cohort, count(*) from projection.accountability
       where valid_from <= '2024-06-01T04:00:00Z' and valid_to > '2024-06-01T04:00:00Z' group by 1, 2`,
    );
    const bareMs = performance.now() - start;
    if (round === 0) continue; // Warms both up.
    report.ours.push(ms);
    report.limit.push(bareMs);
  }
  const measurements: Measurement[] = [
    {
      name: `report over ${sizes[0]!.children} children`,
      unit: 'ms',
      ...report,
      result: quantile(report.ours, 0.5) / 1000,
      goal: { atMost: 2 },
      note: `slowest ${Math.round(Math.max(...report.ours))} ms`,
    },
  ];
  for (const { name, query } of ASKED) {
    const ours: number[] = [];
    const limit: number[] = [];
    const rule = query.slice(0, query.indexOf('?'));
    let cursor: string | null = null;
    let last = '00000000-0000-0000-0000-000000000000';
    for (let page = 0; page < PAGES; page += 1) {
      const { ms, body } = await get(
        `/v1/worklists/${query}limit=100${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      const { items, next } = body as { items: Array<{ childId: string }>; next: string | null };
      const start = performance.now();
      await client.query(
        `select * from projection.obligation where rule = $1 and closed_at is null and child_id > $2
         order by child_id, owner, subject limit 100`,
        [rule, last],
      );
      limit.push(performance.now() - start);
      if (page > 0) ours.push(ms);
      if (next === null) break;
      cursor = next;
      last = items.at(-1)?.childId ?? last;
    }
    measurements.push({
      name: `worklist page: ${name}`,
      unit: 'ms',
      ours,
      limit,
      result: quantile(ours, 0.99),
      goal: { atMost: 50 },
      note: `${ours.length + 1} pages; result is p99; bare p99 ${quantile(limit, 0.99).toFixed(1)} ms`,
    });
    say(`${name}: p50 ${quantile(ours, 0.5).toFixed(1)} ms, p99 ${quantile(ours, 0.99).toFixed(1)} ms`);
  }
  const peakMiB = await service.stop();
  await client.end();
  await postgres.drop('oversight');
  return measurements.map((one) => ({ ...one, peakMiB }));
}

async function multiply(client: Client, table: string, columns: string, copies: number): Promise<void> {
  if (copies < 1) return;
  await client.query(
    `insert into projection.${table} (child_id, ${columns})
     select overlay(overlay(md5(child_id::text || copy) placing '8' from 13) placing 'a' from 17)::uuid, ${columns} from projection.${table}, generate_series(1, ${copies}) as copy`,
  );
}
