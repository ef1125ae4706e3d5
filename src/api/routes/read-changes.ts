import { z } from 'zod';
import type { StatusChange } from '../../store/queries/read-changes.ts';
import { Clearance } from '../clearance/clearance.ts';
import { callerOf, type App, type RouteContext } from '../context.ts';
import { linkNext } from '../query/link.ts';
import { ProblemError } from '../problem.ts';
import { wholeNumber } from '../query/query-number.ts';
import { json, problems } from '../responses.ts';

const Change = z.object({
  cursor: z.string().max(20),
  childId: z.uuid(),
  kind: z.enum(['changed', 'redirected']),
  etag: z
    .string()
    .max(80)
    .nullable()
    .describe(
      'Of the status after the change; null where redirected, and to a reader from whom a duty is withheld',
    ),
  movedTo: z.uuid().nullable().describe('Where a redirected id leads'),
  changed: z
    .array(z.string().max(40))
    .describe('Dimensions that changed, obligations, discrepancies, records or new'),
  changedAt: z.iso.datetime(),
});
const Changes = z.object({
  changes: z.array(Change),
  next: z.string().max(20).describe('Give it as `after` of the next call, also where there were no changes'),
  moreAvailable: z.boolean().describe('Whether there is more right now'),
});

const BEYOND =
  'this cursor lies beyond the end of the feed, as after a restore from a backup: begin again, without after';

export function readChangesRoute(app: App, context: RouteContext): void {
  const { deps, limits, changes, closing, disclose } = context;
  const Query = z.strictObject({
    after: z
      .string()
      .regex(/^\d{1,18}$/, 'give the cursor of an earlier answer')
      .default('0')
      .describe('Cursor: what came after it is given. Absent: from the beginning'),
    wait: wholeNumber(0, limits.maxWaitSeconds)
      .prefault(0)
      .describe('Seconds to wait where there is nothing yet'),
    limit: wholeNumber(1, 1000).prefault(100).describe('How many at most'),
  });

  app.get(
    '/v1/changes',
    {
      config: { access: 'changes:read' },
      schema: {
        operationId: 'readChanges',
        summary: 'Which statuses changed, in order; waits for news',
        description:
          'Every change once, in the order in which they became visible. Keep `next` when you have dealt with an ' +
          'answer and go on from there. Ids only: the status itself is read by its id. ' +
          'A change of what is withheld from a reader alone is left out, and `next` goes on past it.',
        tags: ['changes'],
        querystring: Query,
        response: { 200: json('Changes after the cursor', Changes, 'Link'), ...problems('wrong-cursor') },
      },
    },
    async (request, reply) => {
      const { wait, limit } = request.query;
      const after = BigInt(request.query.after);
      const until = performance.now() + wait * 1000;
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const stop = AbortSignal.any([closing, gone.signal]);
      const clearance = new Clearance(callerOf(request));
      let next = String(after);
      let moreAvailable = false;
      // Past what this reader is not told.
      const goOn = async (): Promise<StatusChange[]> => {
        const rows = await deps.store.readChanges(BigInt(next), limit + 1);
        moreAvailable = rows.length > limit;
        const stretch = rows.slice(0, limit);
        next = stretch.at(-1)?.seq ?? next;
        return stretch.flatMap((row) => clearance.ofChange(row) ?? []);
      };
      let given = await goOn();
      if (next === String(after) && after > 0n && after > (await deps.store.readChangeHead()))
        throw new ProblemError('wrong-cursor', { detail: BEYOND });
      while (given.length === 0 && !stop.aborted) {
        const left = until - performance.now();
        if (!moreAvailable && left <= 0) break;
        if (!moreAvailable) await changes.wait(BigInt(next), left, stop);
        given = await goOn();
      }
      await disclose(
        request,
        given.map(({ childId }) => childId),
      );
      if (moreAvailable) linkNext(reply, '/v1/changes', { after: next, limit });
      return { changes: given.map(shown), next, moreAvailable };
    },
  );
}

function shown({ seq, changedAt, ...rest }: StatusChange): z.infer<typeof Change> {
  return { cursor: seq, ...rest, changedAt: changedAt.toISOString() };
}
