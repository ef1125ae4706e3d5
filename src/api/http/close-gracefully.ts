import type { App } from '../context.ts';
import { sendProblem } from './error-handler.ts';
import { problemOf } from '../problem.ts';

const STOPPING = problemOf('unavailable', { detail: 'this service is stopping: send the same again later' });

/**
 * Close without cutting anybody off and without waiting for idle connections: from the first moment of closing each
 * answer tells its connection to close (Node would keep a busy one open for the whole keepAliveTimeout), and
 * whatever waits is told by the signal. What comes later still, on a connection that was open, is sent away; who asks how this
 * process is hears it. For a server whose `return503OnClosing` is false.
 */
export function closeGracefully(app: App, closing: AbortController): void {
  app.addHook('preClose', async () => {
    // For answers whose headers are gone already, as of a stream.
    app.server.keepAliveTimeout = 1;
    closing.abort();
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!closing.signal.aborted || request.routeOptions.config.access === 'public') return;
    return sendProblem(reply, STOPPING);
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing.signal.aborted) reply.header('connection', 'close');
  });
}
