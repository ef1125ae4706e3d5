import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { startApi } from '../support/api-server.ts';
import { placementEvent } from '../support/events.ts';
import { emptyStore } from '../support/empty-store.ts';

describe('closing the server', () => {
  it('finishes the request under way on a kept-alive connection, and ends soon after', async () => {
    let arrived: () => void = () => {};
    let release: () => void = () => {};
    const underWay = new Promise<void>((resolve) => (arrived = resolve));
    const held = new Promise<void>((resolve) => (release = resolve));
    const api = await startApi({
      store: {
        ...emptyStore,
        searchChildren: async () => {
          arrived();
          await held;
          return {
            children: [],
            unlinked: { records: 0, reasons: [] },
            former: { records: 0 },
            overused: [],
          };
        },
      },
    });
    const agent = new Agent({ keepAlive: true });
    const call = request(`${api.url}/v1/children/search`, {
      method: 'POST',
      agent,
      headers: { authorization: `Bearer ${await api.token()}`, 'content-type': 'application/json' },
    });
    call.end('{"identifiers":{"fin":"12345"}}');
    const answered = once(call, 'response');
    await underWay;
    const start = performance.now();
    const closed = api.close();
    await untilRefused(api.url);
    release();
    const [response] = (await answered) as [import('node:http').IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(200);
    expect(response.headers.connection).toBe('close');
    await closed;
    expect(performance.now() - start).toBeLessThan(2000);
    agent.destroy();
  });

  it('ends a stream of records with what was taken of it', async () => {
    const api = await startApi();
    const call = request(`${api.url}/v1/records`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await api.token({ agency: 'hhs' })}`,
        'content-type': 'application/x-ndjson',
      },
    });
    call.on('error', () => {}); // It goes on sending after its answer.
    call.write(`${JSON.stringify(placementEvent({ id: 'one' }))}\n`);
    const [response] = (await once(call, 'response')) as [import('node:http').IncomingMessage];
    const start = performance.now();
    const closed = api.close();
    let text = '';
    for await (const part of response) text += String(part);
    const [taken, summary] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(taken).toMatchObject({ id: 'one', status: 'accepted' });
    expect(summary).toMatchObject({
      summary: { accepted: 1, rejected: 0 },
      problem: { type: 'urn:rollcall:problem:unavailable', detail: 'send what has no result again' },
    });
    await closed;
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('does not wait for the connection of a stream whose answer had begun before', async () => {
    const api = await startApi();
    const agent = new Agent({ keepAlive: true });
    const call = request(`${api.url}/v1/records`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${await api.token({ agency: 'hhs' })}`,
        'content-type': 'application/x-ndjson',
      },
    });
    call.write(`${JSON.stringify(placementEvent())}\n`);
    const [response] = (await once(call, 'response')) as [import('node:http').IncomingMessage];
    const start = performance.now();
    const closed = api.close();
    response.resume();
    call.end();
    await closed;
    expect(performance.now() - start).toBeLessThan(4_000);
    agent.destroy();
  });

  it('tells who comes too late to send the same again, and still says that it is closing', async () => {
    let arrived: () => void = () => {};
    let release: () => void = () => {};
    const underWay = new Promise<void>((resolve) => (arrived = resolve));
    const held = new Promise<void>((resolve) => (release = resolve));
    const api = await startApi({
      store: {
        ...emptyStore,
        readChanges: async () => {
          arrived();
          await held;
          return [];
        },
      },
    });
    const authorization = `Bearer ${await api.token()}`;
    const waiting = fetch(`${api.url}/v1/changes`, { headers: { authorization } });
    const late = await begun(api.url, '/v1/feeds');
    const probe = await begun(api.url, '/readyz');
    await underWay;
    const closed = api.close();
    await untilRefused(api.url);
    const [answer, ready] = await Promise.all([late(), probe()]);
    release();
    expect((await waiting).status).toBe(200);
    await closed;
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect(answer).toMatch(/\r\ncontent-type: application\/problem\+json\r\n/i);
    expect(answer).toMatch(/\r\nretry-after: \d+\r\n/i);
    expect(answer).toContain('urn:rollcall:problem:unavailable');
    expect(answer).toContain('"requestId":"');
    expect(ready).toMatch(/^HTTP\/1.1 503 /);
    expect(ready).toContain('"server":"closing"');
  });

  it('answers whoever waits for changes', async () => {
    const api = await startApi();
    const waiting = fetch(`${api.url}/v1/changes?wait=30`, {
      headers: { authorization: `Bearer ${await api.token()}` },
    });
    // Once a second request was answered the first one is in.
    await fetch(`${api.url}/v1/changes`, { headers: { authorization: `Bearer ${await api.token()}` } });
    const start = performance.now();
    await api.close();
    const response = await waiting;
    expect(await response.json()).toEqual({ changes: [], next: '0', moreAvailable: false });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

/** A request whose headers have begun to arrive; what is given sends the rest, and gives the answer. */
async function begun(url: string, path: string): Promise<() => Promise<string>> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n`);
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  return async () => {
    socket.end('\r\n');
    await once(socket, 'close');
    return answer;
  };
}

/** New connections are refused once the server has begun to close. */
async function untilRefused(url: string): Promise<void> {
  for (;;) {
    try {
      await (await fetch(`${url}/livez`, { headers: { connection: 'close' } })).text();
    } catch {
      return;
    }
  }
}
