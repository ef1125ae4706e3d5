import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { AppError, UnavailableError } from '../../contracts/errors.ts';
import { isTransient } from '../../store/failures.ts';
import { PROBLEM_TYPE, ProblemError, problemOf, type Problem, type ProblemKind } from '../problem.ts';

const RETRY_AFTER_SECONDS = 2;

/** Every failure ends as a problem (RFC 9457), and says nothing of what was sent or of how we work inside. */
export function handleErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, logger));
  app.addHook('onRequestAbort', async (request) => {
    logger.info({ reqId: request.id, route: request.routeOptions.url }, 'request broken off');
  });
}

export function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): FastifyReply {
  const { problem, headers } = describe(error === request.raw.errored ? BROKEN_OFF : error);
  if (problem.status >= 500) logFailure(logger, error, request);
  return sendProblem(reply, problem, headers);
}

/** Whoever hung up hears nothing of it; it is no failure of ours. */
const BROKEN_OFF = new ProblemError('invalid-request', {
  detail: 'the connection ended before the body did',
});

export function sendProblem(
  reply: FastifyReply,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply {
  const retry = problem.status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
  return reply
    .code(problem.status)
    .headers({ ...retry, ...headers, 'cache-control': 'no-store' })
    .type(PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify({ ...problem, requestId: reply.request.id })));
}

function describe(error: unknown): {
  problem: Problem;
  headers: Readonly<Record<string, string>>;
} {
  if (error instanceof ProblemError)
    return { problem: problemOf(error.kind, error.more), headers: error.headers };
  const kind = kindOfError(error);
  const detail = error instanceof UnavailableError && error.forCallers ? error.message : DETAILS[kind];
  return { problem: problemOf(kind, detail === undefined ? {} : { detail }), headers: {} };
}

const DETAILS: Partial<Record<ProblemKind, string>> = {
  'invalid-request': 'send what the API’s description at /reference says',
  'too-large': 'send less in one request; limits are in the API’s description at /reference',
  'unsupported-media-type': 'the API’s description at /reference lists the media types taken here',
  internal: 'the failure was written down under this request id',
  unavailable: 'send the same again later',
};

function kindOfError(error: unknown): ProblemKind {
  if (isTransient(error)) return 'unavailable';
  const status = (error as Partial<FastifyError>).statusCode ?? 500;
  if (status === 413) return 'too-large';
  if (status === 415) return 'unsupported-media-type';
  if (status === 408) return 'timeout';
  if (status === 404) return 'not-found';
  return status >= 400 && status < 500 ? 'invalid-request' : 'internal';
}

/** The error's name, code and place. Its message may repeat what was sent, so it stays out, unless it is one of ours, which never does. */
function logFailure(logger: Logger, error: unknown, request: FastifyRequest): void {
  const found = error instanceof Error ? error : new Error('not an Error');
  logger.error(
    {
      reqId: request.id,
      route: request.routeOptions.url ?? '(none)',
      error: found.name,
      code: (found as NodeJS.ErrnoException).code,
      why: found instanceof AppError ? found.message : undefined,
      at: (found.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 8)
        .map((line) => line.trim()),
      cause: found.cause instanceof Error ? found.cause.name : undefined,
    },
    'request failed',
  );
}
