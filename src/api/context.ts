import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Intake } from '../intake/intake.ts';
import type { Access, Caller } from './auth/caller.ts';
import type { ChangeWatcher } from './answers/change-watcher.ts';
import type { ApiDeps, ApiLimits } from './deps.ts';
import type { ApiMetrics } from './metrics.ts';
import type { Quota } from './http/quota.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route must say it; a server with one that does not won't start. */
    access?: Access;
  }
  interface FastifyRequest {
    /** Null on public routes. */
    caller: Caller | null;
  }
}

/**
 * Write down who is told what about which children. Call it before anything of the answer is set, its header fields included: if it
 * rejects, there must be no answer. Without children there is nothing to write down. A 304 counts as telling.
 */
export type Disclose = (
  request: Pick<FastifyRequest, 'id' | 'caller' | 'routeOptions'>,
  childIds: readonly string[],
  knownAt?: Date | null,
) => Promise<void>;

/** What routes work with. */
export interface RouteContext {
  deps: ApiDeps;
  limits: ApiLimits;
  intake: Intake;
  quota: Quota;
  changes: ChangeWatcher;
  metrics: ApiMetrics;
  disclose: Disclose;
  /** Aborted when the server begins to close: whatever waits must answer. */
  closing: AbortSignal;
}

/** Fastify with zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** The caller of a route that is not public. */
export function callerOf(request: { caller: Caller | null }): Caller {
  if (request.caller === null) throw new Error('this route has no caller');
  return request.caller;
}
