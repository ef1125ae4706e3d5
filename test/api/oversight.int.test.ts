import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { oversight } from '../../src/api/oversight.ts';
import { eroAreas } from '../../src/contracts/codes/ero-area.ts';
import type { AccountabilityReport } from '../../src/api/answers/accountability-report.ts';
import type { Worklist, WorklistItem } from '../../src/contracts/worklist.ts';
import { accountabilityMeasures } from '../../src/domain/accountability.ts';
import { birthday } from '../../src/domain/birth.ts';
import { easternDay } from '../../src/domain/eastern.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { dutyStateAt } from '../../src/domain/obligations/duties.ts';
import { obligationRules } from '../../src/domain/obligations/index.ts';
import { startReconciler } from '../../src/reconciler/reconciler.ts';
import { accountabilityTruth, endOfDay } from '../../src/simulator/index.ts';
import type { Pool } from '../../src/store/pool.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import type { TestServer } from './support/api-server.ts';
import { startApiOn } from './support/api-on.ts';
import { childrenKnown, feedSimulated, type ReceivedChild } from './support/simulated-store.ts';

const now = new Date('2026-09-30T12:00:00Z');
const options = { children: 300, seed: 'oversight' };
const dates = ['2021-03-14', '2024-05-31', '2026-09-30'];
/** A record comes a month after the one before. */
const receivedAt = (child: number, record: number): string =>
  new Date(Date.UTC(2024, 0, 1 + ((child * 7) % 300) + record * 30)).toISOString();
const earlier = '2024-11-30T12:00:00.000Z';

let database: MigratedDatabase;
let pool: Pool;
let api: TestServer;
let authorization: string;
let received: ReceivedChild[];
const told = new Map<string | undefined, ReturnType<typeof childrenKnown>>();

/** By what had been received until a moment; each told once. */
function childrenBy(knownAt?: string): ReturnType<typeof childrenKnown> {
  const children = told.get(knownAt) ?? childrenKnown(received, knownAt);
  told.set(knownAt, children);
  return children;
}

beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  // Pages by an earlier knowledge end after a few children told anew, as nationwide after many.
  api = await startApiOn(pool, { clock: () => now, oversight: oversight(pool, currentPolicy, 40) });
  authorization = `Bearer ${await api.token()}`;
  const reconciler = startReconciler({ log: api.log, pool, clock: () => now.getTime() });
  received = await feedSimulated(api.log, options, receivedAt);
  await caughtUp(pool, api.log);
  await reconciler.stop();
  // So that a page by an earlier knowledge is put together of several stretches.
  await pool.query('analyze projection.identifier');
}, 400_000);
afterAll(async () => {
  await api?.close();
  await database?.close();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(api.url + path, { headers: { authorization, ...headers } });
async function read<T>(path: string): Promise<T> {
  const response = await get(path);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${text}`);
  return JSON.parse(text) as T;
}

/** All items of a list, by its links from page to page. */
async function walk<T>(path: string, itemsOf: (body: Record<string, unknown>) => T[]): Promise<T[]> {
  const all: T[] = [];
  let next: string | null = path;
  while (next !== null) {
    const response: Response = await get(next);
    const body = (await response.json()) as Record<string, unknown>;
    if (response.status !== 200) throw new Error(`${next}: ${JSON.stringify(body)}`);
    all.push(...itemsOf(body));
    next = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    expect(next === null).toBe(body['next'] === null);
  }
  return all;
}

it('leaves connections to others, however many ask what was known earlier', async () => {
  let held = 0;
  let most = 0;
  const acquired = (): void => void (most = Math.max(most, ++held));
  const released = (): void => void (held -= 1);
  pool.on('acquire', acquired).on('release', released);
  const paths = ['reports/accountability', 'worklists/serve-nta'];
  const statuses = await Promise.all(
    Array.from({ length: 30 }, async (_, at) => {
      const url = `${api.url}/v1/${paths[at % 2]}?knownAt=${earlier}`;
      return (await fetch(url, { headers: { authorization } })).status;
    }),
  );
  pool.off('acquire', acquired).off('release', released);
  expect(new Set(statuses)).toEqual(new Set([200]));
  // Two look back; a third connection writes down who is told.
  expect(most).toBeLessThanOrEqual(4);
}, 60_000);

describe('the accountability report', () => {
  type Counts = Record<string, Record<string, number>>;
  const shown = ({ rows, total }: AccountabilityReport): Counts => ({
    ...Object.fromEntries(rows.map(({ key, counts }) => [key, counts])),
    total: total.counts,
  });
  const none = () => Object.fromEntries(accountabilityMeasures.map((measure) => [measure, 0]));

  /** Child by child, from each child's course alone. */
  function counted(day: string, by: string, years: [number, number], knownAt?: string): Counts {
    const at = day.includes('T') ? Date.parse(day) : endOfDay(day);
    const keys =
      by === 'field-office'
        ? [...eroAreas].sort()
        : Array.from({ length: years[1] - years[0] + 1 }, (_, n) => String(years[0] + n));
    const counts: Counts = Object.fromEntries([...keys, 'total'].map((key) => [key, none()]));
    for (const { course } of childrenBy(knownAt)) {
      for (const { measure, cohort, from, to } of course.accountability) {
        if (from > at || to <= at) continue;
        const first = cohort
          .split(';')
          .map((handOver) => handOver.split(':'))
          .find(([year]) => Number(year) >= years[0] && Number(year) <= years[1]);
        if (first === undefined) continue;
        for (const key of [by === 'field-office' ? first[1]! : first[0]!, 'total'])
          counts[key]![measure]! += 1;
      }
    }
    return counts;
  }

  it.each(dates.flatMap((day) => ['fiscal-year', 'field-office'].map((by) => [day, by] as const)))(
    'as of %s by %s is what counting child by child gives',
    async (day, by) => {
      const report = await read<AccountabilityReport>(`/v1/reports/accountability?asOf=${day}&by=${by}`);
      expect(shown(report)).toEqual(counted(day, by, [2019, 2023]));
      const other = await read<AccountabilityReport>(
        `/v1/reports/accountability?asOf=${day}&by=${by}&years=2022-2026`,
      );
      expect(shown(other)).toEqual(counted(day, by, [2022, 2026]));
    },
  );

  it.each(dates)('as of %s is the simulator’s own truth', async (day) => {
    const [truth] = accountabilityTruth(options, [new Date(endOfDay(day))]);
    const byYear = await read<AccountabilityReport>(`/v1/reports/accountability?asOf=${day}`);
    expect(shown(byYear)).toEqual({ ...truth!.byFiscalYear, total: truth!.total });
    expect(byYear.total.counts.transferred).toBeGreaterThan(day === dates[0] ? 50 : 150);
    const byOffice = await read<AccountabilityReport>(
      `/v1/reports/accountability?asOf=${day}&by=field-office`,
    );
    const offices = Object.fromEntries(eroAreas.map((area) => [area, none()]));
    expect(shown(byOffice)).toEqual({ ...offices, ...truth!.byFieldOffice, total: truth!.total });
  });

  it('by what was known earlier is what the filtered list of records gives', async () => {
    for (const by of ['fiscal-year', 'field-office']) {
      for (const day of dates) {
        const report = await read<AccountabilityReport>(
          `/v1/reports/accountability?asOf=${day}&by=${by}&knownAt=${earlier}`,
        );
        expect(shown(report)).toEqual(counted(day, by, [2019, 2023], earlier));
      }
    }
    expect(counted(dates[2]!, 'fiscal-year', [2019, 2023], earlier)).not.toEqual(
      counted(dates[2]!, 'fiscal-year', [2019, 2023]),
    );
  });

  it.each(['', `&knownAt=${earlier}`])(
    'opens every number into as many children%s',
    async (known) => {
      for (const by of ['fiscal-year', 'field-office']) {
        const report = await read<AccountabilityReport>(
          `/v1/reports/accountability?asOf=2024-05-31&by=${by}${known}`,
        );
        for (const { counts, lists } of [...report.rows.slice(0, known === '' ? 12 : 5), report.total]) {
          for (const measure of accountabilityMeasures) {
            const children = await walk(
              `${lists[measure]}&limit=${known === '' ? 30 : 60}`,
              (body) => body['children'] as unknown[],
            );
            const ids = children.map((child) => (child as { childId: string }).childId);
            expect(new Set(ids).size).toBe(counts[measure]);
            expect(ids).toHaveLength(counts[measure]);
            expect(ids).toEqual([...ids].sort());
          }
        }
      }
    },
    120_000,
  );

  it('comes as CSV, a line a number, with definitions and what auditors published', async () => {
    const response = await get('/v1/reports/accountability?asOf=2024-05-31', { accept: 'text/csv' });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const text = await response.text();
    const report = await read<AccountabilityReport>('/v1/reports/accountability?asOf=2024-05-31&format=json');
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + (report.rows.length + 1) * accountabilityMeasures.length);
    expect(lines[0]).toBe(
      'definition_version,as_of,known_at,years,fiscal_year,measure,children,definition,audit_figure,list',
    );
    expect(text).toContain(`,2019-2023,total,transferred,${report.total.counts.transferred},`);
    expect(text).toContain('"448,820 (FY2019-FY2023, ');
    expect(await (await get('/v1/reports/accountability?asOf=2024-05-31&format=csv')).text()).toBe(text);
  });

  it('is asked by a moment as well as by a day, and its links ask by the same', async () => {
    const noon = `${dates[1]}T12:00:00-04:00`;
    const report = await read<AccountabilityReport>(
      `/v1/reports/accountability?validAt=${encodeURIComponent(noon)}`,
    );
    expect(report).toMatchObject({ asOf: dates[1], asOfMoment: new Date(noon).toISOString() });
    expect(shown(report)).toEqual(counted(noon, 'fiscal-year', [2019, 2023]));
    const { counts, lists } = report.total;
    const children = await walk(`${lists.unverified}&limit=7`, (body) => body['children'] as unknown[]);
    expect(children).toHaveLength(counts.unverified);
    const day = await read<AccountabilityReport>(`/v1/reports/accountability?validAt=${dates[1]}`);
    expect(shown(day)).toEqual(counted(dates[1]!, 'fiscal-year', [2019, 2023]));
    const csv = await get(`/v1/reports/accountability?format=csv&validAt=${encodeURIComponent(noon)}`);
    expect(await csv.text()).toContain(`\n${report.definitionVersion},${report.asOfMoment},`);
  });

  it.each([
    'asOf=2024-02-30',
    'asOf=2024-05-31&validAt=2024-05-31',
    'asOf=yesterday',
    'years=2023-2019',
    'years=19',
    'by=month',
    'knownAt=soon',
    'other=1',
  ])('refuses %s', async (query) => {
    expect((await get(`/v1/reports/accountability?${query}`)).status).toBe(400);
  });

  it('refuses the list of a fiscal year that is not among the years', async () => {
    const list = '/v1/reports/accountability/children?measure=transferred&asOf=2024-05-31';
    for (const query of ['fiscalYear=2031', 'years=2022&fiscalYear=2021']) {
      const response = await get(`${list}&${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ field: '/fiscalYear' }] });
    }
    expect((await get(`${list}&years=2022&fiscalYear=2022`)).status).toBe(200);
  });
});

describe('worklists', () => {
  interface Expected {
    childId: string;
    owner: string;
    subject: string;
    state: string;
  }
  const nameOf = ({ childId, owner, subject, state }: Expected): string =>
    `${childId} ${owner} ${subject} ${state}`;
  type Filter = (found: {
    owner: string;
    office: string | null;
    born: string | null;
    acknowledged: boolean;
  }) => boolean;

  /** From each child's course alone. */
  function owed(rule: string, states: string[], at: number, keeps: Filter, knownAt?: string): string[] {
    return childrenBy(knownAt)
      .flatMap(({ caseFile, course }) =>
        course.duties
          .filter((duty) => duty.rule.id === rule)
          .map((duty) => ({ childId: caseFile.childId, course, duty, state: dutyStateAt(duty, at).state })),
      )
      .filter(({ state, duty, course }) => {
        const cohorts = course.accountability.filter(({ measure }) => measure === 'transferred');
        return (
          states.includes(state) &&
          keeps({
            owner: duty.owner,
            office: cohorts.at(-1)?.cohort.split(';').at(-1)!.split(':')[1] ?? null,
            born: course.birth?.earliest ?? null,
            acknowledged: duty.acknowledgedAt <= at,
          })
        );
      })
      .map(({ childId, duty, state }) => nameOf({ childId, owner: duty.owner, subject: duty.subject, state }))
      .sort();
  }
  const items = (body: Record<string, unknown>): WorklistItem[] => body['items'] as WorklistItem[];
  const listed = async (path: string): Promise<string[]> =>
    (await walk(path, items)).map((item) => nameOf(item));

  it('lists every duty in its state, as each child’s course says, at three moments', async () => {
    const seen = new Set<string>();
    for (const { id } of obligationRules) {
      for (const states of [
        ['open', 'overdue'],
        ['met', 'lapsed'],
        ['not-started', 'waived', 'open', 'met'],
      ]) {
        for (const moment of ['2021-03-14T09:00:00.000Z', '2024-06-01T00:00:00.000Z', now.toISOString()]) {
          const path = `/v1/worklists/${id}?state=${states.join(',')}&validAt=${moment}&limit=83`;
          const found = await listed(path);
          expect([...found].sort()).toEqual(owed(id, states, Date.parse(moment), () => true));
          expect(found.map((name) => name.slice(0, 36))).toEqual(
            found.map((name) => name.slice(0, 36)).sort(),
          );
          for (const name of found) seen.add(`${id} ${name.split(' ').at(-1)!}`);
        }
      }
    }
    expect(seen.size).toBeGreaterThan(25);
  }, 400_000);

  it.each<[string, Filter]>([
    ['office=Harlingen', ({ office }) => office === 'Harlingen'],
    ['office=Harlingen&office=El Paso', ({ office }) => office === 'Harlingen' || office === 'El Paso'],
    ['owner=hhs', ({ owner }) => owner === 'hhs'],
    ['owner=ice,hhs', ({ owner }) => owner === 'ice' || owner === 'hhs'],
    ['owner=hhs&owner=eoir', ({ owner }) => owner === 'hhs' || owner === 'eoir'],
    ['owner=ice&acknowledged=false', ({ owner, acknowledged }) => owner === 'ice' && !acknowledged],
    ['acknowledged=true', ({ acknowledged }) => acknowledged],
    ['ageBand=18-and-over', ({ born }) => born !== null && ageOf(born) >= 18],
    ['ageBand=0-5,6-11,12-13', ({ born }) => born !== null && ageOf(born) < 14],
    ['ageBand=14-15&ageBand=16-17', ({ born }) => born !== null && ageOf(born) >= 14 && ageOf(born) < 18],
    ['ageBand=unknown', ({ born }) => born === null],
  ])('filters by %s', async (query, keeps) => {
    for (const rule of ['serve-nta', 'respond-to-missed-hearing', 'wellbeing-call']) {
      const path = `/v1/worklists/${rule}?${query}&validAt=${now.toISOString()}&limit=17`;
      expect((await listed(path)).sort()).toEqual(owed(rule, ['open', 'overdue'], now.getTime(), keeps));
    }
  });

  it('by what was known earlier is what the filtered list of records gives', async () => {
    for (const rule of ['serve-nta', 'usable-address', 'respond-to-missed-hearing']) {
      for (const validAt of [earlier, now.toISOString()]) {
        const path = `/v1/worklists/${rule}?validAt=${validAt}&knownAt=${earlier}&limit=29`;
        const expected = owed(rule, ['open', 'overdue'], Date.parse(validAt), () => true, earlier);
        expect((await listed(path)).sort()).toEqual(expected);
      }
      const office = `/v1/worklists/${rule}?knownAt=${earlier}&office=Harlingen&ageBand=16-17,18-and-over`;
      expect((await listed(office)).sort()).toEqual(
        owed(
          rule,
          ['open', 'overdue'],
          now.getTime(),
          ({ office: area, born }) => area === 'Harlingen' && born !== null && ageOf(born) >= 16,
          earlier,
        ),
      );
      const owners = `/v1/worklists/${rule}?knownAt=${earlier}&owner=ice,hhs`;
      const ofThem = ({ owner }: Parameters<Filter>[0]): boolean => owner === 'ice' || owner === 'hhs';
      expect((await listed(owners)).sort()).toEqual(
        owed(rule, ['open', 'overdue'], now.getTime(), ofThem, earlier),
      );
    }
  }, 400_000);

  it('keeps the moment of the first page, and refuses a cursor under other filters', async () => {
    const first = await read<Worklist>('/v1/worklists/serve-nta?limit=2');
    expect(first.validAt).toBe(now.toISOString());
    const same = await read<Worklist>(`/v1/worklists/serve-nta?limit=7&cursor=${first.next!}`);
    expect(same.items[0]!.childId > first.items[1]!.childId).toBe(true);
    for (const other of [
      'serve-nta?state=met',
      'serve-nta?office=Miami',
      'file-nta?state=open,overdue',
      'serve-nta?knownAt=2024-01-01',
    ]) {
      const response = await get(`/v1/worklists/${other}&cursor=${first.next!}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ type: 'urn:rollcall:problem:wrong-cursor' });
    }
    const broken = await get(`/v1/worklists/serve-nta?cursor=${first.next!.slice(3)}`);
    expect(broken.status).toBe(400);
  });

  it.each([
    ['/v1/worklists/serve-tea', 'obligation'],
    ['/v1/worklists/serve-nta?office=Gotham', '25 ERO areas'],
    ['/v1/worklists/serve-nta?state=late', 'state'],
    ['/v1/worklists/serve-nta?ageBand=13', 'ageBand'],
    ['/v1/worklists/serve-nta?limit=501', 'limit'],
  ])('refuses %s by name', async (path, named) => {
    const response = await get(path);
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(text).toContain(named);
    // Whatever was sent, it is not repeated.
    expect(text).not.toMatch(/serve-tea|Gotham/);
  });
});

describe('discrepancies', () => {
  it('lists those of each owner that show at a moment, and all', async () => {
    for (const owner of [null, 'ice', 'hhs', 'eoir']) {
      for (const at of ['2022-01-01T00:00:00.000Z', now.toISOString()]) {
        for (const state of ['open', 'all']) {
          const expected = childrenBy().flatMap(({ caseFile, course }) =>
            course.contradictions
              .filter((one) => owner === null || one.owner === owner)
              .filter(
                ({ from, until }) => state === 'all' || (from <= Date.parse(at) && Date.parse(at) < until),
              )
              .map(({ rule, records }) => `${caseFile.childId} ${rule} ${records.join(' ')}`),
          );
          const query = `state=${state}&validAt=${at}&limit=1${owner === null ? '' : `&owner=${owner}`}`;
          const found = await walk(
            `/v1/discrepancies?${query}`,
            (body) => body['discrepancies'] as unknown[],
          );
          const names = (found as Array<{ childId: string; rule: string; records: string[] }>).map(
            ({ childId, rule, records }) => `${childId} ${rule} ${records.join(' ')}`,
          );
          expect(names.sort()).toEqual(expected.sort());
          if (state === 'all') expect(names.length).toBeGreaterThan(3);
        }
      }
    }
  });

  it.each(['0000-01-01T00:00:00Z', '1899-12-31T23:59:59Z', 'infinity'])(
    'refuse a cursor made up with the beginning %s',
    async (from) => {
      const { next } = (await (await get('/v1/discrepancies?state=all&limit=1')).json()) as { next: string };
      const cursor = JSON.parse(Buffer.from(next, 'base64url').toString()) as { k: string[] };
      cursor.k[3] = from;
      const forged = Buffer.from(JSON.stringify(cursor)).toString('base64url');
      const response = await get(`/v1/discrepancies?state=all&limit=1&cursor=${forged}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ field: '/cursor' }] });
    },
  );
});

function ageOf(born: string): number {
  let age = 0;
  while (birthday(born, age + 1) <= easternDay(now.getTime())) age += 1;
  return age;
}
