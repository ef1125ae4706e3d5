import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { startApi } from '../support/api-server.ts';
import { emptyStore } from '../support/empty-store.ts';

it('cuts a connection off on which requests are sent without end and no answer is waited for', async () => {
  let begun = 0;
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const api = await startApi({
    store: {
      ...emptyStore,
      readChanges: async () => {
        begun += 1;
        await held;
        return [];
      },
    },
  });
  try {
    const one = `GET /v1/changes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${await api.token()}\r\n\r\n`;
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.on('error', () => {}); // it is cut off
    socket.write(one.repeat(1000));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(begun).toBeLessThanOrEqual(16);
  } finally {
    release();
    await api.close();
  }
});

it('answers what is sent together, in order', async () => {
  const api = await startApi();
  try {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    const lines = ['GET /livez', 'GET /nothing', 'GET /readyz'].map(
      (line) => `${line} HTTP/1.1\r\nhost: x\r\n`,
    );
    const rounds = Array.from({ length: 5 }, () => lines).flat();
    socket.write(`${rounds.join('\r\n')}connection: close\r\n\r\n`);
    await once(socket, 'close');
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);
    expect(statuses).toEqual(Array.from({ length: 5 }, () => ['200', '404', '200']).flat());
  } finally {
    await api.close();
  }
});
