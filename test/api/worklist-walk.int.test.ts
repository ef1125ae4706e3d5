import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { oversight } from '../../src/api/oversight.ts';
import { FIRST_CHILD } from '../../src/api/query/cursor.ts';
import type { Worklist } from '../../src/contracts/worklist.ts';
import { hashId } from '../../src/contracts/hash.ts';
import { Random } from '../../src/simulator/random.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { startApi, type TestServer } from './support/api-server.ts';

const CHILDREN = 3_000;
const seed = process.env['ROLLCALL_TEST_SEED'] ?? String(Date.now());
let now = new Date('2026-09-30T12:00:00Z');

let database: MigratedDatabase;
let pool: Pool;
let api: TestServer;
let authorization: string;

beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  api = await startApi({ clock: () => now, oversight: oversight(pool) });
  authorization = `Bearer ${await api.token()}`;
  await pool.query(
    `insert into projection.obligation (child_id, rule, owner, subject, opens_at, due_at, overdue_at, field_office, state, level)
     select id, 'serve-nta', 'ice', 'ice.custody-transfer/t1@ice:test', '2026-01-01', '2026-01-31', '2026-01-31', 'Miami', 'open', 0
     from unnest($1::uuid[]) as id`,
    [Array.from({ length: CHILDREN }, (_, n) => childOf(n))],
  );
}, 400_000);
afterAll(async () => {
  await api?.close();
  await database?.close();
});

function childOf(number: number): string {
  return hashId(`child ${number}`);
}

/** As the reconciler writes a duty that changed: the row is deleted and comes again. */
async function rewrite(
  childId: string,
  closedAt: string | null,
  acknowledgedAt: string | null,
): Promise<void> {
  await withTransaction(pool, async (tx) => {
    await tx.query(`delete from projection.obligation where child_id = $1 and rule = 'serve-nta'`, [childId]);
    await tx.query(
      `insert into projection.obligation (child_id, rule, owner, subject, opens_at, due_at, overdue_at, closed_at, closed_as,
         acknowledged_at, field_office, state, level)
       values ($1, 'serve-nta', 'ice', 'ice.custody-transfer/t1@ice:test', '2026-01-01', '2026-01-31', '2026-01-31', $2, $3, $4, 'Miami', 'open', 0)`,
      [childId, closedAt, closedAt === null ? null : 'met', acknowledgedAt],
    );
  });
}

it('a walk under concurrent writes misses and repeats no child whose duty is there all the while', async () => {
  const random = new Random(seed, 'walk');
  const validAt = now.toISOString();
  /** Met before the moment, as some record says late; and new children: the walk may or may not see them. */
  const changing = new Set<string>();
  const stop = new AbortController();
  /** Two of them, each with children of its own, as the reconciler's locks see to. */
  const write = async (writer: 0 | 1): Promise<number> => {
    let writes = 0;
    for (let n = 0; !stop.signal.aborted; n++, writes++) {
      const childId = childOf(2 * Math.floor((random.share() * CHILDREN) / 2) + writer);
      const kind = random.share();
      now = new Date(now.getTime() + 1_000);
      if (kind < 0.25) {
        changing.add(childId);
        await rewrite(childId, '2026-05-01', null);
      } else if (kind < 0.4) {
        const newborn = hashId(`new ${writer} ${n} ${seed}`);
        changing.add(newborn);
        await rewrite(newborn, null, null);
        // Met after the moment of the walk: at that moment it is still overdue.
      } else if (kind < 0.7 && !changing.has(childId)) await rewrite(childId, now.toISOString(), null);
      else if (!changing.has(childId)) await rewrite(childId, null, now.toISOString());
      if (n % 5 === 0) await turn();
    }
    return writes;
  };
  let writers: Promise<number[]> | null = null;
  const seen: string[] = [];
  let path: string | null = '/v1/worklists/serve-nta?limit=20';
  while (path !== null) {
    const response: Response = await fetch(api.url + path, { headers: { authorization } });
    const body = (await response.json()) as Worklist;
    // What is met from here on was overdue at the moment of the walk.
    writers ??= Promise.all([write(0), write(1)]);
    expect(body.validAt).toBe(validAt);
    seen.push(...body.items.map(({ childId }) => childId));
    path = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  }
  stop.abort();
  const writes = (await writers!).reduce((sum, count) => sum + count, 0);
  expect(writes).toBeGreaterThan(50);
  const still = Array.from({ length: CHILDREN }, (_, n) => childOf(n)).filter((id) => !changing.has(id));
  expect(still.length).toBeGreaterThan(CHILDREN / 3);
  const found = new Set(seen);
  expect({ seed, missed: still.filter((id) => !found.has(id)) }).toEqual({ seed, missed: [] });
  expect({ seed, repeated: seen.length - found.size }).toEqual({ seed, repeated: 0 });
}, 400_000);

it('gives a short page, with a next one, rather than look at all there is', async () => {
  await pool.query('delete from projection.obligation');
  await pool.query(
    `insert into projection.obligation (child_id, rule, owner, subject, opens_at, field_office, state, level)
     select md5(n::text)::uuid, 'serve-nta', 'ice', 'ice.custody-transfer/t1@ice:test', '2026-01-01',
       case when n % 3000 = 0 then 'Seattle' else 'Miami' end, 'open', 0 from generate_series(1, 9000) n`,
  );
  const store = oversight(pool);
  const question = {
    rule: 'serve-nta',
    states: ['open'],
    owners: null,
    fieldOffices: ['Seattle'],
    born: null,
    acknowledged: null,
    validAt: now,
    knownAt: null,
  } as const;
  let after = { childId: FIRST_CHILD, owner: '', subject: '' };
  let pages = 0;
  const found: string[] = [];
  for (;;) {
    const page = await store.readWorklist(question, after, 100, now);
    pages += 1;
    found.push(...page.rows.map(({ childId }) => childId));
    if (page.next === null) break;
    after = page.next;
  }
  expect(found).toHaveLength(3);
  expect(pages).toBe(5);
});
