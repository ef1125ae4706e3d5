import { createHook } from 'node:async_hooks';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { startApi } from '../support/api-server.ts';

it('keeps nothing of a request whose body came after its answer', async () => {
  const requestMs = 54_321;
  const waiting = new Set<number>();
  const hook = createHook({
    init(id, type, _trigger, resource) {
      if (type === 'Timeout' && Reflect.get(resource, '_idleTimeout') === requestMs) waiting.add(id);
    },
    destroy: (id) => waiting.delete(id),
  });
  const api = await startApi({ limits: { requestMs } });
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  try {
    hook.enable();
    socket.write(
      'POST /v1/records HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson\r\ncontent-length: 2\r\n\r\n',
    );
    await once(socket, 'data');
    expect(waiting.size).toBe(1);
    socket.write('{}');
    socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'data');
    await new Promise((resolve) => setImmediate(resolve)); // Node tells of timers' ends a little later.
    expect(waiting.size).toBe(0);
  } finally {
    hook.disable();
    socket.destroy();
    await api.close();
  }
});
