import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { oversight } from '../../../src/api/oversight.ts';
import type { ActReceipt, WorklistItem } from '../../../src/contracts/worklist.ts';
import type { ObligationAct } from '../../../src/contracts/obligation.ts';
import { hashId } from '../../../src/contracts/hash.ts';
import { ACT_TOPIC } from '../../../src/contracts/topics.ts';
import { aliasOf } from '../../../src/domain/case-files.ts';
import { caseFiles } from '../../../src/reconciler/case-files.ts';
import { startReconciler, type Reconciler } from '../../../src/reconciler/reconciler.ts';
import type { Pool } from '../../../src/store/pool.ts';
import { keepAct } from '../../../src/store/queries/known-acts.ts';
import { readStore } from '../../../src/store/read-store.ts';
import { caughtUp } from '../../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../../support/migrated-database.ts';
import { messageFor, record } from '../../support/records.ts';
import { startApi, type TestServer } from '../support/api-server.ts';

let now = new Date('2026-06-01T12:00:00Z');
const transfer = 'ice.custody-transfer/t1@ice:test';
const child = aliasOf(transfer);

let database: MigratedDatabase;
let pool: Pool;
let api: TestServer;
/** Another process with the same database and log. */
let other: TestServer;
let reconciler: Reconciler;

beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  const deps = {
    clock: () => now,
    store: readStore(pool),
    caseFiles: caseFiles(pool),
    oversight: oversight(pool),
  };
  api = await startApi(deps);
  other = await startApi({ ...deps, log: api.log });
  reconciler = startReconciler({ log: api.log, pool, clock: () => now.getTime() });
  await api.log.append(
    [
      record('ice.custody-transfer', 't1', {
        data: { transferredAt: '2026-01-01T12:00:00Z', recordedAt: '2026-01-01T12:00:00Z' },
      }),
      record('hhs.placement', 'p1', {
        data: { admittedAt: '2026-01-02T12:00:00Z', recordedAt: '2026-01-03T12:00:00Z' },
      }),
      record('hhs.release', 'r1', {
        data: { releasedAt: '2026-02-01T12:00:00Z', recordedAt: '2026-02-03T12:00:00Z' },
      }),
    ].map((one) => messageFor(one)),
  );
  await caughtUp(pool, api.log);
}, 400_000);
afterAll(async () => {
  await reconciler?.stop();
  await other?.close();
  await api?.close();
  await database?.close();
});

type Agency = 'ice' | 'hhs' | 'eoir' | null;
async function call(
  method: string,
  path: string,
  body?: object,
  agency: Agency = 'ice',
  server = api,
): Promise<{ status: number; body: Record<string, unknown>; location: string | null }> {
  const token = await server.token({ agency, clientId: `${agency ?? 'nobody'}-desk` });
  const response = await fetch(`${server.url}/v1/worklists/${path}`, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: JSON.parse(text) as Record<string, unknown>,
    location: response.headers.get('location'),
  };
}

async function dutyOf(rule: string, owner = 'ice'): Promise<WorklistItem> {
  await caughtUp(pool, api.log);
  const states = 'open,overdue,waived,not-started,met,lapsed';
  const { body } = await call('GET', `${rule}?owner=${owner}&state=${states}`);
  return (body['items'] as WorklistItem[])[0]!;
}

async function appended(): Promise<bigint> {
  return (await api.log.watermarks(ACT_TOPIC)).reduce((sum, { high }) => sum + high, 0n);
}

const duty = { childId: child, subject: transfer };

it('acknowledges a duty, once however often it is sent, and takes it back', async () => {
  expect(await dutyOf('serve-nta')).toMatchObject({ state: 'overdue', acknowledgedAt: null });
  const seen = { ...duty, actId: 'seen-1', reference: 'CASE-7' };
  const first = await call('POST', 'serve-nta/acknowledgements', seen);
  expect(first).toMatchObject({
    status: 202,
    body: {
      actId: 'seen-1',
      record: 'rollcall.obligation-act/ice:seen-1',
      version: 1,
      status: 'accepted',
      owner: 'ice',
      act: 'acknowledge',
      occurredAt: '2026-06-01T12:00:00.000Z',
      takenBack: false,
    },
  });
  now = new Date('2026-06-02T12:00:00Z');
  // At once, and once it was applied.
  const again = await call('POST', 'serve-nta/acknowledgements', seen);
  expect(again.body).toEqual({ ...first.body, status: 'duplicate' });
  expect(await dutyOf('serve-nta')).toMatchObject({
    state: 'overdue',
    acknowledgedAt: '2026-06-01T12:00:00.000Z',
  });
  expect((await call('POST', 'serve-nta/acknowledgements', seen)).body['status']).toBe('duplicate');
  expect(await appended()).toBe(1n);

  for (const other of [
    { ...seen, reference: 'CASE-8' },
    { ...seen, occurredAt: '2026-05-01T00:00:00Z' },
    { ...seen, subject: 'ice.custody-transfer/t2@ice:test' },
  ]) {
    const refused = await call('POST', 'serve-nta/acknowledgements', other);
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:rollcall:problem:act-conflict' } });
  }
  const back = await call('DELETE', 'serve-nta/acknowledgements/seen-1');
  expect(back).toMatchObject({ status: 202, body: { version: 2, takenBack: true, status: 'accepted' } });
  expect((await call('DELETE', 'serve-nta/acknowledgements/seen-1')).body['status']).toBe('duplicate');
  expect(await dutyOf('serve-nta')).toMatchObject({ acknowledgedAt: null });
  expect(await appended()).toBe(2n);
  expect((await call('POST', 'serve-nta/acknowledgements', seen)).status).toBe(409);
});

it('waives a duty with a reason; taken back it is what it would have been', async () => {
  const waiver = { ...duty, actId: 'w-1', reason: 'ordered-by-a-court', occurredAt: '2026-05-01T00:00:00Z' };
  expect((await call('POST', 'serve-nta/waivers', waiver)).status).toBe(202);
  expect(await dutyOf('serve-nta')).toMatchObject({ state: 'waived', since: '2026-05-01T00:00:00.000Z' });
  expect((await call('DELETE', 'serve-nta/acknowledgements/w-1')).status).toBe(404);
  expect((await call('DELETE', 'file-nta/waivers/w-1')).status).toBe(404);
  expect((await call('DELETE', 'serve-nta/waivers/w-1', undefined, 'hhs')).status).toBe(404);
  expect((await call('DELETE', 'serve-nta/waivers/w-1')).status).toBe(202);
  expect(await dutyOf('serve-nta')).toMatchObject({ state: 'overdue' });
  expect((await call('POST', 'serve-nta/waivers', duty)).status).toBe(400);
  expect((await call('POST', 'serve-nta/waivers', { ...duty, reason: 'too busy' })).status).toBe(400);
  expect(
    (await call('POST', 'serve-nta/acknowledgements', { ...duty, reason: 'does-not-apply' })).status,
  ).toBe(400);
});

it('two agencies may use one actId: an act is of one agency', async () => {
  const release = { childId: child, subject: 'hhs.release/r1@hhs:test', actId: 'same' };
  const made = await call('POST', 'serve-nta/acknowledgements', { ...duty, actId: 'same' });
  const other = await call('POST', 'wellbeing-call/acknowledgements', release, 'hhs');
  expect([made.status, other.status]).toEqual([202, 202]);
  expect((await dutyOf('wellbeing-call', 'hhs')).acknowledgedAt).not.toBeNull();
  expect((await dutyOf('serve-nta')).acknowledgedAt).not.toBeNull();
});

it('is one act, however many requests of it are under way at once, in however many processes', async () => {
  const same = { ...duty, actId: 'at-once' };
  const both = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? api : other));
  const made = await Promise.all(
    both.map((server) => call('POST', 'serve-nta/acknowledgements', same, 'ice', server)),
  );
  expect(made.map(({ body }) => String(body['status'])).sort()).toEqual([
    'accepted',
    ...Array(7).fill('duplicate'),
  ]);
  const others = await Promise.all([
    call('POST', 'serve-nta/acknowledgements', { ...duty, actId: 'at-once-2' }),
    call(
      'POST',
      'serve-nta/waivers',
      { ...duty, actId: 'at-once-2', reason: 'does-not-apply' },
      'ice',
      other,
    ),
  ]);
  expect(others.map(({ status }) => status).sort((a, b) => a - b)).toEqual([202, 409]);
  const back = await Promise.all(
    both.map((server) => call('DELETE', 'serve-nta/acknowledgements/at-once', undefined, 'ice', server)),
  );
  expect(back.map(({ body }) => String(body['status'])).sort()).toEqual([
    'accepted',
    ...Array(7).fill('duplicate'),
  ]);
  await caughtUp(pool, api.log);
  const { rows } = await pool.query<{ contents: string }>(
    `select count(*) as contents from record where record_key in ($1, $2)`,
    ['rollcall.obligation-act/ice:at-once', 'rollcall.obligation-act/ice:at-once-2'],
  );
  expect(rows).toEqual([{ contents: '3' }]);
});

it('brings an act into the log that was taken by a process which ended before', async () => {
  const act: ObligationAct = {
    recordId: 'ice:left-behind',
    version: 1,
    occurredAt: '2026-05-30T12:00:00.000Z',
    recordedAt: '2026-05-30T12:00:00.000Z',
    obligation: 'serve-nta',
    owner: 'ice',
    subject: transfer,
    act: 'acknowledge',
    by: 'ice-desk',
  };
  await keepAct(pool, { act, key: child });
  const before = await appended();
  const again = { ...duty, actId: 'left-behind' };
  const statuses = [
    (await call('POST', 'serve-nta/acknowledgements', again)).body['status'],
    (await call('POST', 'serve-nta/acknowledgements', again)).body['status'],
  ];
  expect(statuses).toEqual(['duplicate', 'duplicate']);
  expect((await appended()) - before).toBe(1n);
  expect((await call('DELETE', 'serve-nta/acknowledgements/left-behind')).status).toBe(202);
});

it('names its act where the client does not', async () => {
  const made = (await call('POST', 'serve-nta/acknowledgements', duty)).body as unknown as ActReceipt;
  expect(made.actId).toMatch(/^[0-9a-f-]{36}$/);
  expect((await call('DELETE', `serve-nta/acknowledgements/${made.actId}`)).status).toBe(202);
});

it.each<[string, object, Agency, number, string]>([
  ['another agency’s duty', duty, 'hhs', 403, 'foreign-obligation'],
  ['another owner', { ...duty, owner: 'hhs' }, 'ice', 403, 'foreign-obligation'],
  ['the child’s side by ICE', { ...duty, owner: 'child' }, 'ice', 403, 'foreign-obligation'],
  ['the child’s side by EOIR', { ...duty, owner: 'child' }, 'eoir', 404, 'unknown-obligation'],
  ['a token of no agency', duty, null, 403, 'foreign-obligation'],
  [
    'no such duty',
    { ...duty, subject: 'ice.custody-transfer/t9@ice:test' },
    'ice',
    404,
    'unknown-obligation',
  ],
  ['no such child', { ...duty, childId: hashId('nobody') }, 'ice', 404, 'unknown-child'],
  ['an act ahead', { ...duty, occurredAt: '2027-01-01T00:00:00Z' }, 'ice', 400, 'invalid-request'],
])('refuses %s', async (_, body, agency, status, kind) => {
  const answer = await call('POST', 'serve-nta/acknowledgements', body, agency);
  expect(answer).toMatchObject({ status, body: { type: `urn:rollcall:problem:${kind}` } });
});

it('refuses an id that yielded, and names the one to act on', async () => {
  const yielded = { childId: aliasOf('hhs.placement/p1@hhs:test'), subject: transfer };
  const answer = await call('POST', 'serve-nta/acknowledgements', yielded);
  expect(answer).toMatchObject({
    status: 409,
    location: null,
    body: {
      type: 'urn:rollcall:problem:yielded-child',
      detail: `send it again with the childId ${child}, to which this one yielded`,
    },
  });
});

it('refuses to act on what is closed', async () => {
  expect(await dutyOf('confirm-arrival', 'hhs')).toMatchObject({ state: 'met' });
  const answer = await call('POST', 'confirm-arrival/waivers', { ...duty, reason: 'does-not-apply' }, 'hhs');
  expect(answer).toMatchObject({ status: 409, body: { type: 'urn:rollcall:problem:obligation-closed' } });
});
