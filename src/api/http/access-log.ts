import type { Logger } from 'pino';
import type { App } from '../context.ts';
import type { ApiMetrics } from '../metrics.ts';

/** One line per request, of fields that can hold nothing personal: the route's template, never its URL. */
export function writeAccessLog(app: App, logger: Logger, metrics: ApiMetrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? '(none)' : (request.routeOptions.url ?? '(none)');
    const { method } = request;
    const status = reply.statusCode;
    const ms = reply.elapsedTime;
    metrics.requestDone(route, method, status, ms / 1000);
    if (route !== '/livez' && route !== '/readyz' && route !== '/metrics') {
      logger.info(
        {
          reqId: request.id,
          route,
          method,
          status,
          ms: Math.round(ms * 10) / 10,
          client: request.caller?.clientId,
          agency: request.caller?.agency ?? undefined,
        },
        'request',
      );
    }
    done();
  });
}
