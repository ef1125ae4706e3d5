import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { Scope, type Access } from '../../../src/api/auth/caller.ts';
import { openApiDocument } from '../../../src/api/description/openapi.ts';
import { eventIdsDigest } from '../../../src/contracts/manifest.ts';
import { AUDIENCE, ISSUER, startApi, type TestServer } from '../support/api-server.ts';
import { placementEvent, STRUCTURED } from '../support/events.ts';

const childId = '0e2c6b1e-7f6f-8b1a-9d2e-000000000001';

const duty = { childId, subject: 'hhs.release/r1@hhs:test' };

/** Every route there is: a new one without an entry fails below. */
const routes: Record<string, { access: Access; body?: unknown; type?: string; query?: string }> = {
  'POST /v1/records': { access: 'records:write', body: placementEvent(), type: STRUCTURED },
  'GET /v1/record-types': { access: 'any' },
  'GET /v1/children/{childId}': { access: 'status:read' },
  'GET /v1/children/{childId}/timeline': { access: 'status:read' },
  'GET /v1/children/{childId}/disclosures': { access: 'audit:read' },
  'POST /v1/children/search': { access: 'status:read', body: { identifiers: { aNumber: 'A012345678' } } },
  'POST /v1/children/status-batch': { access: 'status:read', body: { childIds: [childId] } },
  'GET /v1/changes': { access: 'changes:read' },
  'GET /v1/feeds': { access: 'status:read' },
  'POST /v1/feeds/{feed}/manifests': {
    access: 'records:write',
    body: { day: '2026-03-01', count: 0, digest: eventIdsDigest([]) },
  },
  'GET /v1/feeds/{feed}/manifests': { access: 'any' },
  'GET /v1/obligations': { access: 'any' },
  'GET /v1/worklists/{obligation}': { access: 'status:read' },
  'POST /v1/worklists/{obligation}/acknowledgements': { access: 'obligations:act', body: duty },
  'DELETE /v1/worklists/{obligation}/acknowledgements/{actId}': { access: 'obligations:act' },
  'POST /v1/worklists/{obligation}/waivers': {
    access: 'obligations:act',
    body: { ...duty, reason: 'does-not-apply' },
  },
  'DELETE /v1/worklists/{obligation}/waivers/{actId}': { access: 'obligations:act' },
  'GET /v1/discrepancies': { access: 'status:read' },
  'GET /v1/reports/accountability': { access: 'status:read' },
  'GET /v1/reports/accountability/children': { access: 'status:read', query: '?measure=transferred' },
  'GET /livez': { access: 'public' },
  'GET /readyz': { access: 'public' },
  'GET /metrics': { access: 'public' },
};
const guarded = Object.entries(routes).filter(([, { access }]) => access !== 'public');

describe('who may call what', () => {
  let api: TestServer;
  let strangers: CryptoKey;
  beforeAll(async () => {
    api = await startApi();
    strangers = (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey;
  });
  afterAll(() => api.close());

  const call = (name: string, authorization: string | null) => {
    const [method, path] = name.split(' ') as [string, string];
    const { body, type, query = '' } = routes[name]!;
    const target = path
      .replace('{childId}', childId)
      .replace('{obligation}', 'wellbeing-call')
      .replace('{actId}', 'a1');
    return fetch(api.url + target + query, {
      method,
      headers: {
        ...(authorization === null ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  };
  const now = () => Math.floor(Date.now() / 1000);
  const sign = (
    change: {
      header?: Record<string, unknown>;
      claims?: Record<string, unknown>;
      key?: CryptoKey | Uint8Array;
    } = {},
  ) =>
    new SignJWT({
      iss: ISSUER,
      aud: AUDIENCE,
      iat: now(),
      exp: now() + 300,
      client_id: 'matrix',
      agency: 'hhs',
      scope: 'records:write status:read changes:read obligations:act ops',
      ...change.claims,
    })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'test-key', ...change.header })
      .sign(change.key ?? api.signing.key);

  const badTokens: Array<[string, () => Promise<string | null>]> = [
    ['no token', async () => null],
    ['no bearer token', async () => 'Basic dXNlcjpwYXNz'],
    ['no JWT', async () => 'Bearer abc'],
    ['an expired token', async () => `Bearer ${await sign({ claims: { exp: now() - 60 } })}`],
    ['a token too old', async () => `Bearer ${await sign({ claims: { iat: now() - 7200 } })}`],
    ['a token that never expires', async () => `Bearer ${await sign({ claims: { exp: undefined } })}`],
    ['a token not valid yet', async () => `Bearer ${await sign({ claims: { nbf: now() + 600 } })}`],
    ['another audience', async () => `Bearer ${await sign({ claims: { aud: 'elsewhere' } })}`],
    ['another issuer', async () => `Bearer ${await sign({ claims: { iss: 'someone' } })}`],
    ['another type', async () => `Bearer ${await sign({ header: { typ: 'JWT' } })}`],
    ['no client', async () => `Bearer ${await sign({ claims: { client_id: undefined } })}`],
    ['an unknown agency', async () => `Bearer ${await sign({ claims: { agency: 'fbi' } })}`],
    ['another key', async () => `Bearer ${await sign({ key: strangers })}`],
    ['an unknown key id', async () => `Bearer ${await sign({ header: { kid: 'other' } })}`],
    ['alg none', async () => `Bearer ${new UnsecuredJWT({ client_id: 'x' }).setIssuer(ISSUER).encode()}`],
    [
      'HS256 with the public key',
      async () => `Bearer ${await sign({ header: { alg: 'HS256' }, key: new Uint8Array(32).fill(7) })}`,
    ],
  ];

  it('names every route of the API', async () => {
    const document = (await openApiDocument()) as { paths: Record<string, Record<string, unknown>> };
    const served = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(served.filter((name) => !name.startsWith('HEAD ')).sort()).toEqual(Object.keys(routes).sort());
  });

  it.each(guarded.map(([name]) => name))('%s lets nobody in without a good token', async (name) => {
    for (const [, authorization] of badTokens) {
      const response = await call(name, await authorization());
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="rollcall"/);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ type: 'urn:rollcall:problem:unauthenticated' });
    }
  });

  it.each(guarded)('%s asks for its scope', async (name, { access }) => {
    const others = Scope.options.filter((s) => s !== access);
    const without = await call(name, `Bearer ${await sign({ claims: { scope: others.join(' ') } })}`);
    const alone = await call(name, `Bearer ${await sign({ claims: { scope: access } })}`);
    expect([200, 202, 207, 404]).toContain(alone.status);
    if (access === 'any') return;
    expect(without.status).toBe(403);
    expect(without.headers.get('www-authenticate')).toContain(`scope="${access}"`);
    expect(await without.json()).toMatchObject({ type: 'urn:rollcall:problem:insufficient-scope' });
  });

  it.each(Object.entries(routes).filter(([, { access }]) => access === 'public'))(
    '%s needs no token',
    async (name) => {
      expect((await call(name, null)).status).toBe(200);
    },
  );

  it.each([
    ['hhs', 202],
    ['ice', 403],
    ['eoir', 403],
    [undefined, 403],
  ])('a record of HHS sent by %s is answered %i', async (agency, status) => {
    const id = `by-${String(agency)}`;
    const response = await fetch(`${api.url}/v1/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await sign({ claims: { agency } })}`, 'content-type': STRUCTURED },
      body: JSON.stringify(placementEvent({ id })),
    });
    expect(response.status).toBe(status);
  });

  it('shows the reference page and the API’s description without a token and without the internet', async () => {
    const page = await fetch(`${api.url}/reference`);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('swagger-ui');
    expect(html).not.toMatch(/(src|href)="https?:/);
    expect((await fetch(`${api.url}/reference/json`)).status).toBe(200);
  });
});
