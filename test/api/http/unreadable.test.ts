import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestServer } from '../support/api-server.ts';
import { emptyStore } from '../support/empty-store.ts';
import { NDJSON, placementEvent } from '../support/events.ts';

const NO_HTTP = 'no HTTP at all\r\n\r\n';

describe('what is no HTTP', () => {
  let api: TestServer;
  let token: string;
  beforeAll(async () => {
    api = await startApi({
      store: {
        ...emptyStore,
        readChanges: async () => {
          await new Promise((resolve) => setTimeout(resolve, 50));
          return [];
        },
      },
    });
    token = await api.token();
  });
  afterAll(() => api.close());

  const open = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };
  const rest = async (socket: Socket): Promise<string> => {
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    await once(socket, 'close');
    return answer;
  };
  const head = (line: string, ...fields: string[]) =>
    [line, 'host: x', `authorization: Bearer ${token}`, ...fields, '', ''].join('\r\n');
  const streamed = () =>
    head('POST /v1/records HTTP/1.1', `content-type: ${NDJSON}`, 'transfer-encoding: chunked');
  const statusesIn = (answer: string) =>
    [...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);

  it('is a problem that says what to do, under the usual words of its status', async () => {
    const socket = await open();
    socket.write(NO_HTTP);
    const answer = await rest(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toMatch(/^date: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT\r$/im);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      detail: expect.stringContaining('HTTP/1.1'),
    });
  });

  it('comes after the answer to a request before it, never in its place', async () => {
    const socket = await open();
    socket.write(head('GET /v1/changes HTTP/1.1') + NO_HTTP);
    expect(statusesIn(await rest(socket))).toEqual(['200', '400']);
  });

  it('stands for the request whose body it is', async () => {
    const socket = await open();
    socket.write(head('GET /v1/changes HTTP/1.1') + streamed() + NO_HTTP);
    expect(statusesIn(await rest(socket))).toEqual(['200', '400']);
  });

  it('cuts an answer off that has begun, and is no part of it', async () => {
    const line = `${JSON.stringify(placementEvent())}\n`;
    const socket = await open();
    socket.write(`${streamed()}${line.length.toString(16)}\r\n${line}\r\n`);
    const [begun] = (await once(socket, 'data')) as [Buffer];
    expect(String(begun)).toMatch(/^HTTP\/1\.1 207 /);
    socket.write(NO_HTTP);
    const answer = String(begun) + (await rest(socket));
    expect(statusesIn(answer)).toEqual(['207']);
    expect(answer).not.toContain('invalid-request');
  });

  it('is not answered twice where its request was refused before its body came', async () => {
    const socket = await open();
    socket.write(streamed().replace(token, 'none'));
    const [refused] = (await once(socket, 'data')) as [Buffer];
    expect(statusesIn(String(refused))).toEqual(['401']);
    socket.write(NO_HTTP);
    expect(await rest(socket)).toBe('');
  });
});
