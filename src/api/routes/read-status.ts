import { z } from 'zod';
import { ChildStatusWithPositions } from '../../contracts/status.ts';
import { callerOf, type App, type RouteContext } from '../context.ts';
import { Clearance } from '../clearance/clearance.ts';
import { namedIn, noChild, noChildProblems } from '../answers/no-child.ts';
import { json, problems } from '../responses.ts';
import { findStatus, findStatusThen } from '../answers/status-text.ts';
import { timesQuery } from '../query/when.ts';

export const ChildParams = z.object({
  childId: z.uuid().describe('Opaque; from a search, a change or a link. Never an agency’s number'),
});

export function readStatusRoute(app: App, context: RouteContext): void {
  app.get(
    '/v1/children/:childId',
    {
      config: { access: 'status:read' },
      schema: {
        operationId: 'readStatus',
        summary: 'One child’s status, and why it is what it is',
        description:
          'The reconciled status with, for each value, since when, by which records and by which rule. ' +
          'It has a strong ETag; with If-None-Match the answer is 304 while nothing changed that this reader is told. ' +
          'An id that yielded to another answers 308 with its Location, for ever. ' +
          'With validAt and knownAt: what was true on day E, by what was known on day D; with knownAt the child that the id meant then.',
        tags: ['children'],
        params: ChildParams,
        querystring: z.strictObject(timesQuery),
        response: {
          200: json('The status', ChildStatusWithPositions, 'ETag'),
          304: z.null().describe('As the ETag says: unchanged'),
          ...problems(...noChildProblems),
        },
      },
    },
    async (request, reply) => {
      const childId = request.params.childId.toLowerCase();
      const { validAt = null, knownAt = null } = request.query;
      const clearance = new Clearance(callerOf(request));
      const found =
        validAt === null && knownAt === null
          ? await findStatus(context.deps, childId, clearance)
          : await findStatusThen(context.deps, childId, { validAt, knownAt }, clearance);
      const known = knownAt === null ? null : new Date(knownAt);
      if (found.kind !== 'found') {
        await context.disclose(request, namedIn(found), known);
        throw noChild(found, request.url);
      }
      await context.disclose(request, [childId], known);
      const etag = `"${found.etag}"`;
      reply.header('etag', etag);
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
      // The stored text goes out as it is: no parsing, no serialising.
      return reply.type('application/json; charset=utf-8').send(found.text as never);
    },
  );
}

/** RFC 9110 §13.1.2: weak comparison, a list, or `*`. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag || ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
