import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { intake } from '../intake/intake.ts';
import { answerUnreadable, watchExchanges } from './http/answer-unreadable.ts';
import { writeAccessLog } from './http/access-log.ts';
import { guard } from './auth/guard.ts';
import { ChangeWatcher } from './answers/change-watcher.ts';
import { checkHeaders, leavesHeadersToUs } from './http/check-headers.ts';
import { closeGracefully } from './http/close-gracefully.ts';
import type { App, RouteContext } from './context.ts';
import { defaultLimits, type ApiDeps } from './deps.ts';
import { discloser } from './disclose.ts';
import { handleErrors, sendError } from './http/error-handler.ts';
import { apiMetrics } from './metrics.ts';
import { answerNotFound } from './http/not-found.ts';
import { Quota } from './http/quota.ts';
import { readJson } from './http/read-json.ts';
import { serveReference } from './description/reference.ts';
import { refuseQueries } from './http/refuse-queries.ts';
import { actOnObligationRoutes } from './routes/act-on-obligation.ts';
import { healthRoutes } from './routes/health.ts';
import { listDiscrepanciesRoute } from './routes/list-discrepancies.ts';
import { listObligationsRoute } from './routes/list-obligations.ts';
import { manifestRoutes } from './routes/post-manifest.ts';
import { postRecordsRoute } from './routes/post-records.ts';
import { readAccountabilityRoute } from './routes/read-accountability.ts';
import { readAccountabilityChildrenRoute } from './routes/read-accountability-children.ts';
import { readChangesRoute } from './routes/read-changes.ts';
import { readDisclosuresRoute } from './routes/read-disclosures.ts';
import { readFeedsRoute } from './routes/read-feeds.ts';
import { readStatusRoute } from './routes/read-status.ts';
import { readTimelineRoute } from './routes/read-timeline.ts';
import { readWorklistRoute } from './routes/read-worklist.ts';
import { recordTypesRoute } from './routes/record-types.ts';
import { searchChildrenRoute } from './routes/search-children.ts';
import { statusBatchRoute } from './routes/status-batch.ts';
import { limitArrival } from './http/limit-arrival.ts';
import { limitUnanswered } from './http/limit-unanswered.ts';
import { validatorCompiler } from './http/validate.ts';

/** A stream of records may take this long to arrive; everything else has `limits.requestMs`. */
const STREAM_MS = 3_600_000;
/** Longer than any long poll. A connection on which nothing moves for so long is cut. */
const IDLE_MS = 75_000;
const KEEP_ALIVE_MS = 5_000;

/**
 * The HTTP API, ready to listen. `close()` finishes what is under way: long polls end, open connections are told to
 * close, and nothing is cut off. It does not close what it was given.
 */
export async function buildServer(deps: ApiDeps): Promise<App> {
  const limits = { ...defaultLimits, ...deps.limits };
  const closing = new AbortController();
  const app: App = fastify({
    genReqId: () => randomUUID(),
    requestTimeout: STREAM_MS,
    connectionTimeout: IDLE_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    bodyLimit: 256 * 1024,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => {
      void sendError(error, request, reply, deps.logger);
    },
    clientErrorHandler: answerUnreadable(deps.logger),
    return503OnClosing: false,
    http: leavesHeadersToUs,
  });
  // Fastify's own; no route takes it, and 415 says more than that a text is no object.
  app.removeContentTypeParser('text/plain');
  readJson(app);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  const changes = new ChangeWatcher(() => deps.store.readChangeHead());
  const stopListening = deps.onStatusChange?.(() => changes.wake());
  app.addHook('onClose', async () => stopListening?.());

  const taken = intake({
    log: deps.log,
    findReceipts: (contents) => deps.store.findReceipts(contents),
    countDuplicates: (duplicates) => deps.feeds.countDuplicates(duplicates),
    ...(deps.lineChecker === undefined ? {} : { lineChecker: deps.lineChecker }),
    clock: deps.clock,
  });
  const metrics = apiMetrics(deps.metrics, () => taken.unackedBytes());
  const context: RouteContext = {
    deps,
    limits,
    intake: taken,
    quota: new Quota(limits.recordsPerMinute, deps.clock),
    changes,
    metrics,
    disclose: discloser(deps, metrics),
    closing: closing.signal,
  };

  limitUnanswered(app);
  // What is said of a child is not for caches; the reference's own files say otherwise of themselves.
  app.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'));
  closeGracefully(app, closing);
  writeAccessLog(app, deps.logger, context.metrics);
  handleErrors(app, deps.logger);
  watchExchanges(app);
  checkHeaders(app);
  answerNotFound(app);
  guard(app, deps.verifyToken);
  limitArrival(app, limits.requestMs, closing.signal);
  refuseQueries(app);
  await serveReference(app, limits);

  postRecordsRoute(app, context);
  recordTypesRoute(app);
  readStatusRoute(app, context);
  readTimelineRoute(app, context);
  readDisclosuresRoute(app, context);
  searchChildrenRoute(app, context);
  statusBatchRoute(app, context);
  readChangesRoute(app, context);
  readFeedsRoute(app, context);
  manifestRoutes(app, context);
  listObligationsRoute(app, context);
  readWorklistRoute(app, context);
  actOnObligationRoutes(app, context);
  listDiscrepanciesRoute(app, context);
  readAccountabilityRoute(app, context);
  readAccountabilityChildrenRoute(app, context);
  healthRoutes(app, context);
  await app.ready();
  return app;
}
