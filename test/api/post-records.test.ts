import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnavailableError } from '../../src/contracts/errors.ts';
import { DEAD_LETTER_TOPIC } from '../../src/contracts/topics.ts';
import { easternDay } from '../../src/domain/eastern.ts';
import type { DeadLetter } from '../../src/intake/dead-letter.ts';
import { startApi, type TestServer } from './support/api-server.ts';
import { BATCH, NDJSON, placementEvent, STRUCTURED } from './support/events.ts';

describe('POST /v1/records', () => {
  let api: TestServer;
  let token: string;
  beforeAll(async () => {
    api = await startApi();
    token = await api.token();
  });
  afterAll(() => api.close());

  const post = (type: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/v1/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type, ...headers },
      body,
    });
  const deadLetters = () => kept(api, DEAD_LETTER_TOPIC);

  it('takes one structured event and answers 202 when it is in the log', async () => {
    const response = await post(STRUCTURED, JSON.stringify(placementEvent({ id: 'one' })));
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ id: 'one', status: 'accepted', receivedOn: today() });
    const messages = await kept(api, 'hhs.placement.v1');
    const message = messages.find((m) => m.headers['ce_id'] === 'one');
    expect(message?.key).toBe('A012345678');
    expect(message?.headers).toMatchObject({ ce_sender: 'test-client', 'content-type': 'application/json' });
  });

  it('takes one event in binary mode', async () => {
    const { data, ...attributes } = placementEvent({ id: 'binary' });
    const headers = Object.fromEntries(Object.entries(attributes).map(([k, v]) => [`ce-${k}`, String(v)]));
    const response = await post('application/json', JSON.stringify(data), headers);
    expect(await response.json()).toMatchObject({ id: 'binary', status: 'accepted' });
  });

  it('knows the same event again, and does not append it twice', async () => {
    const event = JSON.stringify(placementEvent({ id: 'again' }));
    await post(STRUCTURED, event);
    const response = await post(STRUCTURED, event);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ id: 'again', status: 'duplicate' });
    const messages = await kept(api, 'hhs.placement.v1');
    expect(messages.filter((m) => m.headers['ce_id'] === 'again')).toHaveLength(1);
  });

  it('keeps both contents of one event id, and says that they conflict', async () => {
    await post(STRUCTURED, JSON.stringify(placementEvent({ id: 'twice' })));
    const other = placementEvent({ id: 'twice', data: { programCode: 'P-200' } });
    const response = await post(STRUCTURED, JSON.stringify(other));
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      type: 'urn:rollcall:problem:event-conflict',
      receivedOn: today(),
    });
    const messages = await kept(api, 'hhs.placement.v1');
    expect(messages.filter((m) => m.headers['ce_id'] === 'twice')).toHaveLength(2);
  });

  it('refuses a record that does not fit, keeps its bytes, and names the place', async () => {
    const body = JSON.stringify(placementEvent({ id: 'misfit', data: { programCode: 7 } }));
    const response = await post(STRUCTURED, body);
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      type: 'urn:rollcall:problem:invalid-record',
      errors: [{ code: 'wrong-type', field: '/data/programCode', found: 'number' }],
    });
    const letters = (await deadLetters()).map((m) => JSON.parse(m.value!) as DeadLetter);
    const letter = letters.find((one) => one.id === 'misfit');
    expect(letter).toMatchObject({ code: 'wrong-type', field: '/data/programCode', sender: 'test-client' });
    expect(Buffer.from(letter!.original, 'base64').toString()).toBe(body);
  });

  it('refuses another agency’s source', async () => {
    const event = placementEvent({ with: { source: 'urn:us-gov:eoir:case' } });
    const response = await post(STRUCTURED, JSON.stringify(event));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ type: 'urn:rollcall:problem:foreign-record' });
  });

  it.each([
    ['JSON that is none', STRUCTURED, '{"specversion":', 400, 'invalid-event'],
    ['an event too large', STRUCTURED, `{"a":"${'x'.repeat(70_000)}"}`, 413, 'too-large'],
    ['a body far too large', STRUCTURED, 'x'.repeat(1_100_000), 413, 'too-large'],
    ['a batch that is no array', BATCH, '{}', 422, 'invalid-record'],
    ['a batch too long', BATCH, JSON.stringify(Array.from({ length: 1001 }, () => 1)), 413, 'too-large'],
    ['another media type', 'text/csv', 'a,b', 415, 'unsupported-media-type'],
    ['plain JSON without ce-* headers', 'application/json', '{}', 415, 'unsupported-media-type'],
  ])('answers %s with a problem', async (_, type, body, status, kind) => {
    const response = await post(type, body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ type: `urn:rollcall:problem:${kind}`, status });
  });

  it('answers a batch with one result per event', async () => {
    const events = [
      placementEvent({ id: 'b1' }),
      placementEvent({ id: 'b2', data: { extra: 1 } }),
      placementEvent({ id: 'b1' }),
      placementEvent({ id: 'b1', data: { programCode: 'P-300' } }),
      7,
    ];
    const response = await post(BATCH, JSON.stringify(events));
    expect(response.status).toBe(207);
    const body = (await response.json()) as {
      results: Array<{ status: string; id?: string }>;
      counts: object;
    };
    expect(body.results.map((r) => r.status)).toEqual([
      'accepted',
      'rejected',
      'duplicate',
      'conflict',
      'rejected',
    ]);
    expect(body.counts).toEqual({ accepted: 1, duplicate: 1, conflict: 1, rejected: 2 });
    expect(body.results[1]).toMatchObject({
      index: 1,
      id: 'b2',
      problem: { errors: [{ code: 'unknown-field', field: '/data/extra' }] },
    });
  });

  it.each([BATCH, NDJSON])('refuses one bad event of %s alone, and keeps it', async (type) => {
    const name = type === BATCH ? 'batch' : 'lines';
    const bad = [
      JSON.stringify(placementEvent({ id: 'nul', data: { programCode: `${name}\u0000` } })),
      JSON.stringify(placementEvent({ id: 'twice' })).replace(
        '"A012345678"',
        '"A022222222","aNumber":"A042222222"',
      ),
      `{"${name}":${'['.repeat(15_000)}${']'.repeat(15_000)}}`,
    ];
    const texts = [...bad, JSON.stringify(placementEvent({ id: `good-${name}` }))];
    const response = await post(type, type === BATCH ? `[${texts.join(',')}]` : texts.join('\n'));
    expect(response.status).toBe(207);
    const text = await response.text();
    const results = type === BATCH ? (JSON.parse(text) as { results: unknown[] }).results : linesOf(text);
    expect(results.slice(0, 4)).toMatchObject([
      { index: 0, status: 'rejected', problem: { status: 400, errors: [{ code: 'invalid-text' }] } },
      {
        index: 1,
        status: 'rejected',
        problem: {
          status: 422,
          errors: [{ code: 'repeated-field', field: '/data/person/identifiers/aNumber' }],
        },
      },
      { index: 2, status: 'rejected', problem: { status: 422 } },
      { index: 3, status: 'accepted' },
    ]);
    const letters = (await deadLetters()).map((m) => JSON.parse(m.value!) as DeadLetter);
    const originals = letters.map((one) => Buffer.from(one.original, 'base64').toString());
    for (const one of bad) expect(originals).toContain(one);
  });

  it('answers NDJSON line by line, and ends with a summary', async () => {
    const lines = [
      JSON.stringify(placementEvent({ id: 'n1' })),
      '',
      'no json',
      JSON.stringify(placementEvent({ id: 'n2' })),
    ];
    const response = await post(NDJSON, lines.join('\n'));
    expect(response.status).toBe(207);
    expect(response.headers.get('content-type')).toContain(NDJSON);
    const results = linesOf(await response.text());
    expect(results).toMatchObject([
      { index: 0, line: 1, id: 'n1', status: 'accepted' },
      { index: 1, line: 3, status: 'rejected', problem: { status: 400 } },
      { index: 2, line: 4, id: 'n2', status: 'accepted' },
      {
        summary: { accepted: 2, duplicate: 0, conflict: 0, rejected: 1 },
        days: { [today()]: { accepted: 2, duplicate: 0, conflict: 0, rejected: 1 } },
      },
    ]);
  });

  it('gives the results of a stream while it is still being sent', async () => {
    let send: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        send = controller;
      },
    });
    const line = (id: string) => new TextEncoder().encode(`${JSON.stringify(placementEvent({ id }))}\n`);
    send!.enqueue(line('s1'));
    const response = await fetch(`${api.url}/v1/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': NDJSON },
      body,
      duplex: 'half',
    });
    const reader = response.body!.getReader();
    const first = await reader.read();
    expect(new TextDecoder().decode(first.value)).toContain('"id":"s1","status":"accepted"');
    send!.enqueue(line('s2'));
    const second = await reader.read();
    expect(new TextDecoder().decode(second.value)).toContain('"id":"s2","status":"accepted"');
    send!.close();
    const last = await reader.read();
    expect(new TextDecoder().decode(last.value)).toContain('"summary":{"accepted":2');
  });

  it.each([
    'return=minimal',
    'Return="minimal"',
    'return = minimal; wait=5',
    'respond-async, return=minimal',
  ])('tells only what was not accepted where the caller prefers so: %s', async (prefer) => {
    const body = `${JSON.stringify(placementEvent({ id: prefer.replaceAll(/\W/g, '') }))}\nno json\n`;
    const response = await post(NDJSON, body, { prefer });
    expect(linesOf(await response.text())).toMatchObject([
      { index: 1, status: 'rejected' },
      { summary: { accepted: 1, rejected: 1 } },
    ]);
  });

  it.each(['return=representation', 'x-return=minimal', 'return=minimal-ish', 'wait=5; return=minimal'])(
    'tells of every line where the caller prefers something else: %s',
    async (prefer) => {
      const body = `${JSON.stringify(placementEvent({ id: prefer.replaceAll(/\W/g, '') }))}\n`;
      expect(linesOf(await (await post(NDJSON, body, { prefer })).text())).toHaveLength(2);
    },
  );
});

describe('POST /v1/records, when the log cannot take it', () => {
  it.each([
    [STRUCTURED, JSON.stringify(placementEvent())],
    [BATCH, JSON.stringify([placementEvent()])],
    [NDJSON, JSON.stringify(placementEvent())],
  ])('answers %s with 503 and Retry-After', async (type, body) => {
    const down = { append: () => Promise.reject(new UnavailableError('the log does not answer')) };
    const api = await startApi({ log: down });
    try {
      const response = await fetch(`${api.url}/v1/records`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await api.token()}`, 'content-type': type },
        body,
      });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await response.json()).toMatchObject({ type: 'urn:rollcall:problem:unavailable' });
    } finally {
      await api.close();
    }
  });

  it('reads a stream to its end for a sender that reads its answer only then', async () => {
    const down = { append: () => Promise.reject(new UnavailableError('the log does not answer')) };
    const api = await startApi({ log: down, limits: { requestMs: 5_000 } });
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.on('error', () => {}); // Then it is cut off.
    try {
      const body = `${JSON.stringify(placementEvent())}\n`.repeat(40_000);
      socket.write(`POST /v1/records HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${await api.token()}\r\n`);
      socket.write(`content-type: ${NDJSON}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`);
      const cutOff = once(socket, 'close');
      await new Promise((written) => socket.write(body, written));
      const [answer] = (await Promise.race([once(socket, 'data'), cutOff])) as [unknown];
      expect(String(answer)).toMatch(/^HTTP\/1.1 503 /);
    } finally {
      socket.destroy();
      await api.close();
    }
  });

  it('answers a stream with 503 where its lines could not be checked', async () => {
    const check = () => Promise.reject(new UnavailableError('a thread ended'));
    const api = await startApi({ lineChecker: { check, hasRoom: () => true } });
    try {
      const response = await fetch(`${api.url}/v1/records`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await api.token()}`, 'content-type': NDJSON },
        body: JSON.stringify(placementEvent()),
      });
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ type: 'urn:rollcall:problem:unavailable' });
      expect(await kept(api, 'hhs.placement.v1')).toEqual([]);
    } finally {
      await api.close();
    }
  });

  it('turns a client away whose quota is used up, and says when to come back', async () => {
    const api = await startApi({
      clock: () => new Date('2026-05-01T12:00:00Z'),
      limits: { recordsPerMinute: 2 },
    });
    try {
      const send = async (clientId: string, ids: string[]) =>
        fetch(`${api.url}/v1/records`, {
          method: 'POST',
          headers: { authorization: `Bearer ${await api.token({ clientId })}`, 'content-type': BATCH },
          body: JSON.stringify(ids.map((id) => placementEvent({ id }))),
        });
      expect((await send('greedy', ['q1', 'q2', 'q3'])).status).toBe(207);
      const refused = await send('greedy', ['q4']);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('60');
      expect((await send('modest', ['q5'])).status).toBe(207);
    } finally {
      await api.close();
    }
  });
});

/** Fails, rightly, if midnight in New York passes within a request. */
function today(): string {
  return easternDay(Date.now());
}

function linesOf(text: string): unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

async function kept(api: TestServer, topic: string) {
  const subscription = await api.log.subscribe({
    group: `look-${Math.random()}`,
    topics: [topic],
    start: async (partitions) => partitions.map(() => null),
  });
  try {
    const batches = await subscription.poll({ maxMessages: 10_000, maxWaitMs: 100 });
    return batches.flatMap((batch) => batch.messages);
  } finally {
    await subscription.close();
  }
}
