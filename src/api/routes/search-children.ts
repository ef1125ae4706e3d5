import { z } from 'zod';
import { Identifiers } from '../../contracts/person.ts';
import { identifierFields, identifierKind, textsOf } from '../../domain/identity/identifiers.ts';
import type { App, RouteContext } from '../context.ts';
import { bodyProblems, json, problems } from '../responses.ts';

const Search = z
  .strictObject({ identifiers: Identifiers })
  .refine(({ identifiers }) => textsOf(identifiers).length > 0, {
    path: ['identifiers'],
    message: 'give at least one of aNumber, fin, eidSubjectId, orrId, eoirCaseId',
  });

const Kind = z.enum(['aNumber', 'fin', 'eidSubjectId', 'orrId', 'eoirCaseId']);
const Found = z.object({
  children: z.array(
    z.object({ childId: z.uuid(), matchedBy: z.array(Kind).describe('Which of the identifiers asked for') }),
  ),
  unlinked: z
    .object({
      records: z.int().describe('How many records carry one of them and belong to no child yet'),
      reasons: z.array(z.string().max(80)),
    })
    .describe('Records that wait for a person, since their identifiers lead to several children'),
  former: z
    .object({ records: z.int().describe('How many records carried one of them and no longer do') })
    .describe('What an agency withdrew or corrected: it leads to no child, but the identifier was heard'),
  overused: z
    .array(Kind)
    .describe(
      'Which of the identifiers stand for no child, since they came with more than one can have: nothing is found by them',
    ),
});

/** @param text as `textsOf` writes it */
function fieldOf(text: string): z.infer<typeof Kind> {
  return identifierFields[identifierKind(text)];
}

export function searchChildrenRoute(app: App, { deps, disclose }: RouteContext): void {
  app.post(
    '/v1/children/search',
    {
      config: { access: 'status:read' },
      schema: {
        operationId: 'searchChildren',
        summary: 'Children by an agency’s identifiers',
        description: 'Identifiers stand in the body, since URLs end up in logs. Exact; never by name.',
        tags: ['children'],
        body: Search,
        response: {
          200: json('The children found; none is an answer too', Found),
          ...problems(...bodyProblems),
        },
      },
    },
    async (request) => {
      const { children, unlinked, former, overused } = await deps.store.searchChildren(
        textsOf(request.body.identifiers),
      );
      await disclose(
        request,
        children.map(({ childId }) => childId),
      );
      return {
        children: children.map(({ childId, matched }) => ({
          childId,
          matchedBy: matched.map(fieldOf),
        })),
        unlinked,
        former,
        overused: overused.map(fieldOf),
      };
    },
  );
}
