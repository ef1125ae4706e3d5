import type { App } from './context.ts';

/**
 * Close without cutting anybody off and without waiting for idle connections: from the first moment of closing each
 * answer tells its connection to close (Node would keep a busy one open for the whole keepAliveTimeout), and
 * whatever waits is told by the signal.
 */
export function closeGracefully(app: App, closing: AbortController): void {
  app.addHook('preClose', async () => closing.abort());
  app.addHook('onSend', async (_request, reply) => {
    if (closing.signal.aborted) reply.header('connection', 'close');
  });
}
