import { z } from 'zod';
import { ChildStatusWithPositions } from '../../contracts/status.ts';
import { callerOf, type App, type RouteContext } from '../context.ts';
import { Clearance } from '../clearance/clearance.ts';
import { leadsNowhere, namedIn } from '../answers/no-child.ts';
import { problemOf, Problem } from '../problem.ts';
import { bodyProblems, json, problems } from '../responses.ts';
import { findStatus, type FoundStatus } from '../answers/status-text.ts';

const MAX_IDS = 500;
const Ids = z.strictObject({ childIds: z.array(z.uuid()).min(1).max(MAX_IDS) });
const Item = z.object({
  index: z.int().min(0),
  childId: z.uuid(),
  status: z.enum(['found', 'moved', 'several', 'waiting', 'unknown']),
  etag: z.string().max(80).optional(),
  movedTo: z.uuid().optional().describe('The id that answers for this one now'),
  child: ChildStatusWithPositions.optional(),
  problem: Problem.optional(),
});
const Batch = z.object({ results: z.array(Item) });
/** So many unknown ids are looked up at once. */
const TOGETHER = 32;

export function statusBatchRoute(app: App, { deps, disclose }: RouteContext): void {
  app.post(
    '/v1/children/status-batch',
    {
      config: { access: 'status:read' },
      schema: {
        operationId: 'readStatuses',
        summary: `Up to ${MAX_IDS} children’s statuses`,
        tags: ['children'],
        body: Ids,
        response: {
          207: json('One result per id, in the order asked', Batch),
          ...problems(...bodyProblems),
        },
      },
    },
    async (request, reply) => {
      const ids = request.body.childIds.map((id) => id.toLowerCase());
      const clearance = new Clearance(callerOf(request));
      const texts: string[] = [];
      const told: string[] = [];
      for (let from = 0; from < ids.length; from += TOGETHER) {
        const some = ids.slice(from, from + TOGETHER);
        const found = await Promise.all(some.map((id) => findStatus(deps, id, clearance)));
        for (const [offset, one] of found.entries()) {
          texts.push(textOf(from + offset, some[offset]!, one));
          if (one.kind === 'found') told.push(some[offset]!);
          else told.push(...namedIn(one));
        }
      }
      await disclose(request, told);
      reply.code(207).type('application/json; charset=utf-8');
      return reply.send(`{"results":[${texts.join(',')}]}` as never);
    },
  );
}

/** A result as JSON text, the stored status in it as it is. */
function textOf(index: number, childId: string, found: FoundStatus): string {
  if (found.kind === 'found') {
    const head = JSON.stringify({ index, childId, status: 'found', etag: found.etag });
    return `${head.slice(0, -1)},"child":${found.text}}`;
  }
  if (found.kind === 'moved') return JSON.stringify({ index, childId, status: 'moved', movedTo: found.to });
  const { kind, ...more } = leadsNowhere(found);
  return JSON.stringify({ index, childId, status: found.kind, problem: problemOf(kind, more) });
}
