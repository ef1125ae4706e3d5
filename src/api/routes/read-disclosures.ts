import { z } from 'zod';
import { Disclosures } from '../../contracts/disclosure.ts';
import type { Agency } from '../../contracts/record.ts';
import type { KeptDisclosure } from '../../store/queries/read-disclosures.ts';
import type { App, RouteContext } from '../context.ts';
import { linkNext } from '../query/link.ts';
import { noChild, noChildProblems } from '../answers/no-child.ts';
import { wholeNumber } from '../query/query-number.ts';
import { json, problems } from '../responses.ts';
import { ChildParams } from './read-status.ts';

const Query = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,18}$/, 'give `next` of an earlier answer')
    .optional()
    .describe('Cursor: `next` of an earlier answer'),
  limit: wholeNumber(1, 500).prefault(100).describe('How many a page has at most'),
});

export function readDisclosuresRoute(app: App, { deps, disclose }: RouteContext): void {
  app.get(
    '/v1/children/:childId/disclosures',
    {
      config: { access: 'audit:read' },
      schema: {
        operationId: 'readDisclosures',
        summary: 'Who was told of a child, when and by which question',
        description:
          'The accounting of 5 U.S.C. 552a(c). Every answer that told of the child, under any id that leads to it now, was written down before it ' +
          'left, this one too. Which other children an answer told of is not said.',
        tags: ['children'],
        params: ChildParams,
        querystring: Query,
        response: {
          200: json('A page of the accounting', Disclosures, 'Link'),
          ...problems(...noChildProblems),
        },
      },
    },
    async (request, reply) => {
      const childId = request.params.childId.toLowerCase();
      const { before, limit } = request.query;
      const accounting = await deps.caseFiles.readAccounting(childId);
      if (accounting.kind !== 'accounting') throw noChild(accounting, request.url);
      await disclose(request, [childId]);
      const rows: KeptDisclosure[] = [];
      for (let from = before ?? null; rows.length <= limit;) {
        const some = await deps.disclosures.read(accounting.ids, from, limit + 1);
        for (const one of some) if (one.told.some((id) => accounting.isOf({ ...one, id }))) rows.push(one);
        if (some.length <= limit) break;
        from = some.at(-1)!.id;
      }
      const given = rows.slice(0, limit);
      const next = rows.length > limit ? given.at(-1)!.id : null;
      if (next !== null) linkNext(reply, `/v1/children/${childId}/disclosures`, { before: next, limit });
      return {
        childId,
        disclosures: given.map(({ at, client, agency, operation, requestId, knownAt, children }) => ({
          at: at.toISOString(),
          client,
          agency: agency as Agency | null,
          operation,
          requestId,
          knownAt: knownAt?.toISOString() ?? null,
          children,
        })),
        next,
      };
    },
  );
}
