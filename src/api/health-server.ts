import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { answerUnreadable, watchExchanges } from './http/answer-unreadable.ts';
import { checkHeaders, leavesHeadersToUs } from './http/check-headers.ts';
import { closeGracefully } from './http/close-gracefully.ts';
import type { App } from './context.ts';
import { handleErrors } from './http/error-handler.ts';
import { limitUnanswered } from './http/limit-unanswered.ts';
import { answerNotFound } from './http/not-found.ts';
import { healthRoutes, type HealthDeps } from './routes/health.ts';
import { validatorCompiler } from './http/validate.ts';

const REQUEST_MS = 10_000;

/** What a process without the API says of itself, ready to listen: /livez, /readyz and /metrics. */
export async function buildHealthServer(deps: HealthDeps & { logger: Logger }): Promise<App> {
  const closing = new AbortController();
  const app: App = fastify({
    genReqId: () => randomUUID(),
    requestTimeout: REQUEST_MS,
    bodyLimit: 1024,
    clientErrorHandler: answerUnreadable(deps.logger),
    return503OnClosing: false,
    http: leavesHeadersToUs,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  limitUnanswered(app);
  watchExchanges(app);
  checkHeaders(app);
  closeGracefully(app, closing);
  handleErrors(app, deps.logger);
  answerNotFound(app, 'this process has /livez, /readyz and /metrics; the API is another');
  healthRoutes(app, { deps, closing: closing.signal });
  await app.ready();
  return app;
}
