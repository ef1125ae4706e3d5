import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { UnavailableError } from '../../contracts/errors.ts';
import type { IntakeItem } from '../../intake/check-item.ts';
import type { Caller as Sender, ItemResult } from '../../intake/intake.ts';
import { isBinaryMode, parseBinary } from '../../intake/parse/parse-binary.ts';
import { parseBatch } from '../../intake/parse/parse-batch.ts';
import { parseStructured } from '../../intake/parse/parse-structured.ts';
import { refused } from '../../intake/parse/parsed-event.ts';
import { MAX_EVENT_BYTES, tooLarge } from '../../intake/parse/too-large.ts';
import { callerOf, type App, type RouteContext } from '../context.ts';
import { sendProblem } from '../http/error-handler.ts';
import { kindOfRefusal, Problem, ProblemError, problemOf, problemOfRefusals } from '../problem.ts';
import { receivedOn } from '../answers/received-on.ts';
import { bodyProblems, json, problems } from '../responses.ts';

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const NDJSON = 'application/x-ndjson';
/** More than an event may have, so that one too large can be kept as a dead letter, and not much more. */
const ONE_BYTES = 1024 * 1024;

const Outcome = z.enum(['accepted', 'duplicate', 'conflict', 'rejected']);
const ReceivedOn = z.iso
  .date()
  .describe('Eastern day on which it was received, and on which a manifest counts it');
const Receipt = z
  .object({ id: z.string().max(128), status: Outcome, receivedOn: ReceivedOn })
  .meta({ id: 'Receipt' });
const Item = z
  .object({
    index: z.int().min(0).describe('Place among the request’s events, from 0'),
    line: z.int().min(1).optional().describe('Of NDJSON: the line, from 1'),
    id: z.string().max(128).optional().describe('The event’s id, where it could be read'),
    status: Outcome,
    receivedOn: ReceivedOn,
    problem: Problem.optional().describe('Why it was rejected'),
  })
  .meta({ id: 'ItemResult' });
const Counts = z.object({
  accepted: z.int(),
  duplicate: z.int(),
  conflict: z.int(),
  rejected: z.int(),
});
const Batch = z.object({ results: z.array(Item), counts: Counts }).meta({ id: 'BatchResult' });
const Line = z
  .union([
    Item,
    z.object({
      summary: Counts,
      days: z.record(z.iso.date(), Counts).describe('The same by the day of receipt, Eastern'),
      problem: Problem.optional(),
    }),
  ])
  .describe(
    'One line each: a result per event, then a summary; with a problem where the stream was cut short',
  )
  .meta({ id: 'ResultLine' });
type Counts = z.infer<typeof Counts>;

/** RFC 7240 §2: one of a list, as a word or in quotes. */
const MINIMAL = /(^|,)\s*return\s*=\s*(minimal|"minimal")\s*(;|,|$)/i;

/** Registered in a scope of its own, since here a body stays bytes. */
export function postRecordsRoute(parent: FastifyInstance, context: RouteContext): void {
  parent.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const bytes = (bodyLimit: number) => ({ parseAs: 'buffer' as const, bodyLimit });
    const keep = async (_: FastifyRequest, body: Buffer | string): Promise<unknown> => body;
    scope.addContentTypeParser([STRUCTURED, 'application/json'], bytes(ONE_BYTES), keep);
    scope.addContentTypeParser(BATCH, bytes(context.limits.batchBytes), keep);
    scope.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload));
    route(scope, context);
  });
}

function route(app: App, context: RouteContext): void {
  app.post(
    '/v1/records',
    {
      config: { access: 'records:write' },
      schema: {
        operationId: 'postRecords',
        summary: 'Send records, as CloudEvents',
        description:
          'One event (structured, or binary with ce-* headers) is answered 202 once it is durable, ' +
          'a batch or an NDJSON stream 207 with one result per event, each durable when it is given. ' +
          'Results of a stream come while it is being sent: read while you write, or ask with ' +
          '`Prefer: return=minimal` for what was not accepted only.',
        tags: ['records'],
        response: {
          202: json('Durable in the log', Receipt),
          207: {
            description: 'One result per event',
            content: {
              'application/json': { schema: Batch },
              [NDJSON]: { schema: Line },
            },
          },
          ...problems(
            'invalid-event',
            'foreign-record',
            'event-conflict',
            'invalid-record',
            'quota-exceeded',
            ...bodyProblems,
          ),
        },
      },
      // A refusal before the body was read: the rest of it is not waited for.
      preParsing: async (request) => {
        const wait = context.quota.waitSeconds(callerOf(request).clientId);
        if (wait > 0) throw new ProblemError('quota-exceeded', { headers: { 'retry-after': String(wait) } });
      },
    },
    async (request, reply) => {
      const { agency, clientId } = callerOf(request);
      if (agency === null) {
        throw new ProblemError('insufficient-scope', { detail: 'the token names no agency to speak for' });
      }
      const sender: Sender = { agency, client: clientId };
      const done = (results: readonly ItemResult[]): void => {
        context.quota.take(clientId, results.length);
        context.metrics.itemsDone(agency, results);
      };
      const type = mediaType(request);
      if (type === NDJSON) return acceptStream(request, reply, context, sender, done);
      const body = request.body as Buffer | undefined;
      if (!Buffer.isBuffer(body)) throw new ProblemError('invalid-request', { detail: 'send a body' });
      if (type === BATCH) return acceptBatch(body, reply, context, sender, done);
      const item = type === STRUCTURED ? structured(body) : binary(request, body);
      return acceptOne(item, reply, context, sender, done);
    },
  );
}

async function acceptOne(
  item: IntakeItem,
  reply: FastifyReply,
  { intake }: RouteContext,
  sender: Sender,
  done: (results: ItemResult[]) => void,
): Promise<FastifyReply> {
  const results = await intake.acceptBatch([item], sender);
  done(results);
  const result = results[0]!;
  const day = receivedOn(result.receivedAt);
  if (result.status === 'rejected')
    return sendProblem(reply, { ...problemOfRefusals(result.refusals ?? []), receivedOn: day });
  if (result.status === 'conflict')
    return sendProblem(reply, { ...problemOf('event-conflict'), receivedOn: day });
  return reply.code(202).send({ id: result.id ?? '', status: result.status, receivedOn: day });
}

async function acceptBatch(
  body: Buffer,
  reply: FastifyReply,
  { intake, limits }: RouteContext,
  sender: Sender,
  done: (results: ItemResult[]) => void,
): Promise<FastifyReply> {
  const batch = parseBatch(body, limits.batchEvents);
  if (!batch.ok) throw new ProblemError(kindOfRefusal(batch.refusal.code), { errors: [batch.refusal] });
  const results = await intake.acceptBatch(batch.items, sender);
  done(results);
  const counts = noCounts();
  for (const { status } of results) counts[status] += 1;
  const text = JSON.stringify({ results: results.map(shown), counts });
  return reply.code(207).type('application/json; charset=utf-8').send(text);
}

async function acceptStream(
  request: FastifyRequest,
  reply: FastifyReply,
  { intake, closing }: RouteContext,
  sender: Sender,
  done: (results: ItemResult[]) => void,
): Promise<FastifyReply> {
  const body = untilClosing(request.body as Readable, closing);
  const minimal = MINIMAL.test(String(request.headers['prefer'] ?? ''));
  const chunks = intake.acceptStream(body, sender);
  // Nothing is answered before the first chunk is durable: a log that is down is a 503, not a broken 207.
  const first = await chunks.next();
  const lines = async function* (): AsyncGenerator<string> {
    const counts = noCounts();
    const days: Record<string, Counts> = {};
    let problem: Problem | undefined;
    try {
      for (let chunk = first; chunk.done !== true; chunk = await chunks.next()) {
        done(chunk.value);
        let text = '';
        for (const result of chunk.value) {
          counts[result.status] += 1;
          (days[receivedOn(result.receivedAt)] ??= noCounts())[result.status] += 1;
          if (!minimal || result.status === 'conflict' || result.status === 'rejected') {
            text += `${JSON.stringify(shown(result))}\n`;
          }
        }
        if (text !== '') yield text;
      }
    } catch (error) {
      // What has no result was not taken in; the status line is long gone, so the summary says it.
      const kind = error instanceof UnavailableError ? 'unavailable' : 'internal';
      problem = problemOf(kind, { requestId: request.id, detail: 'send what has no result again' });
    }
    yield `${JSON.stringify({ summary: counts, days, ...(problem === undefined ? {} : { problem }) })}\n`;
  };
  return reply
    .code(207)
    .type(NDJSON)
    .send(Readable.from(lines(), { objectMode: false }));
}

/**
 * A body that breaks off when the service stops: its sender may have much more to send, and is told what was taken. It is not
 * destroyed, as that would end its connection and with it the answer.
 */
function untilClosing(body: AsyncIterable<Buffer>, closing: AbortSignal): AsyncIterable<Buffer> {
  return {
    [Symbol.asyncIterator]() {
      const reader = body[Symbol.asyncIterator]();
      return {
        next: () =>
          new Promise((resolve, reject) => {
            const stop = (): void => reject(new UnavailableError('this service is stopping'));
            if (closing.aborted) return stop();
            closing.addEventListener('abort', stop, { once: true });
            void reader
              .next()
              .then(resolve, reject)
              .finally(() => closing.removeEventListener('abort', stop));
          }),
      };
    },
  };
}

function structured(body: Buffer): IntakeItem {
  return {
    parsed: body.length > MAX_EVENT_BYTES ? refused(tooLarge(body.length)) : parseStructured(body),
    original: () => body.subarray(0, MAX_EVENT_BYTES),
  };
}

function binary(request: FastifyRequest, body: Buffer): IntakeItem {
  if (!isBinaryMode(request.headers)) {
    const detail = `send ce-* headers with application/json, or ${STRUCTURED}, ${BATCH} or ${NDJSON}`;
    throw new ProblemError('unsupported-media-type', { detail });
  }
  return {
    parsed:
      body.length > MAX_EVENT_BYTES ? refused(tooLarge(body.length)) : parseBinary(request.headers, body),
    original: () => body.subarray(0, MAX_EVENT_BYTES),
  };
}

/** A result as it is sent: a rejected one with its problem. */
function shown({ index, line, id, status, receivedAt, refusals }: ItemResult): z.infer<typeof Item> {
  return {
    index,
    ...(line === undefined ? {} : { line }),
    ...(id === undefined ? {} : { id }),
    status,
    receivedOn: receivedOn(receivedAt),
    ...(refusals === undefined ? {} : { problem: problemOfRefusals(refusals) }),
  };
}

function noCounts(): Counts {
  return { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 };
}

function mediaType(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}
