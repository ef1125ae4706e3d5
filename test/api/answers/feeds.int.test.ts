import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Feed } from '../../../src/contracts/feed.ts';
import { eventIdsDigest, type Manifest, type ManifestBalance } from '../../../src/contracts/manifest.ts';
import type { Agency } from '../../../src/contracts/record.ts';
import { topics } from '../../../src/contracts/topics.ts';
import { checkEvent } from '../../../src/intake/parse/accept-event.ts';
import { parseEventObject } from '../../../src/intake/parse/parse-structured.ts';
import type { EventLog, LogMessage } from '../../../src/log/event-log.ts';
import { postgresLog } from '../../../src/log/postgres/postgres-log.ts';
import { startReconciler, type Reconciler } from '../../../src/reconciler/reconciler.ts';
import { rebuild } from '../../../src/replay/rebuild.ts';
import { rewind } from '../../../src/replay/rewind.ts';
import { feedStore } from '../../../src/store/feed-store.ts';
import type { Pool } from '../../../src/store/pool.ts';
import { readStore } from '../../../src/store/read-store.ts';
import { caughtUp } from '../../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../../support/migrated-database.ts';
import { startApi, type TestServer } from '../support/api-server.ts';
import { BATCH, placementEvent } from '../support/events.ts';

const HOUR = 3_600_000;
const PLACEMENTS = 'hhs.placement@hhs:uc-portal';
/** Daylight saving has begun: this Eastern day is from 04:00 to 04:00 UTC. */
const DAY = '2026-03-10';
const noon = Date.parse('2026-03-10T16:00:00Z');

describe('feeds and their control totals', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  let log: EventLog;
  let reconciler: Reconciler;
  let api: TestServer;
  let now = noon;

  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
    log = postgresLog({ pool, clientId: 'test' });
    await log.applyTopics(topics);
    reconciler = startReconciler({ log, pool });
    api = await startApi({ log, store: readStore(pool), feeds: feedStore(pool), clock: () => new Date(now) });
  }, 400_000);
  afterAll(async () => {
    await api?.close();
    await reconciler?.stop();
    await log?.close();
    await database?.close();
  });

  async function call(
    method: 'GET' | 'POST',
    path: string,
    options: { agency?: Agency; scopes?: ['ops'] | ['records:write']; body?: unknown; type?: string } = {},
  ): Promise<{ status: number; body: unknown }> {
    const { agency = 'hhs', scopes } = options;
    const token = await api.token({
      agency,
      clientId: `${agency}-test`,
      now: new Date(now),
      ...(scopes === undefined ? {} : { scopes }),
    });
    const response = await fetch(api.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(options.body === undefined ? {} : { 'content-type': options.type ?? 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Send events in one batch. @returns what each was answered, and the day named */
  async function send(events: unknown[], agency: Agency = 'hhs'): Promise<string[]> {
    const { body } = await call('POST', '/v1/records', { agency, body: events, type: BATCH });
    await caughtUp(pool, log);
    const { results } = body as { results: Array<{ status: string; receivedOn: string }> };
    return results.map(({ status, receivedOn }) => `${status} ${receivedOn}`);
  }

  async function post(manifest: Partial<Manifest> & { eventIds?: string[] }, feed = PLACEMENTS) {
    const ids = manifest.eventIds ?? [];
    const body = { day: DAY, count: ids.length, digest: eventIdsDigest(ids), ...manifest };
    const answer = await call('POST', `/v1/feeds/${feed}/manifests`, { body });
    return { status: answer.status, balance: answer.body as ManifestBalance };
  }

  async function read(day = DAY, feed = PLACEMENTS): Promise<ManifestBalance[]> {
    const { body } = await call('GET', `/v1/feeds/${feed}/manifests?day=${day}`);
    return (body as { manifests: ManifestBalance[] }).manifests;
  }

  async function feeds(): Promise<Feed[]> {
    return ((await call('GET', '/v1/feeds')).body as { feeds: Feed[] }).feeds;
  }

  const feed = async (id: string) => (await feeds()).find((one) => one.id === id);
  const event = (id: string, data: Record<string, unknown> = {}) => placementEvent({ id, data });

  it('shows every record type before any record came, as a feed of nobody', async () => {
    const all = await feeds();
    expect(all).toHaveLength(11);
    expect(
      all.every(({ id, source, state }) => id === null && source === null && state === 'never-heard'),
    ).toBe(true);
  });

  it('balances a day with a duplicate, a conflict and a rejection', async () => {
    expect(
      await send([event('e1'), event('e2'), event('e3'), event('e1'), event('e2', { programCode: 'P-2' })]),
    ).toEqual(
      ['accepted', 'accepted', 'accepted', 'duplicate', 'conflict'].map((status) => `${status} ${DAY}`),
    );
    expect(await send([event('e3'), event('e3'), event('e4', { programCode: 7 })])).toEqual([
      `duplicate ${DAY}`,
      `duplicate ${DAY}`,
      `rejected ${DAY}`,
    ]);
    // In this feed's name, but not by its agency.
    expect(await send([event('e5')], 'ice')).toEqual([`rejected ${DAY}`]);
    const { status, balance } = await post({ count: 8, eventIds: ['e4', 'e3', 'e2', 'e1'] });
    expect(status).toBe(201);
    expect(balance).toEqual({
      feed: PLACEMENTS,
      day: DAY,
      postedAt: new Date(now).toISOString(),
      evaluatedAt: new Date(now).toISOString(),
      balanced: true,
      sent: 8,
      received: { accepted: 3, duplicate: 3, conflict: 1, rejected: 1, total: 8 },
      digest: { sent: balance.digest.sent, received: balance.digest.sent, same: true },
      differences: [],
      notReceived: { count: 0, ids: [] },
      notListed: { count: 0, ids: [] },
    });
    expect(await read()).toEqual([balance]);
  });

  it('names an event that was lost on the way, and balances when it has come after all', async () => {
    now += HOUR;
    const eventIds = ['e1', 'e2', 'e3', 'e4', 'lost'];
    const { balance } = await post({ count: 9, eventIds });
    expect(balance).toMatchObject({
      balanced: false,
      received: { total: 8 },
      notReceived: { count: 1, ids: ['lost'] },
      notListed: { count: 0, ids: [] },
    });
    expect(balance.differences.map(({ kind, count }) => [kind, count])).toEqual([
      ['fewer-received', 1],
      ['not-received', 1],
    ]);
    expect((await feed(PLACEMENTS))?.manifest).toMatchObject({ day: DAY, count: 9, balanced: false });
    await send([event('lost')]);
    expect(await read()).toMatchObject([{ balanced: true, received: { accepted: 4, total: 9 } }]);
    expect((await feed(PLACEMENTS))?.manifest).toMatchObject({ day: DAY, count: 9, balanced: true });
  });

  it('does not forget a day that never balanced, when a later one does', async () => {
    const id = 'hhs.address@hhs:uc-portal';
    const lost = '2026-03-05';
    await post({ day: lost, eventIds: ['gone'] }, id);
    expect((await feed(id))?.manifest).toMatchObject({ day: lost, unbalancedDays: [lost] });
    await post({ day: '2026-03-06' }, id);
    await post({ day: DAY, eventIds: ['gone-2'] }, id);
    expect((await feed(id))?.manifest).toMatchObject({
      day: DAY,
      balanced: false,
      unbalancedDays: [DAY, lost],
    });
    await post({ day: DAY }, id);
    expect((await feed(id))?.manifest).toMatchObject({ day: DAY, balanced: true, unbalancedDays: [lost] });
    await post({ day: lost }, id);
    expect((await feed(id))?.manifest).toMatchObject({ day: DAY, balanced: true, unbalancedDays: [] });
  });

  it('names an event that nobody listed', async () => {
    const { balance } = await post({ count: 9, eventIds: ['e1', 'e2', 'e3', 'lost'] });
    expect(balance).toMatchObject({ balanced: false, notListed: { count: 1, ids: ['e4'] } });
    expect(balance.differences.map(({ kind }) => kind)).toEqual(['not-listed']);
  });

  it('with count and digest alone says by how many, and whether the events are the same', async () => {
    const digest = eventIdsDigest(['e1', 'e2', 'e3', 'e4', 'lost']);
    const more = await post({ count: 8, digest });
    expect(more.balance).toMatchObject({ balanced: false, digest: { same: true }, notReceived: null });
    expect(more.balance.differences).toMatchObject([{ kind: 'more-received', count: 1 }]);
    const other = await post({ count: 9, digest: eventIdsDigest(['e1', 'x']) });
    expect(other.balance.differences).toMatchObject([{ kind: 'other-events', count: null }]);
    expect((await post({ count: 9, digest })).balance).toMatchObject({ balanced: true, differences: [] });
  });

  it('keeps earlier manifests, and adds none where the same is posted again', async () => {
    const count = async () =>
      (await pool.query<{ n: number }>('select count(*)::int as n from rollcall.manifest')).rows[0]!.n;
    const before = await count();
    const digest = eventIdsDigest(['e1', 'e2', 'e3', 'e4', 'lost']);
    expect((await post({ count: 9, digest })).status).toBe(200);
    expect(await count()).toBe(before);
    expect((await post({ count: 10, digest })).status).toBe(201);
    expect(await count()).toBe(before + 1);
    expect(await read()).toMatchObject([{ sent: 10 }]);
    expect((await post({ count: 9, digest })).balance.balanced).toBe(true);
  });

  it('a refused event that names no source is nobody’s, and the manifest of its client says so', async () => {
    now = noon + 24 * HOUR;
    await send([event('next-day'), { id: 'broken' }]);
    const { balance } = await post({ day: '2026-03-11', count: 2, eventIds: ['next-day', 'broken'] });
    expect(balance.differences.map(({ kind, count }) => [kind, count])).toEqual([
      ['fewer-received', 1],
      ['not-received', 1],
      ['unattributed', 1],
    ]);
  });

  it('puts records, duplicates and refusals on one day to the millisecond of midnight, Eastern', async () => {
    now = Date.parse('2026-03-13T04:00:00.000Z') - 1;
    const before = await send([event('m1'), event('m1'), event('m2', { programCode: 7 })]);
    now += 1;
    const after = await send([event('m3'), event('m1'), event('m4', { programCode: 7 })]);
    expect([...before, ...after]).toEqual([
      'accepted 2026-03-12',
      'duplicate 2026-03-12',
      'rejected 2026-03-12',
      'accepted 2026-03-13',
      'duplicate 2026-03-13',
      'rejected 2026-03-13',
    ]);
    now += HOUR;
    expect((await post({ day: '2026-03-12', count: 3, eventIds: ['m1', 'm2'] })).balance.balanced).toBe(true);
    const next = await post({ day: '2026-03-13', count: 3, eventIds: ['m1', 'm3', 'm4'] });
    expect(next.balance).toMatchObject({
      balanced: true,
      received: { accepted: 1, duplicate: 1, conflict: 0, rejected: 1 },
    });
  });

  it('counts what the log holds twice as a duplicate if it was sent twice, not if the log repeated it', async () => {
    const first = messageOf('twice', '2026-03-14T16:00:00.000Z');
    const again = messageOf('twice', '2026-03-14T16:00:05.000Z');
    await log.append([first, first, again, again]);
    await caughtUp(pool, log);
    now = Date.parse('2026-03-15T05:00:00Z');
    const { balance } = await post({ day: '2026-03-14', count: 2, eventIds: ['twice'] });
    expect(balance).toMatchObject({ balanced: true, received: { accepted: 1, duplicate: 1 } });
  });

  it('puts what only the reconciler refuses on the day on which intake took it', async () => {
    const message = messageOf('late-refusal', '2026-03-15T16:00:00.000Z');
    await log.append([{ ...message, value: '{}' }]);
    await caughtUp(pool, log);
    now = Date.parse('2026-03-16T05:00:00Z');
    const { balance } = await post({ day: '2026-03-15', count: 1, eventIds: ['late-refusal'] });
    expect(balance).toMatchObject({ balanced: true, received: { accepted: 0, rejected: 1 } });
  });

  it('takes a manifest of a feed of which nothing ever came: all of it was lost', async () => {
    const id = 'hhs.release@hhs:other-system';
    const { status, balance } = await post({ day: '2026-03-15', count: 1, eventIds: ['r1'] }, id);
    expect(status).toBe(201);
    expect(balance).toMatchObject({ balanced: false, notReceived: { count: 1, ids: ['r1'] } });
    expect(await feed(id)).toMatchObject({ state: 'never-heard', manifest: { balanced: false } });
  });

  it.each<[string, number, string, object, string]>([
    ['a feed that cannot be', 404, 'hhs.placement@eoir:case', {}, 'unknown-feed'],
    ['no record type', 404, 'hhs.gossip@hhs:uc-portal', {}, 'unknown-feed'],
    ['another agency’s feed', 403, 'eoir.case@eoir:case', {}, 'foreign-feed'],
    ['a day that does not exist', 422, PLACEMENTS, { day: '2026-02-30' }, 'invalid-manifest'],
    ['a day to come', 422, PLACEMENTS, { day: '2026-03-17' }, 'invalid-manifest'],
    ['a digest that is none', 422, PLACEMENTS, { digest: 'abc' }, 'invalid-manifest'],
    [
      'a digest of other ids',
      422,
      PLACEMENTS,
      { eventIds: ['a'], digest: eventIdsDigest(['b']) },
      'invalid-manifest',
    ],
    ['a count of less than its ids', 422, PLACEMENTS, { eventIds: ['a', 'b'], count: 1 }, 'invalid-manifest'],
    ['an id with a space', 422, PLACEMENTS, { eventIds: ['a b'] }, 'invalid-manifest'],
    ['a field it has not', 422, PLACEMENTS, { note: 'x' }, 'invalid-manifest'],
  ])('refuses %s', async (_, status, id, manifest, kind) => {
    const answer = await post(manifest, id);
    expect(answer.status).toBe(status);
    expect(answer.balance).toMatchObject({ type: `urn:rollcall:problem:${kind}` });
  });

  it('shows manifests to the agency whose feed it is, and to operators', async () => {
    const path = `/v1/feeds/${PLACEMENTS}/manifests`;
    expect((await call('GET', path, { agency: 'eoir', scopes: ['records:write'] })).status).toBe(403);
    const { status, body } = await call('GET', path, { agency: 'eoir', scopes: ['ops'] });
    expect(status).toBe(200);
    const days = (body as { manifests: ManifestBalance[] }).manifests.map(({ day }) => day);
    expect(days).toEqual(['2026-03-15', '2026-03-14', '2026-03-13', '2026-03-12', '2026-03-11', DAY]);
    expect((await call('GET', `${path}?day=2026-02-30`)).status).toBe(400);
  });

  it('tells when a feed that came every night falls silent, and when it comes again', async () => {
    const id = 'hhs.placement@hhs:night-run';
    const start = Date.parse('2026-03-16T07:10:00Z');
    const night = (n: number) => new Date(start + n * 24 * HOUR).toISOString();
    const nights = Array.from({ length: 28 }, (_, n) => messageOf(`night-${n}`, night(n), 'night-run'));
    await log.append(nights.slice(0, 14));
    await caughtUp(pool, log);
    now = start + 13 * 24 * HOUR;
    expect(await feed(id)).toMatchObject({ state: 'not-judged', rhythm: null, silentSince: null });
    await log.append(nights.slice(14));
    await caughtUp(pool, log);
    const last = start + 27 * 24 * HOUR;
    now = last + 38 * HOUR;
    expect(await feed(id)).toMatchObject({
      state: 'in-rhythm',
      agency: 'hhs',
      source: 'urn:us-gov:hhs:night-run',
      lastReceivedAt: new Date(last).toISOString(),
      records: { last24Hours: 0, last7Days: 6 },
      rhythm: { usualLongestGapHours: 24, restsOnFreeDays: false },
      expectedBy: new Date(last + 38 * HOUR).toISOString(),
    });
    now += 1;
    expect(await feed(id)).toMatchObject({ state: 'silent', silentSince: new Date(last).toISOString() });
    await log.append([messageOf('night-again', new Date(now).toISOString(), 'night-run')]);
    await caughtUp(pool, log);
    expect(await feed(id)).toMatchObject({
      state: 'in-rhythm',
      silentSince: null,
      records: { last24Hours: 1, last7Days: 7 },
    });
  });

  it('counts what the record table holds, after a replay and after rebuilds too', async () => {
    const snapshot = async () => {
      // Nothing kept of an earlier answer.
      await pool.query('update rollcall.manifest set totals = null, balance = null');
      const { body } = await call('GET', `/v1/feeds/${PLACEMENTS}/manifests`);
      return {
        feeds: await feeds(),
        body,
        hours: (await pool.query('select * from feed_hour order by 1, 2, 3')).rows,
        duplicates: (await pool.query('select * from rollcall.duplicate order by 1, 2, 3, 4')).rows,
        applied: (await pool.query('select * from rollcall.duplicate_applied order by 1, 2, 3, 4')).rows,
      };
    };
    const before = await snapshot();
    expect(before.hours.length).toBeGreaterThan(30);
    expect(before.applied).toHaveLength(1);
    const { rows } = await pool.query(
      `select split_part(record_key, '/', 1) as type, source, date_trunc('hour', received_at) as hour, count(*)::int as records,
         count(*) filter (where nth > 1)::int as conflicts, max(received_at) as last_received_at
       from (select *, row_number() over (partition by source, event_id order by received_at, topic, partition, "offset") as nth from record) record
       group by 1, 2, 3 order by 1, 2, 3`,
    );
    expect(rows.reduce((sum, row) => sum + (row as { conflicts: number }).conflicts, 0)).toBe(1);
    expect(before.hours).toEqual(rows);

    await rewind({ pool, log, to: { kind: 'beginning' }, dryRun: false });
    await caughtUp(pool, log);
    expect(await snapshot()).toEqual(before);
    for (const source of ['log', 'records'] as const) {
      await rebuild({ pool, log, source, dryRun: false });
      expect(await snapshot()).toEqual(before);
    }
    await rewind({ pool, log, to: { kind: 'beginning' }, dryRun: false });
    await caughtUp(pool, log);
    expect(await snapshot()).toEqual(before);
  }, 400_000);

  it('counts the records that belong to no child, until they are corrected or withdrawn', async () => {
    const told = (id: string, identifiers: object, data: object = {}) =>
      event(id, { recordId: id, person: { identifiers }, ...data });
    const shared = { orrId: 'O-TWO' };
    const waiting = async () => (await feed(PLACEMENTS))!.waiting;
    const before = await waiting();
    await send([
      told('w1', { ...shared, aNumber: 'A033333331' }),
      told('w2', { ...shared, aNumber: 'A033333332' }),
    ]);
    expect(await waiting()).toBe(before);
    await send([
      told('w3', shared),
      told('w3-other', shared, { recordId: 'w3', version: 2 }),
      told('w4', shared),
    ]);
    expect(await waiting()).toBe(before + 2);
    await send([told('w3-right', { aNumber: 'A033333331' }, { recordId: 'w3', version: 3 })]);
    expect(await waiting()).toBe(before + 1);
    await send([told('w4-gone', shared, { recordId: 'w4', version: 2, voided: true })]);
    expect(await waiting()).toBe(before);
  });

  it('answers nothing for a duplicate that could not be counted', async () => {
    const down = await startApi({
      log,
      store: readStore(pool),
      feeds: {
        ...feedStore(pool),
        countDuplicates: () => Promise.reject(Object.assign(new Error(), { code: '57P01' })),
      },
    });
    try {
      const response = await fetch(`${down.url}/v1/records`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await down.token()}`, 'content-type': BATCH },
        body: JSON.stringify([event('e1')]),
      });
      expect(response.status).toBe(503);
    } finally {
      await down.close();
    }
  });
});

/** A placement as intake would put it on its topic. */
function messageOf(id: string, receivedAt: string, system = 'uc-portal'): LogMessage {
  const source = `urn:us-gov:hhs:${system}`;
  const parsed = parseEventObject(placementEvent({ id, with: { source } }));
  if (!parsed.ok) throw new Error('the event is wrong');
  const checked = checkEvent(parsed.event, { agency: 'hhs', client: 'hhs-test', receivedAt });
  if (!checked.ok) throw new Error('the record is wrong');
  return checked.message;
}
