import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../context.ts';
import { sendProblem } from './error-handler.ts';
import { problemOf } from '../problem.ts';

/** So long the rest of a body may still come when the service stops: its sender must have the time to read the answer. */
const STOPPING_MS = 1_000;

/**
 * Limits how long a body may take to arrive: one that trickles in holds a connection at almost no cost to its sender. Node has a
 * single limit for all requests, and a stream of records may take an hour, so every other body gets a limit of its own.
 * @param closing aborted when the server begins to close
 */
export function limitArrival(app: App, ms: number, closing: AbortSignal): void {
  const timers = new WeakMap<object, NodeJS.Timeout>();
  app.addHook('preParsing', (request, reply, _payload, done) => {
    // Whoever hung up while the token was looked at: of such a body nothing more would be heard, not even its end.
    if (request.raw.errored !== null) return done(request.raw.errored);
    const type = request.headers['content-type'];
    if (type !== undefined && !type.startsWith('application/x-ndjson')) {
      const timer = setTimeout(() => {
        if (reply.sent) return;
        sendProblem(reply, problemOf('timeout'), { connection: 'close' });
      }, ms);
      timers.set(request, timer);
    }
    done();
  });
  app.addHook('preValidation', (request, _reply, done) => {
    clearTimeout(timers.get(request));
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    clearTimeout(timers.get(request));
    done();
  });
  // Whoever hung up gets no response.
  app.addHook('onRequestAbort', (request, done) => {
    clearTimeout(timers.get(request));
    done();
  });
  // An answer may come before its body has, as to whoever has no token. The rest is read, as its sender may read the answer only then.
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.once('finish', () => {
      if (request.complete) return;
      // Node does so by itself only where nobody had begun to.
      request.removeAllListeners('readable').on('data', () => {});
      const timer = setTimeout(
        () => {
          if (!request.complete) request.socket.destroy();
        },
        closing.aborted ? Math.min(ms, STOPPING_MS) : ms,
      );
      timer.unref();
      request.once('end', () => clearTimeout(timer)); // It would keep the request.
    });
  });
}
