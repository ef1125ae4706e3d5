import type { Socket } from 'node:net';
import type { App } from '../context.ts';

/** Clients send one request and wait for its answer; a few at once do no harm. */
const MOST = 16;

/**
 * Cuts a connection off on which too many requests wait for their answers. Node goes on to read them, whether or not anybody reads the answers, so
 * a megabyte of requests would ask for gigabytes. For the first hook of all: what is cut off must not begin.
 */
export function limitUnanswered(app: App): void {
  const waiting = new WeakMap<Socket, number>();
  app.addHook('onRequest', async ({ raw: { socket } }, reply) => {
    const count = (waiting.get(socket) ?? 0) + 1;
    waiting.set(socket, count);
    if (count > MOST) {
      socket.destroy();
      reply.hijack();
      return;
    }
    reply.raw.once('close', () => waiting.set(socket, waiting.get(socket)! - 1));
  });
}
