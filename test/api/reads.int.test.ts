import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashId } from '../../src/contracts/hash.ts';
import type { Pool } from '../../src/store/pool.ts';
import type { RenderedStatus } from '../../src/reconciler/render-status.ts';
import { readStore } from '../../src/store/read-store.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { startApi, type TestServer } from './support/api-server.ts';
import { placementEvent, STRUCTURED } from './support/events.ts';
import { storeRecords, storeStatus } from './support/stored-child.ts';

const child = hashId('hhs.placement/p1@hhs:uc-portal');
const due = hashId('hhs.placement/due@hhs:uc-portal');
const gone = hashId('hhs.placement/gone@hhs:uc-portal');
const moved = hashId('hhs.placement/moved@hhs:uc-portal');
const unknown = hashId('nothing');
const component = hashId('component');
const doc = `{"childId":"${child}","placement":{"value":"hhs-care"}}`;
const now = new Date('2026-05-01T12:00:00Z');

describe('reading, from Postgres', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  let api: TestServer;
  let authorization: string;
  const aliases = new Map([[moved, child]]);

  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
    api = await startApi({
      clock: () => now,
      store: readStore(pool),
      caseFiles: {
        reassess: async (childId) =>
          childId === due
            ? ({ childId, doc: '{"fresh":true}', positions: '{"a":1}', etag: 'fresh' } as RenderedStatus)
            : null,
        asKnown: async () => ({ kind: 'unknown' }),
        readAccounting: async () => ({ kind: 'unknown' as const }),
        resolveAlias: async (id) => {
          const to = aliases.get(id);
          return to === undefined ? { kind: 'unknown' } : { kind: 'moved', to };
        },
      },
    });
    authorization = `Bearer ${await api.token({ clientId: 'reader' })}`;
    await storeStatus(pool, {
      childId: child,
      component,
      doc,
      etag: 'v1',
      nextChangeAt: '2026-05-01T12:00:01Z',
    });
    const later = { component, doc: '{"stale":true}', etag: 'old', nextChangeAt: '2026-05-01T12:00:00Z' };
    await storeStatus(pool, { childId: due, ...later });
    await storeStatus(pool, { childId: gone, ...later });
    const identifiers = { aNumber: 'A012345678', orrId: 'ORR-1' };
    const p1 = { key: 'hhs.placement/p1@hhs:uc-portal', childId: child, identifiers };
    await storeRecords(pool, component, [
      { ...p1, version: 1, occurredAt: '2026-03-01T00:00:00.000Z', says: { programCode: 'P-1' } },
      { ...p1, version: 2, occurredAt: '2026-03-02T00:00:00.000Z', says: { programCode: 'P-2' } },
      {
        ...p1,
        version: 2,
        eventId: 'rival',
        occurredAt: '2026-03-02T00:00:00.000Z',
        recordedAt: '2026-03-03T00:00:00.000Z',
        says: { programCode: 'P-3' },
      },
      {
        key: 'hhs.placement/p2@hhs:uc-portal',
        version: 1,
        voided: true,
        occurredAt: '2026-02-01T00:00:00.000Z',
        identifiers: { aNumber: 'A012345678', fin: '55551' },
        childId: child,
      },
      {
        key: 'hhs.placement/p3@hhs:uc-portal',
        version: 1,
        occurredAt: '2026-04-01T00:00:00.000Z',
        identifiers: { orrId: 'ORR-1', eidSubjectId: 'E-1' },
        childId: null,
        linkRule: 'ambiguous-identifiers',
      },
      {
        key: 'hhs.placement/p4@hhs:uc-portal',
        version: 1,
        occurredAt: '2026-04-02T00:00:00.000Z',
        identifiers: { aNumber: 'A023456789', orrId: 'ORR-1' },
        childId: due,
      },
    ]);
    await pool.query(
      `insert into projection.status_history values
       ($1, '2026-03-01T00:00:00Z', 'hhs-care', 'none', 'no-case', 'in-care', 'not-due', 'verified'),
       ($1, '2026-04-01T00:00:00Z', 'released', 'none', 'no-case', 'usable', 'not-due', 'verified')`,
      [child],
    );
  });
  afterAll(async () => {
    await api?.close();
    await database?.close();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(api.url + path, { headers: { authorization, ...headers }, redirect: 'manual' });
  const post = async (path: string, body: unknown) => {
    const response = await fetch(api.url + path, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('sends a status as it is stored, with positions and a strong ETag', async () => {
    const response = await get(`/v1/children/${child}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe('"v1"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.text()).toBe(`${doc.slice(0, -1)},"positions":{},"withheld":[]}`);
    expect((await get(`/v1/children/${child.toUpperCase()}`)).status).toBe(200);
  });

  it.each([
    ['"v1"', 304],
    ['W/"v1"', 304],
    ['"v0", "v1"', 304],
    ['*', 304],
    ['"v0"', 200],
    ['v1', 200],
  ])('answers If-None-Match %s with %i', async (tag, status) => {
    const response = await get(`/v1/children/${child}`, { 'if-none-match': tag });
    expect(response.status).toBe(status);
    expect(response.headers.get('etag')).toBe('"v1"');
    if (status === 304) expect(await response.text()).toBe('');
  });

  it('assesses anew what time alone has changed', async () => {
    const response = await get(`/v1/children/${due}`);
    expect(response.headers.get('etag')).toBe('"fresh"');
    expect(await response.json()).toEqual({ fresh: true, positions: { a: 1 }, withheld: [] });
    expect((await get(`/v1/children/${gone}`)).status).toBe(404);
  });

  it('redirects an id that yielded with all that was asked, and knows nothing of others', async () => {
    const response = await get(`/v1/children/${moved}`);
    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toBe(`/v1/children/${child}`);
    const timeline = await get(`/v1/children/${moved}/timeline`);
    expect(timeline.headers.get('location')).toBe(`/v1/children/${child}/timeline`);
    const query = '?validAt=2026-03-01T00%3A00%3A00%2B01%3A00';
    const then = await get(`/v1/children/${moved}${query}`);
    expect(then.headers.get('location')).toBe(`/v1/children/${child}${query}`);
    const page = await get(`/v1/children/${moved}/timeline${query}&limit=5`);
    expect(page.headers.get('location')).toBe(`/v1/children/${child}/timeline${query}&limit=5`);
    const spelled = await get(
      `/v1/%63hildren/%${moved.charCodeAt(0).toString(16)}${moved.slice(1)}/%74imeline${query}`,
    );
    expect(spelled.headers.get('location')).toBe(`/v1/children/${child}/%74imeline${query}`);
    expect((await get(`/v1/children/${unknown}`)).status).toBe(404);
    expect((await get(`/v1/children/${unknown}/timeline`)).status).toBe(404);
  });

  it('answers many children at once, each for itself', async () => {
    const childIds = [child, moved, unknown, due];
    const { status, body } = await post('/v1/children/status-batch', { childIds });
    expect(status).toBe(207);
    expect(body['results']).toMatchObject([
      { index: 0, childId: child, status: 'found', etag: 'v1', child: { placement: { value: 'hhs-care' } } },
      { index: 1, childId: moved, status: 'moved', movedTo: child },
      { index: 2, childId: unknown, status: 'unknown', problem: { status: 404 } },
      { index: 3, childId: due, status: 'found', etag: 'fresh' },
    ]);
    const many = await post('/v1/children/status-batch', { childIds: Array(501).fill(child) });
    expect(many.status).toBe(400);
  });

  it('shows all that was said, in the order in which it happened, and what became of it', async () => {
    const response = await get(`/v1/children/${child}/timeline`);
    const text = await response.text();
    const body = JSON.parse(text) as {
      records: Array<Record<string, unknown>>;
      statusHistory: unknown;
      next: unknown;
    };
    expect(
      body.records.map(({ record, version, state, conflict }) => [record, version, state, conflict]),
    ).toEqual([
      ['hhs.placement/p2@hhs:uc-portal', 1, 'voided', false],
      ['hhs.placement/p1@hhs:uc-portal', 1, 'superseded', false],
      ['hhs.placement/p1@hhs:uc-portal', 2, 'outranked', true],
      ['hhs.placement/p1@hhs:uc-portal', 2, 'in-use', true],
    ]);
    expect(body.records[3]).toMatchObject({
      agency: 'hhs',
      occurredAt: '2026-03-02T00:00:00.000Z',
      recordedAt: '2026-03-03T00:00:00.000Z',
      receivedAt: '2026-05-01T12:00:00.000Z',
      linkedBy: 'a-number',
      position: { topic: 'hhs.placement.v1', partition: 0 },
      says: { programCode: 'P-3' },
    });
    expect(text).not.toContain('Quarlemont');
    expect(body.statusHistory).toMatchObject([
      { validFrom: '2026-03-01T00:00:00.000Z', validTo: '2026-04-01T00:00:00.000Z', placement: 'hhs-care' },
      { validFrom: '2026-04-01T00:00:00.000Z', validTo: null, placement: 'released' },
    ]);
    expect(body.next).toBeNull();
  });

  it('gives a timeline in pages that together are the whole, each record once', async () => {
    const seen: string[] = [];
    let path: string | null = `/v1/children/${child}/timeline?limit=1`;
    while (path !== null) {
      const response: Response = await get(path);
      const body = (await response.json()) as { records: Array<{ eventId: string }>; next: string | null };
      expect(body.records).toHaveLength(1);
      seen.push(...body.records.map(({ eventId }) => eventId));
      const link = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
      expect(link === null).toBe(body.next === null);
      path = link;
    }
    expect(seen).toEqual(['hhs.placement/p2-v1', 'hhs.placement/p1-v1', 'hhs.placement/p1-v2', 'rival']);
  });

  it('gives a link that it takes on the last day there is', async () => {
    const first = await get(`/v1/children/${child}/timeline?validAt=2099-12-31&limit=1`);
    const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '')![1]!;
    expect((await get(next)).status).toBe(200);
  });

  it.each([
    ['abc', 'not a place'],
    [Buffer.from('{"q":"a"}').toString('base64url'), 'another list’s'],
  ])('refuses a timeline’s cursor %s: %s', async (cursor) => {
    const response = await get(`/v1/children/${child}/timeline?cursor=${cursor}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ field: '/cursor' }] });
  });

  it('ends an interval of a timeline where it ended, also after the moment asked about', async () => {
    const until = async (validAt: string): Promise<unknown> => {
      const response = await get(`/v1/children/${child}/timeline?validAt=${validAt}`);
      return ((await response.json()) as { statusHistory: unknown }).statusHistory;
    };
    const inCare = { placement: 'hhs-care', validTo: '2026-04-01T00:00:00.000Z' };
    expect(await until('2026-03-15')).toMatchObject([inCare]);
    expect(await until('2026-04-15')).toMatchObject([inCare, { placement: 'released', validTo: null }]);
  });

  it('has nothing in a timeline until anything happened', async () => {
    const before = await get(`/v1/children/${child}/timeline?validAt=2020-01-01`);
    expect(await before.json()).toMatchObject({ records: [], statusHistory: [], next: null });
  });

  it.each<[Record<string, string>, unknown[], number, number]>([
    [{ aNumber: 'A 012-345-678' }, [{ childId: child, matchedBy: ['aNumber'] }], 0, 1],
    [{ aNumber: 'A099999991' }, [], 0, 0],
    [{ fin: '55551' }, [], 0, 1],
    [{ eidSubjectId: 'E-1' }, [], 1, 0],
    [
      { orrId: 'ORR-1', aNumber: 'A023456789' },
      [
        { childId: child, matchedBy: ['orrId'] },
        { childId: due, matchedBy: ['aNumber', 'orrId'] },
      ],
      1,
      0,
    ],
  ])('finds by %j', async (identifiers, children, unlinked, former) => {
    const { status, body } = await post('/v1/children/search', { identifiers });
    expect(status).toBe(200);
    expect(body['children']).toHaveLength(children.length);
    expect(body['children']).toEqual(expect.arrayContaining(children));
    const reasons = unlinked === 0 ? [] : ['ambiguous-identifiers'];
    expect(body['unlinked']).toEqual({ records: unlinked, reasons });
    expect(body['former']).toEqual({ records: former });
    expect(body['overused']).toEqual([]);
  });

  it('finds nothing by an id that stands for no child, and says so', async () => {
    await pool.query(`insert into projection.overused_identifier values ('orr:ORR-1'), ('fin:ORR-1')`);
    try {
      const identifiers = { orrId: 'ORR-1', aNumber: 'A023456789' };
      expect((await post('/v1/children/search', { identifiers })).body).toEqual({
        children: [{ childId: due, matchedBy: ['aNumber'] }],
        unlinked: { records: 0, reasons: [] },
        former: { records: 0 },
        overused: ['orrId'],
      });
    } finally {
      await pool.query('delete from projection.overused_identifier');
    }
  });

  it('knows an event that was applied before this process started', async () => {
    const event = placementEvent({ id: 'hhs.placement/p2-v1' });
    const response = await fetch(`${api.url}/v1/records`, {
      method: 'POST',
      headers: { authorization, 'content-type': STRUCTURED },
      body: JSON.stringify(event),
    });
    expect(response.status).toBe(409);
  });

  it('is ready while the database answers', async () => {
    const ready = await startApi({
      readiness: [
        { name: 'database', check: () => pool.query('select 1').then(() => {}) },
        { name: 'log', check: async () => {} },
      ],
    });
    const half = await startApi({
      readiness: [{ name: 'log', check: () => Promise.reject(new Error('down')) }],
    });
    try {
      const response = await fetch(`${ready.url}/readyz`);
      expect([response.status, await response.json()]).toEqual([
        200,
        { ready: true, checks: { database: 'ok', log: 'ok' } },
      ]);
      const failing = await fetch(`${half.url}/readyz`);
      expect([failing.status, await failing.json()]).toEqual([
        503,
        { ready: false, checks: { log: 'failed' } },
      ]);
      expect(failing.headers.get('retry-after')).toBe('2');
    } finally {
      await ready.close();
      await half.close();
    }
  });
});
