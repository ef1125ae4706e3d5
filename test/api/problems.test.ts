import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnavailableError } from '../../src/contracts/errors.ts';
import { problemKinds } from '../../src/api/problem.ts';
import { until } from '../support/until.ts';
import { startApi, type TestServer } from './support/api-server.ts';
import { emptyStore } from './support/empty-store.ts';

const childId = '0e2c6b1e-7f6f-8b1a-9d2e-000000000001';
const secret = 'A098765432';

describe('every failure is a problem', () => {
  let api: TestServer;
  let authorization: string;
  beforeAll(async () => {
    api = await startApi({
      store: {
        ...emptyStore,
        readRecordsAround: () => Promise.reject(new Error(`row of ${secret} is broken`)),
        searchChildren: () => Promise.reject(new UnavailableError('no answer from db.internal:5432')),
        readChanges: () => Promise.reject(Object.assign(new Error('terminating'), { code: '57P01' })),
      },
    });
    authorization = `Bearer ${await api.token()}`;
  });
  afterAll(() => api.close());

  const call = (method: string, path: string, body?: string, type = 'application/json') =>
    fetch(api.url + path, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': type }) },
      body: body ?? null,
    });

  it.each<[string, number, string, string, string | undefined]>([
    ['not-found', 404, 'GET', '/nowhere', undefined],
    ['not-found', 404, 'GET', '/reference/nowhere', undefined],
    ['unknown-child', 404, 'GET', `/v1/children/${childId}`, undefined],
    ['invalid-request', 400, 'GET', `/v1/children/${secret}`, undefined],
    ['invalid-request', 400, 'GET', '/v1/children/%zz', undefined],
    ['invalid-request', 400, 'GET', '/v1/changes?after=x', undefined],
    ['invalid-request', 400, 'GET', '/v1/changes?wait=3600', undefined],
    ['invalid-request', 400, 'GET', '/v1/changes?other=1', undefined],
    ['invalid-request', 400, 'POST', '/v1/children/search', '{'],
    ['invalid-request', 400, 'POST', '/v1/children/search', '{"__proto__":1}'],
    ['invalid-request', 400, 'POST', '/v1/children/search', '{"identifiers":{"fin":"12345"},"__proto__":{}}'],
    ['invalid-request', 400, 'POST', '/v1/children/search', '{"identifiers":{"fin":"12345","__proto__":{}}}'],
    ['invalid-request', 400, 'POST', '/v1/children/search', '{"identifiers":{}}'],
    ['invalid-request', 400, 'POST', '/v1/children/search', `{"identifiers":{"${secret}":"1"}}`],
    ['invalid-request', 400, 'POST', '/v1/children/search', `{"identifiers":{"fin":"${secret}"}}`],
    ['too-large', 413, 'POST', '/v1/children/search', `"${'x'.repeat(300_000)}"`],
    ['method-not-allowed', 405, 'DELETE', `/v1/children/${childId}`, undefined],
    ['internal', 500, 'GET', `/v1/children/${childId}/timeline`, undefined],
    ['unavailable', 503, 'POST', '/v1/children/search', `{"identifiers":{"aNumber":"${secret}"}}`],
    ['unavailable', 503, 'GET', '/v1/changes', undefined],
  ])('%s (%i): %s %s', async (kind, status, method, path, body) => {
    const response = await call(method, path, body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ type: `urn:rollcall:problem:${kind}`, status });
    expect(JSON.parse(text)).toHaveProperty('requestId');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('db.internal');
    if (status === 503) expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    if (status === 405) expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it.each([
    ['PUT', '/v1/children/search', 'POST'],
    ['GET', '/v1/children/search', 'POST'],
    ['HEAD', '/v1/children/status-batch', 'POST'],
    ['POST', '/v1/worklists/serve-nta', 'GET, HEAD'],
    ['DELETE', '/v1/worklists/serve-nta/waivers', 'POST'],
    ['POST', '/v1/worklists/serve-nta/waivers/a', 'DELETE'],
    ['PUT', '/v1/feeds/hhs.release@hhs:portal/manifests', 'GET, HEAD, POST'],
  ])('says which methods a path has, whatever the body: %s %s', async (method, path, allow) => {
    const response = await call(method, path, method === 'GET' || method === 'HEAD' ? undefined : '{');
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
  });

  it('says of a path that there is none, whatever the body', async () => {
    expect((await call('POST', '/nowhere', '{')).status).toBe(404);
  });

  it.each(['gzip', 'br', 'identity, gzip'])('415 for a body that is compressed: %s', async (encoding) => {
    for (const path of ['/v1/children/search', '/v1/records', '/v1/feeds/hhs.release@hhs:portal/manifests']) {
      const response = await fetch(api.url + path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'content-encoding': encoding },
        body: '{}',
      });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({ detail: expect.stringContaining('content-encoding') });
    }
  });

  it('a content-encoding of Identity says that there is none', async () => {
    const response = await fetch(`${api.url}/v1/children/status-batch`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'content-encoding': 'Identity' },
      body: `{"childIds":["${childId}"]}`,
    });
    expect(response.status).toBe(207);
  });

  it.each([
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/json; charset=iso-8859-1',
    'application/json;charset="UTF-16"',
  ])('415 for a media type that a route does not take: %s', async (type) => {
    const response = await call('POST', '/v1/children/search', '{"identifiers":{"fin":"1"}}', type);
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ type: 'urn:rollcall:problem:unsupported-media-type' });
  });

  it.each(['application/json; charset=utf-8', 'application/json;charset="UTF-8"'])(
    'is read where its charset is what JSON has: %s',
    async (type) => {
      const response = await call('POST', '/v1/children/search', '{"identifiers":{"fin":"1"}}', type);
      expect(response.status).not.toBe(415);
    },
  );

  it.each<[string, string, string | undefined, RegExp]>([
    ['GET', '/nowhere', undefined, /\/reference lists the paths/],
    ['POST', '/v1/children/search', '{', /not JSON/],
    ['POST', '/v1/children/search', '', /empty/],
    ['GET', '/v1/worklists/nope', undefined, /in the path/],
    ['GET', '/v1/worklists/serve-nta?limit=0', undefined, /in the query/],
  ])('says what to do: %s %s', async (method, path, body, detail) => {
    const problem = (await (await call(method, path, body)).json()) as { detail: string };
    expect(problem.detail).toMatch(detail);
  });

  it.each([
    ['/v1/worklists/nope', '/obligation', 'there is no such duty; GET /v1/obligations lists them'],
    [
      '/v1/worklists/serve-nta?state=open,shut',
      '/state',
      'use one of not-started, open, met, overdue, waived, lapsed',
    ],
    [
      '/v1/worklists/serve-nta?office=Atlantis',
      '/office',
      'not one of the 25 ERO areas, such as Harlingen or New York City',
    ],
    ['/v1/worklists/serve-nta?limit=10000', '/limit', 'use 500 or less'],
    ...['0x10', '1e1', '%205', '1.0', '', '+5', '-1', '9999999999999999'].map(
      (limit): [string, string, string] => [
        `/v1/worklists/serve-nta?limit=${limit}`,
        '/limit',
        'use a whole number',
      ],
    ),
    ['/v1/changes?limit=0x10', '/limit', 'use a whole number'],
    ['/v1/changes?wait=', '/wait', 'use a whole number'],
    ['/v1/discrepancies?limit=1e1', '/limit', 'use a whole number'],
    ['/v1/feeds/hhs.release@hhs:portal/manifests?limit=1.0', '/limit', 'use a whole number'],
    [`/v1/children/${childId}/timeline?limit=0x10`, '/limit', 'use a whole number'],
    ['/v1/reports/accountability/children?measure=transferred&limit=1e1', '/limit', 'use a whole number'],
    [
      '/v1/reports/accountability/children?measure=transferred&fiscalYear=0x7E5',
      '/fiscalYear',
      'use a whole number',
    ],
    ['/v1/worklists/serve-nta?cursor=abc', '/cursor', 'give the cursor of an earlier answer as it was'],
    ['/v1/worklists/serve-nta?validAt=2024-05-31&validAt=2024-06-30', '/validAt', 'give it once'],
    ['/v1/worklists/serve-nta?limits=5', '/limits', 'no field of this name is taken here; leave it out'],
    ['/v1/obligations?foo=1', '/foo', 'no field of this name is taken here; leave it out'],
    ['/v1/feeds?foo=1', '/foo', 'no field of this name is taken here; leave it out'],
    ['/v1/record-types?foo=1', '/foo', 'no field of this name is taken here; leave it out'],
  ])('names the field and the remedy: %s', async (path, field, reason) => {
    const { errors } = (await (await call('GET', path)).json()) as { errors: unknown[] };
    expect(errors).toEqual([expect.objectContaining({ field, reason, found: expect.any(String) })]);
  });

  it('names the field and the remedy of an act that lies ahead', async () => {
    const act = { childId, subject: 'ice.custody-transfer/t1@ice:test', occurredAt: '2099-01-01T00:00:00Z' };
    const path = '/v1/worklists/serve-nta/acknowledgements';
    const ice = `Bearer ${await api.token({ agency: 'ice' })}`;
    const response = await fetch(api.url + path, {
      method: 'POST',
      headers: { authorization: ice, 'content-type': 'application/json' },
      body: JSON.stringify(act),
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({
        detail: 'what is wrong is in the body',
        errors: [
          {
            code: 'invalid-value',
            field: '/occurredAt',
            reason: 'use a moment that has passed: an act is told once it is done',
            found: 'string(24)',
          },
        ],
      }),
    ]);
  });

  it.each([
    ['/v1/children/search', '{"identifiers":{"fin":"12345","fin":"54321"}}', '/identifiers/fin'],
    ['/v1/children/status-batch', '{"childIds":[],"childIds":[]}', '/childIds'],
    ['/v1/worklists/serve-nta/acknowledgements', '{"subject":"a","subject":"b"}', '/subject'],
    ['/v1/feeds/hhs.release@hhs:portal/manifests', '{"day":"2026-01-01","day":"2026-01-02"}', '/day'],
  ])('refuses a body in which a field stands twice: %s', async (path, body, field) => {
    const response = await call('POST', path, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ code: 'repeated-field', field }] });
  });

  it.each([
    ['/v1/records', 'application/x-ndjson', '{}'],
    ['/v1/children/search', 'application/json', '{"identifiers":{"fin":"12345"}}'],
    ['/v1/children/status-batch', 'application/json', `{"childIds":["${childId}"]}`],
    [
      '/v1/feeds/hhs.release@hhs:portal/manifests',
      'application/json',
      `{"day":"2026-03-01","count":0,"digest":"${'0'.repeat(64)}"}`,
    ],
    [
      '/v1/worklists/serve-nta/acknowledgements',
      'application/json',
      `{"childId":"${childId}","subject":"ice.custody-transfer/t1@ice:test"}`,
    ],
  ])('refuses a query where none is taken: POST %s', async (path, type, body) => {
    const response = await call('POST', `${path}?foo=1`, body, type);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      detail: 'what is wrong is in the query',
      errors: [{ code: 'unknown-field', field: '/foo' }],
    });
  });

  it.each(['/livez', '/readyz', '/metrics'])('does not mind a query: %s', async (path) => {
    expect((await call('GET', `${path}?foo=1`)).status).toBe(200);
  });

  it('passes a byte order mark before a body over', async () => {
    const response = await call('POST', '/v1/children/status-batch', '\ufeff{"childIds":[]}');
    expect(await response.json()).toMatchObject({ errors: [{ field: '/childIds' }] });
  });

  it('writes a failure down by request id, without its message', async () => {
    const response = await call('GET', `/v1/children/${childId}/timeline`);
    const { requestId } = (await response.json()) as { requestId: string };
    const line = api
      .logged()
      .split('\n')
      .find((one) => one.includes(requestId) && one.includes('request failed'));
    expect(line).toContain('problems.test.ts');
    expect(api.logged()).not.toContain(secret);
  });

  const answerTo = async (bytes: string): Promise<string> => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.end(bytes);
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    await once(socket, 'close');
    return answer;
  };

  it.each([
    ['400', 'invalid-request', 'no HTTP', 'GET / HTTP/9\r\n\r\n'],
    [
      '431',
      'headers-too-large',
      'too large a header',
      `GET / HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(20_000)}\r\n\r\n`,
    ],
    ['400', 'invalid-request', 'no Host', 'GET /v1/changes HTTP/1.1\r\nconnection: close\r\n\r\n'],
    [
      '400',
      'invalid-request',
      'two Hosts',
      'GET /v1/changes HTTP/1.1\r\nhost: a\r\nHost: a\r\nconnection: close\r\n\r\n',
    ],
    [
      '417',
      'unmet-expectation',
      'an expectation',
      'GET /v1/changes HTTP/1.1\r\nhost: x\r\nexpect: tea\r\nconnection: close\r\n\r\n',
    ],
  ])('%s, %s: for a request with %s', async (status, kind, _, bytes) => {
    const answer = await answerTo(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('application/problem+json');
    const problem = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Record<string, unknown>;
    expect(problem['type']).toBe(`urn:rollcall:problem:${kind}`);
    expect(api.logged()).toContain(`"reqId":"${String(problem['requestId'])}"`);
  });

  it.each([
    ['HTTP/1.0 without Host', 'GET /livez HTTP/1.0\r\n\r\n'],
    [
      'Expect: 100-continue',
      'GET /livez HTTP/1.1\r\nhost: x\r\nexpect: 100-Continue\r\nconnection: close\r\n\r\n',
    ],
  ])('answers %s', async (_, bytes) => {
    expect(await answerTo(bytes)).toContain('HTTP/1.1 200 ');
  });

  it.each([
    ['/v1/children/search', 'application/json'],
    ['/v1/records', 'application/cloudevents+json'],
    ['/v1/records', 'application/x-ndjson'],
  ])('a body that breaks off is no failure of the service: %s, %s', async (path, type) => {
    const waiting = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const other = await startApi();
    try {
      const before = waiting();
      const socket = connect(Number(new URL(other.url).port), '127.0.0.1');
      const auth = `authorization: Bearer ${await other.token()}`;
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: x\r\n${auth}\r\ncontent-type: ${type}\r\ncontent-length: 99\r\nexpect: 100-continue\r\n\r\n{`,
      );
      await once(socket, 'data'); // It has begun.
      socket.destroy();
      await until('the request to be logged', () => /request (broken off|failed)/.test(other.logged()));
      expect(other.logged()).toContain('request broken off');
      expect(other.logged()).not.toContain('request failed');
      // Others of this process may have ended meanwhile; that of the body's time would stay for half a minute.
      await until('no timer of the request to be left', () => waiting() <= before, 2_000);
      expect(waiting()).toBeLessThanOrEqual(before);
    } finally {
      await other.close();
    }
  });

  it('a body that does not arrive in time is a timeout', async () => {
    const slow = await startApi({ limits: { requestMs: 50 } });
    try {
      const socket = connect(Number(new URL(slow.url).port), '127.0.0.1');
      const auth = `authorization: Bearer ${await slow.token()}`;
      socket.write(
        `POST /v1/children/search HTTP/1.1\r\nhost: x\r\n${auth}\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{`,
      );
      let answer = '';
      socket.on('data', (chunk) => (answer += String(chunk)));
      await once(socket, 'close');
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(answer).toContain('urn:rollcall:problem:timeout');
    } finally {
      await slow.close();
    }
  });

  it.each([
    ['no token', 'POST /v1/records', 401],
    ['no such path', 'POST /v1/nothing', 404],
    ['a path that cannot be read', 'POST /v1/%', 400],
    ['a question that needs no body', 'GET /livez', 200],
  ])(
    'a body that goes on after its answer is waited for no longer than others: %s',
    async (_, line, status) => {
      const slow = await startApi({ limits: { requestMs: 50 } });
      try {
        const socket = connect(Number(new URL(slow.url).port), '127.0.0.1');
        socket.on('error', () => {}); // it is cut off
        socket.write(
          `${line} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n`,
        );
        const trickle = setInterval(() => socket.write(' '), 10);
        let answer = '';
        socket.on('data', (chunk) => (answer += String(chunk)));
        await new Promise((resolve) => socket.once('close', resolve));
        clearInterval(trickle);
        expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      } finally {
        await slow.close();
      }
    },
  );
});

describe('docs/api.md', () => {
  it('says of every kind of problem what to do', async () => {
    const page = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (\d{3}) +\|/gm)].map(([, kind, status]) => [
      kind,
      Number(status),
    ]);
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(problemKinds).map(([kind, { status }]) => [kind, status])),
    );
  });
});
