import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../src/domain/case-file.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
import { startReconciler } from '../../src/reconciler/reconciler.ts';
import type { Pool } from '../../src/store/pool.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageFor, record } from '../support/records.ts';
import type { TestServer } from './support/api-server.ts';
import { startApiOn } from './support/api-on.ts';

const FIRST = '2026-01-01T00:00:00.000Z';
const LATER = '2026-02-01T00:00:00.000Z';
const between = '2026-01-15T00:00:00.000Z';
const now = new Date('2026-03-01T00:00:00Z');

/** Two children until the last record tells that they are one; the transfer's id yields to the placement's. */
const placement = record('hhs.placement', 'p1', { ids: { orrId: 'orr-1' } });
const transfer = record('ice.custody-transfer', 't1', {
  ids: { eidSubjectId: 'eid-1' },
  data: { recordedAt: '2025-06-01T00:00:00.000Z' },
});
const tie = record('ice.notice-to-appear', 'n1', {
  ids: { aNumber: 'A055555551', orrId: 'orr-1', eidSubjectId: 'eid-1' },
  data: { recordedAt: '2025-07-01T00:00:00.000Z' },
});
/** A child of its own until its number is found with two A-numbers. */
const alone = record('hhs.placement', 'p2', { ids: { orrId: 'orr-2' } });
const one = record('ice.notice-to-appear', 'n2', { ids: { aNumber: 'A055555552', orrId: 'orr-2' } });
const other = record('ice.notice-to-appear', 'n3', { ids: { aNumber: 'A055555553', orrId: 'orr-2' } });
/** Another child’s until a correction gives it to the one that it is of. */
const anchor = record('hhs.placement', 'p3', { ids: { aNumber: 'A055555554' } });
const wrong = record('hhs.release', 'r3', { ids: { aNumber: 'A055555554' } });
const right = record('hhs.release', 'r3', { ids: { aNumber: 'A055555559' }, data: { version: 2 } });
const rightful = record('hhs.placement', 'p4', { ids: { aNumber: 'A055555559' } });
/** Two children until an early record, received late, makes them one and gives the id. */
const parted = record('hhs.placement', 'p5', { ids: { orrId: 'orr-5' } });
const apart = record('ice.custody-transfer', 't5', { ids: { eidSubjectId: 'eid-5' } });
const early = record('ice.notice-to-appear', 'n5', {
  ids: { aNumber: 'A055555556', orrId: 'orr-5', eidSubjectId: 'eid-5' },
  data: { recordedAt: '2024-06-01T00:00:00.000Z' },
});
/** A child that was known by the id of a record that a correction gave to another. */
const [six, seven] = [{ aNumber: 'A055555557' }, { aNumber: 'A055555558' }];
const named = record('hhs.release', 'r6', { ids: six });
const namedRight = record('hhs.release', 'r6', {
  ids: seven,
  data: { version: 2, recordedAt: '2025-08-01T00:00:00.000Z' },
});
const stays = record('hhs.placement', 'p6', { ids: six, data: { recordedAt: '2025-06-01T00:00:00.000Z' } });
const has = record('hhs.placement', 'p7', { ids: seven, data: { recordedAt: '2025-06-01T00:00:00.000Z' } });

let database: MigratedDatabase;
let pool: Pool;
let api: TestServer;
let authorization: string;

beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  api = await startApiOn(pool, { clock: () => now });
  authorization = `Bearer ${await api.token()}`;
  const reconciler = startReconciler({ log: api.log, pool, clock: () => now.getTime() });
  await send([placement, transfer, alone, anchor, wrong, rightful, parted, apart, named, stays, has], FIRST);
  await send([tie, one, other, right, early, namedRight], LATER);
  await caughtUp(pool, api.log);
  await reconciler.stop();
});
afterAll(async () => {
  await api?.close();
  await database?.close();
});

function send(records: readonly Assertion[], receivedAt: string): Promise<unknown> {
  const messages = records.map((one) => messageFor(one));
  return api.log.append(
    messages.map((message) => ({
      ...message,
      headers: { ...message.headers, ce_receivedtime: receivedAt },
    })),
  );
}

interface Answer {
  status: number;
  location: string | null;
  body: {
    type?: string;
    detail?: string;
    childId?: string;
    links?: Array<{ record: string }>;
    records?: Array<{ record: string; version: number; state: string; linkedBy: string }>;
    statusHistory?: unknown[];
  };
}
async function get(path: string): Promise<Answer> {
  const response = await fetch(`${api.url}/v1/children/${path}`, {
    headers: { authorization },
    redirect: 'manual',
  });
  const body = (await response.json()) as Answer['body'];
  return { status: response.status, location: response.headers.get('location'), body };
}
const recordsOf = ({ body }: Answer) => body.records?.map((each) => `${each.record} v${each.version}`);

it('answers for an id that has since yielded with the child that it was', async () => {
  const id = aliasOf(transfer.key);
  expect((await get(id)).status).toBe(308);
  expect((await get(`${id}?validAt=${between}`)).status).toBe(308);
  const then = await get(`${id}?knownAt=${between}`);
  expect(then).toMatchObject({ status: 200, body: { childId: id, links: [{ record: transfer.key }] } });
  expect(then.body.links).toHaveLength(1);
  const timeline = await get(`${id}/timeline?knownAt=${between}`);
  expect(timeline).toMatchObject({ status: 200, body: { childId: id } });
  expect(recordsOf(timeline)).toEqual([`${transfer.key} v1`]);
  expect(timeline.body.statusHistory).not.toHaveLength(0);
});

it('answers for an id that waits for a person by now with the child that it was', async () => {
  const id = aliasOf(alone.key);
  for (const path of [id, `${id}/timeline`]) {
    expect((await get(path)).status).toBe(409);
    expect(await get(`${path}?knownAt=${between}`)).toMatchObject({ status: 200, body: { childId: id } });
  }
});

it('leads on from an id of which nothing had been received then, or says so', async () => {
  for (const end of [`?knownAt=${between}`, `/timeline?knownAt=${between}`]) {
    const yielded = await get(aliasOf(tie.key) + end);
    expect(yielded).toMatchObject({
      status: 308,
      location: `/v1/children/${aliasOf(placement.key)}${end}`,
    });
    const own = await get(aliasOf(one.key) + end);
    expect(own).toMatchObject({ status: 404, body: { type: 'urn:rollcall:problem:not-known-then' } });
    expect((await get(aliasOf('hhs.placement/none@hhs:test') + end)).status).toBe(404);
  }
});

it('gives the records that the child had then', async () => {
  const had = await get(`${aliasOf(anchor.key)}/timeline?knownAt=${between}`);
  expect(recordsOf(had)).toEqual([`${anchor.key} v1`, `${wrong.key} v1`]);
  expect(had.body.records?.map(({ linkedBy }) => linkedBy)).toEqual(['a-number', 'a-number']);
  const has = await get(`${aliasOf(anchor.key)}/timeline`);
  expect(recordsOf(has)).toEqual([`${anchor.key} v1`]);
  const got = await get(`${aliasOf(rightful.key)}/timeline?knownAt=${between}`);
  expect(recordsOf(got)).toEqual([`${rightful.key} v1`]);
});

it('says of an id that stands for several children of then which they were', async () => {
  for (const path of [aliasOf(early.key), `${aliasOf(early.key)}/timeline`]) {
    const { status, body } = await get(`${path}?knownAt=${between}`);
    expect([status, body.type]).toEqual([409, 'urn:rollcall:problem:several-children-then']);
    for (const { key } of [parted, apart]) expect(body.detail).toContain(aliasOf(key));
  }
});

describe('an id that was made of a record which told of another child before', () => {
  const id = aliasOf(named.key);
  const both = [aliasOf(stays.key), aliasOf(has.key)].sort();

  it.each([id, `${id}/timeline`])('is neither’s: %s names both', async (path) => {
    expect(await get(path)).toMatchObject({
      status: 409,
      body: { type: 'urn:rollcall:problem:several-children', detail: `it is one of ${both.join(', ')}` },
    });
  });

  it('and both answer under ids of their own', async () => {
    for (const own of both) expect(await get(own)).toMatchObject({ status: 200, body: { childId: own } });
  });

  it('is the child’s whose it was, by what was known then', async () => {
    const then = await get(`${id}?knownAt=${between}`);
    expect(then).toMatchObject({ status: 200, body: { childId: id } });
    expect(then.body.links?.map((link) => link.record)).toEqual([stays.key, named.key]);
  });

  it('is said to be one of several in a batch too, which tells of each that it names', async () => {
    const response = await fetch(`${api.url}/v1/children/status-batch`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ childIds: [id] }),
    });
    expect(await response.json()).toMatchObject({
      results: [
        {
          childId: id,
          status: 'several',
          problem: { status: 409, detail: expect.stringContaining(both[1]!) },
        },
      ],
    });
    const { rows } = await pool.query<{ child_ids: string[] }>(
      `select child_ids from rollcall.disclosure where operation = 'readStatuses'`,
    );
    expect(rows.map((row) => row.child_ids.toSorted())).toEqual([both]);
  });
});

it.each([
  ['/v1/worklists/serve-nta?', 'items'],
  ['/v1/reports/accountability/children?measure=transferred&asOf=2026-03-01&years=2025&', 'children'],
])('names in %s children who can be opened', async (path, list) => {
  const response = await fetch(`${api.url}${path}knownAt=${between}`, { headers: { authorization } });
  const body = (await response.json()) as Record<string, Array<{ childId: string }>>;
  const ids = body[list]!.map(({ childId }) => childId);
  expect(ids).toContain(aliasOf(transfer.key));
  for (const id of ids) {
    expect(await get(`${id}?knownAt=${between}`)).toMatchObject({ status: 200, body: { childId: id } });
  }
});
