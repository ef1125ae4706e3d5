import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventIdsDigest, type ManifestBalance } from '../../src/contracts/manifest.ts';
import { UnavailableError } from '../../src/contracts/errors.ts';
import { record } from '../support/records.ts';
import type { StatusChange } from '../../src/store/queries/read-changes.ts';
import type { AppliedRecord } from '../../src/store/queries/record-row.ts';
import type { Scope } from '../../src/api/auth/caller.ts';
import { startApi, type TestServer } from './support/api-server.ts';
import { emptyFeeds, emptyOversight, emptyStore } from './support/empty-store.ts';
import { BATCH, NDJSON, placementEvent, STRUCTURED } from './support/events.ts';

interface Header {
  $ref?: string;
  description?: string;
  required?: boolean;
}
interface Operation {
  parameters?: Array<{ name: string; in: string }>;
  responses: Record<string, { headers?: Record<string, Header> }>;
}
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { headers: Record<string, Header> };
}

const child = '0e2c6b1e-7f6f-8b1a-9d2e-000000000001';
const yielded = '0e2c6b1e-7f6f-8b1a-9d2e-000000000002';
const stranger = '0e2c6b1e-7f6f-8b1a-9d2e-000000000003';
const now = new Date('2026-05-01T12:00:00Z');
/** Of the connection and of the body: OpenAPI has no place for them, or tells them elsewhere. */
const ELSEWHERE = new Set([
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
]);

const none = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, total: 0 };
const digest = eventIdsDigest([]);
const balance: ManifestBalance = {
  feed: 'hhs.release@hhs:uc-portal',
  day: '2026-04-01',
  postedAt: now.toISOString(),
  evaluatedAt: now.toISOString(),
  balanced: true,
  sent: 0,
  received: none,
  digest: { sent: digest, received: digest, same: true },
  differences: [],
  notReceived: null,
  notListed: null,
};
const duty = { childId: child, subject: 'hhs.release/r@hhs:test' };
const stored = (name: string, offset: bigint): AppliedRecord => ({
  assertion: record('hhs.placement', name),
  childId: child,
  linkRule: 'a-number',
  overused: false,
  overusedIds: [],
  receivedAt: now,
  position: { topic: 'hhs.placement.v1', partition: 0, offset: String(offset) },
});

let api: TestServer;
let description: Description;
let ready = true;
beforeAll(async () => {
  const change: Omit<StatusChange, 'seq'> = {
    childId: child,
    kind: 'changed',
    etag: 'e',
    movedTo: null,
    changed: [],
    changedAt: now,
  };
  api = await startApi({
    clock: () => now,
    limits: { recordsPerMinute: 20 },
    store: {
      ...emptyStore,
      readStatus: async (id) =>
        id === child ? { childId: child, etag: 'e', doc: '{}', positions: '{}', nextChangeAt: null } : null,
      searchChildren: async () => {
        if (!ready) throw new UnavailableError('away');
        return await emptyStore.searchChildren([]);
      },
      readRecordsAround: async (id) => (id === child ? [stored('p1', 0n), stored('p2', 1n)] : []),
      readChanges: async () => [
        { seq: '1', ...change },
        { seq: '2', ...change },
      ],
    },
    disclosures: {
      add: async () => {},
      read: async (_, __, limit) =>
        ['2', '1'].slice(0, limit).map((id) => ({
          id,
          at: now,
          client: 'c',
          agency: null,
          operation: 'readStatus',
          requestId: child,
          knownAt: null,
          told: [child],
          children: 1,
        })),
    },
    caseFiles: {
      reassess: async () => null,
      asKnown: async () => ({ kind: 'unknown' }),
      readAccounting: async (id) =>
        id === child ? { kind: 'accounting', ids: [id], isOf: () => true } : { kind: 'moved', to: child },
      resolveAlias: async (id) => (id === yielded ? { kind: 'moved', to: child } : { kind: 'unknown' }),
    },
    oversight: {
      ...emptyOversight,
      findDuty: async () => ({ closedAt: null }),
      readWorklist: async () => ({
        rows: [],
        next: { childId: child, owner: 'hhs', subject: 'hhs.release/r@hhs:test' },
      }),
      readAccountability: async () => ({ rows: [], next: child }),
      readDiscrepancies: async () => ({
        rows: [],
        next: { childId: child, rule: 'two-sexes', subject: 's', from: '-infinity', name: 'n' },
      }),
    },
    feeds: { ...emptyFeeds, postManifest: async (_, { day }) => ({ isNew: day === balance.day, balance }) },
    readiness: [
      {
        name: 'log',
        check: async () => {
          if (!ready) throw new Error('away');
        },
      },
    ],
  });
  description = (await (await fetch(`${api.url}/reference/json`)).json()) as Description;
});
afterAll(() => api.close());

interface Asked {
  /** Of the path's parameters and the query. */
  path?: string;
  headers?: Record<string, string>;
  body?: unknown;
  type?: string;
  scopes?: Scope[];
  client?: string;
  anonymous?: true;
}

const limited = {
  body: Array.from({ length: 20 }, (_, n) => placementEvent({ id: `q${n}` })),
  type: BATCH,
  client: 'busy',
};

/** Asked in this order, and so that each answer has whatever its status may carry. */
const asked: Array<[operation: string, status: number, how: Asked]> = [
  ['POST /v1/records', 202, { body: placementEvent(), type: STRUCTURED }],
  ['POST /v1/records', 207, { body: [placementEvent()], type: BATCH }],
  ['POST /v1/records', 207, { body: placementEvent(), type: NDJSON }],
  ['POST /v1/records', 207, limited],
  ['POST /v1/records', 429, limited],
  ['POST /v1/records', 415, { body: {}, type: 'application/xml' }],
  ['POST /v1/records', 422, { body: placementEvent({ with: { type: 'hhs.other' } }), type: STRUCTURED }],
  ['GET /v1/record-types', 200, {}],
  ['GET /v1/record-types', 401, { anonymous: true }],
  ['GET /v1/children/{childId}', 200, {}],
  ['GET /v1/children/{childId}', 304, { headers: { 'if-none-match': '"e"' } }],
  ['GET /v1/children/{childId}', 308, { path: `/v1/children/${yielded}` }],
  ['GET /v1/children/{childId}', 400, { path: '/v1/children/none' }],
  ['GET /v1/children/{childId}', 404, { path: `/v1/children/${stranger}` }],
  ['GET /v1/children/{childId}', 401, { anonymous: true }],
  ['GET /v1/children/{childId}', 403, { scopes: ['ops'] }],
  ['GET /v1/children/{childId}/timeline', 200, { path: `/v1/children/${child}/timeline?limit=1` }],
  ['GET /v1/children/{childId}/timeline', 308, { path: `/v1/children/${yielded}/timeline` }],
  [
    'GET /v1/children/{childId}/disclosures',
    200,
    { path: `/v1/children/${child}/disclosures?limit=1`, scopes: ['audit:read'] },
  ],
  [
    'GET /v1/children/{childId}/disclosures',
    308,
    { path: `/v1/children/${yielded}/disclosures`, scopes: ['audit:read'] },
  ],
  ['POST /v1/children/search', 200, { body: { identifiers: { fin: '12345' } } }],
  ['POST /v1/children/search', 503, { body: { identifiers: { fin: '54321' } } }],
  ['POST /v1/children/status-batch', 207, { body: { childIds: [child] } }],
  ['GET /v1/changes', 200, { path: '/v1/changes?limit=1' }],
  ['GET /v1/feeds', 200, {}],
  ['POST /v1/feeds/{feed}/manifests', 201, { body: { day: '2026-04-01', count: 0, digest } }],
  ['POST /v1/feeds/{feed}/manifests', 200, { body: { day: '2026-04-02', count: 0, digest } }],
  ['GET /v1/feeds/{feed}/manifests', 200, {}],
  ['GET /v1/obligations', 200, {}],
  ['GET /v1/worklists/{obligation}', 200, {}],
  ['POST /v1/worklists/{obligation}/acknowledgements', 202, { body: { ...duty, actId: 'a' } }],
  ['POST /v1/worklists/{obligation}/waivers', 202, { body: { ...duty, reason: 'does-not-apply' } }],
  ['DELETE /v1/worklists/{obligation}/acknowledgements/{actId}', 404, {}],
  ['DELETE /v1/worklists/{obligation}/waivers/{actId}', 404, {}],
  ['DELETE /v1/worklists/{obligation}/waivers/{actId}', 415, { body: {}, type: 'text/plain' }],
  ['GET /v1/discrepancies', 200, {}],
  ['GET /v1/reports/accountability', 200, { path: '/v1/reports/accountability?format=csv' }],
  [
    'GET /v1/reports/accountability/children',
    200,
    { path: '/v1/reports/accountability/children?measure=transferred' },
  ],
  ['GET /livez', 200, { anonymous: true }],
  ['GET /readyz', 200, { anonymous: true }],
  ['GET /readyz', 503, { anonymous: true }],
  ['GET /metrics', 200, { anonymous: true }],
];

describe('the headers of an answer', () => {
  it.each(asked)('%s %i has those that are declared of it and no other', async (operation, status, how) => {
    ready = status !== 503;
    const response = await ask(operation, how);
    expect(response.status).toBe(status);
    const sent = [...response.headers.keys()].filter((name) => !ELSEWHERE.has(name));
    expect(sent.sort()).toEqual(
      Object.keys(declaredOf(operation, status))
        .map((name) => name.toLowerCase())
        .sort(),
    );
    for (const header of Object.values(declaredOf(operation, status)))
      expect(header.description).toBeDefined();
  });

  it('are seen here of every operation', () => {
    const all = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(new Set(asked.map(([operation]) => operation))).toEqual(new Set(all));
  });

  it.each<[string, number, Asked, string]>([
    ['GET /v1/children/{childId}/timeline', 200, {}, 'Link'],
    ['GET /v1/reports/accountability', 200, {}, 'Content-Disposition'],
    [
      'POST /v1/records',
      403,
      { body: placementEvent({ with: { source: 'urn:us-gov:ice:eid' } }), type: STRUCTURED },
      'WWW-Authenticate',
    ],
  ])('%s %i may lack what is not required', async (operation, status, how, name) => {
    const response = await ask(operation, how);
    expect([response.status, response.headers.has(name)]).toEqual([status, false]);
    const declared = declaredOf(operation, status);
    for (const [each, { required = false }] of Object.entries(declared))
      expect([each, response.headers.has(each)]).toEqual([each, required]);
  });
});

describe('the headers of a request', () => {
  const read = (operation: string) =>
    operationOf(operation).parameters?.flatMap((one) => (one.in === 'header' ? [one.name] : []));

  it('are declared where they are read', () => {
    expect(read('GET /v1/children/{childId}')).toEqual(['If-None-Match']);
    expect(read('GET /v1/children/{childId}/timeline')).toEqual([]);
    expect(read('POST /v1/records')).toEqual(
      expect.arrayContaining(['Prefer', 'ce-specversion', 'ce-traceparent']),
    );
  });

  it('take a binary event by the ce-* headers that are declared', async () => {
    const { data, ...attributes } = placementEvent({ id: 'binary' });
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]),
    );
    expect(read('POST /v1/records')).toEqual(expect.arrayContaining(Object.keys(headers)));
    const response = await ask('POST /v1/records', { headers, body: data });
    expect(response.status).toBe(202);
  });
});

async function ask(operation: string, how: Asked): Promise<Response> {
  const [method, template] = operation.split(' ') as [string, string];
  const path = template
    .replace('{childId}', child)
    .replace('{obligation}', 'wellbeing-call')
    .replace('{feed}', 'hhs.release@hhs:uc-portal')
    .replace('{actId}', 'none');
  const token = await api.token({
    ...(how.scopes === undefined ? {} : { scopes: how.scopes }),
    ...(how.client === undefined ? {} : { clientId: how.client }),
  });
  const response = await fetch(api.url + (how.path ?? path), {
    method,
    redirect: 'manual',
    headers: {
      ...(how.anonymous === true ? {} : { authorization: `Bearer ${token}` }),
      ...(how.body === undefined ? {} : { 'content-type': how.type ?? 'application/json' }),
      ...how.headers,
    },
    body: how.body === undefined ? null : JSON.stringify(how.body),
  });
  await response.arrayBuffer();
  return response;
}

function operationOf(operation: string): Operation {
  const [method, path] = operation.split(' ') as [string, string];
  return description.paths[path]![method.toLowerCase()]!;
}

function declaredOf(operation: string, status: number): Record<string, Header> {
  const headers = Object.entries(operationOf(operation).responses[String(status)]!.headers ?? {});
  return Object.fromEntries(
    headers.map(([name, header]) => [
      name,
      header.$ref === undefined ? header : description.components.headers[header.$ref.split('/').at(-1)!]!,
    ]),
  );
}
