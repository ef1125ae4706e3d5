import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { agencyOfType } from '../../contracts/envelope.ts';
import { parseFeedId, type FeedName } from '../../contracts/feed.ts';
import {
  Manifest,
  MANIFEST_DAYS,
  ManifestBalance,
  Manifests,
  MAX_MANIFEST_IDS,
} from '../../contracts/manifest.ts';
import { refusalsOf } from '../../contracts/refusal.ts';
import { CalendarDate } from '../../contracts/scalars.ts';
import { easternDay } from '../../domain/eastern.ts';
import type { Caller } from '../auth/caller.ts';
import { callerOf, type App, type RouteContext } from '../context.ts';
import { ProblemError } from '../problem.ts';
import { wholeNumber } from '../query/query-number.ts';
import { bodyProblems, json, problems } from '../responses.ts';
import { validatorCompiler } from '../http/validate.ts';

/** 100,000 ids of 128 characters, with quotes and commas, and some room. */
const MANIFEST_BYTES = 14 * 1024 * 1024;

const Params = z.object({
  feed: z
    .string()
    .max(200)
    .describe('<type>@<organisation>:<system>, as GET /v1/feeds gives it')
    .meta({ example: 'hhs.release@hhs:uc-portal' }),
});
const Query = z.strictObject({
  day: CalendarDate.optional().describe('One day only'),
  limit: wholeNumber(1, 92).prefault(MANIFEST_DAYS).describe('Days, latest first'),
});

/** A manifest that breaks its contract is a refusal like a record's; everything else of the request as everywhere. */
const refuseManifest: FastifySchemaCompiler<z.ZodType> = (route) => {
  if (route.httpPart !== 'body') return validatorCompiler(route);
  return (data: unknown) => {
    const result = route.schema.safeParse(data);
    if (result.success) return { value: result.data };
    return { error: new ProblemError('invalid-manifest', { errors: refusalsOf(result.error, data) }) };
  };
};

/** Registered in a scope of their own, for its refusals. */
export function manifestRoutes(parent: FastifyInstance, context: RouteContext): void {
  parent.register(async (scope) => {
    scope.setValidatorCompiler(refuseManifest);
    postManifestRoute(scope, context);
    readManifestsRoute(scope, context);
  });
}

function postManifestRoute(app: App, { deps }: RouteContext): void {
  app.post(
    '/v1/feeds/:feed/manifests',
    {
      config: { access: 'records:write' },
      bodyLimit: MANIFEST_BYTES,
      schema: {
        operationId: 'postManifest',
        summary: 'Control totals: what an agency sent through a feed in a day, against what was received',
        description:
          'Answers sent against accepted + duplicate + conflict + rejected, and names what differs: ids, where the manifest lists them ' +
          `(${MAX_MANIFEST_IDS} at most; the body may have ${MANIFEST_BYTES} bytes). Post it when the day is over, Eastern time. ` +
          'Another for the same day takes its place; the same once more changes nothing.',
        tags: ['feeds'],
        params: Params,
        body: Manifest,
        response: {
          200: json('The same was posted before; weighed again', ManifestBalance),
          201: json('Kept, and weighed against what was received', ManifestBalance),
          ...problems('foreign-feed', 'unknown-feed', 'invalid-manifest', ...bodyProblems),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const feed = feedOfPath(request.params.feed);
      refuseForeign(feed, caller);
      const now = deps.clock();
      refuseFuture(request.body.day, now);
      const { isNew, balance } = await deps.feeds.postManifest(feed, request.body, caller.clientId, now);
      return reply.code(isNew ? 201 : 200).send(balance);
    },
  );
}

function readManifestsRoute(app: App, { deps }: RouteContext): void {
  app.get(
    '/v1/feeds/:feed/manifests',
    {
      config: { access: 'any' },
      schema: {
        operationId: 'readManifests',
        summary: 'A feed’s manifests, each weighed against what is held by now',
        description: 'For the agency whose feed it is, and with the scope ops for any.',
        tags: ['feeds'],
        params: Params,
        querystring: Query,
        response: {
          200: json('Latest day first', Manifests),
          ...problems('foreign-feed', 'unknown-feed'),
        },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const feed = feedOfPath(request.params.feed);
      if (!caller.scopes.has('ops')) refuseForeign(feed, caller);
      const { day, limit } = request.query;
      return { manifests: await deps.feeds.readBalances(feed, day ?? null, limit, deps.clock()) };
    },
  );
}

function feedOfPath(id: string): FeedName {
  const feed = parseFeedId(id);
  if (feed === null) {
    const detail =
      'a feed is <record type>@<organisation>:<system> of one agency, such as hhs.release@hhs:uc-portal';
    throw new ProblemError('unknown-feed', { detail });
  }
  return feed;
}

function refuseForeign(feed: FeedName, caller: Caller): void {
  const agency = agencyOfType(feed.type);
  if (caller.agency === agency) return;
  throw new ProblemError('foreign-feed', { detail: `this feed is spoken for by ${agency} alone` });
}

function refuseFuture(day: string, now: Date): void {
  if (day <= easternDay(now.getTime())) return;
  const reason = 'use a day that has begun, Eastern time';
  throw new ProblemError('invalid-manifest', {
    errors: [{ code: 'invalid-value', field: '/day', reason, found: `string(${day.length})` }],
  });
}
