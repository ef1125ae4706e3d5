import { z } from 'zod';
import { Agency, KeyOfRecord } from '../../contracts/record.ts';
import { Withheld } from '../../contracts/withheld.ts';
import type { DiscrepancyKey } from '../../store/queries/read-discrepancies.ts';
import { callerOf, type App, type RouteContext } from '../context.ts';
import { cursorOf, CursorText, FIRST_CHILD, NextCursor, notACursor, placeOf } from '../query/cursor.ts';
import { idsIn } from '../query/page.ts';
import { Clearance } from '../clearance/clearance.ts';
import { linkNext } from '../query/link.ts';
import { wholeNumber } from '../query/query-number.ts';
import { json, problems } from '../responses.ts';
import { When } from '../query/when.ts';

const Item = z.object({
  childId: z.uuid(),
  rule: z.string().max(80),
  owner: Agency.describe('The agency that can resolve it'),
  records: z.array(KeyOfRecord).describe('Both are kept'),
  detail: z.string().max(300),
  state: z.enum(['open', 'not-open']).describe('Whether it shows at the moment asked for'),
  opensAt: z.iso.datetime().nullable().describe('From then on it shows; null: whenever one looks'),
  closesAt: z.iso.datetime().nullable().describe('From then on it no longer shows; null: until news'),
});
const Discrepancies = z.object({
  validAt: z.iso.datetime(),
  discrepancies: z.array(Item),
  withheld: z.array(Withheld).describe('What is left out for this reader, whether or not there is any'),
  next: NextCursor,
});
const Query = z.strictObject({
  owner: Agency.optional().describe('The agency that can resolve them; all of them where it is left out'),
  state: z
    .enum(['open', 'all'])
    .default('open')
    .describe(
      'all: also those that ended, or will begin, at a moment of their own; what a correction undid is gone',
    ),
  validAt: When.optional().describe('At this moment; now where it is left out'),
  limit: wholeNumber(1, 500).prefault(100).describe('How many a page has at most'),
  cursor: CursorText,
});

export function listDiscrepanciesRoute(app: App, { deps, disclose }: RouteContext): void {
  app.get(
    '/v1/discrepancies',
    {
      config: { access: 'status:read' },
      schema: {
        operationId: 'listDiscrepancies',
        summary: 'Records that cannot both be true, and who can resolve it',
        description:
          'By child id. Each is also in the child’s status, and on the topic discrepancy.v1 for its owner.',
        tags: ['obligations'],
        querystring: Query,
        response: { 200: json('A page of the list', Discrepancies, 'Link'), ...problems('wrong-cursor') },
      },
    },
    async (request, reply) => {
      const { cursor, limit, ...filters } = request.query;
      const clearance = new Clearance(callerOf(request));
      const question = { list: 'discrepancies', ...filters };
      const place = placeOf(cursor, question);
      const validAt = place?.at ?? (filters.validAt === undefined ? deps.clock() : new Date(filters.validAt));
      const page = await deps.oversight.readDiscrepancies(
        {
          owner: filters.owner ?? null,
          onlyOpen: filters.state === 'open',
          validAt,
          untold: clearance.untold(),
        },
        keyOf(place?.key, cursor),
        limit,
      );
      await disclose(request, idsIn(page.rows, page.next?.childId));
      const next = page.next === null ? null : cursorOf(question, { at: validAt, key: textsOf(page.next) });
      if (next !== null) {
        linkNext(reply, '/v1/discrepancies', {
          ...request.query,
          validAt: filters.validAt === undefined ? undefined : validAt.toISOString(),
          cursor: next,
        });
      }
      return {
        validAt: validAt.toISOString(),
        discrepancies: page.rows.map(
          ({ childId, rule, owner, records, detail, opensAt, closesAt, open }) => ({
            childId,
            rule,
            owner,
            records,
            detail,
            state: open ? ('open' as const) : ('not-open' as const),
            opensAt: opensAt?.toISOString() ?? null,
            closesAt: closesAt?.toISOString() ?? null,
          }),
        ),
        withheld: clearance.dutiesWithheld('discrepancies'),
        next,
      };
    },
  );
}

/** No record is of before 1900; years before 1 the database would not take. */
const From = z.union([z.literal('-infinity'), z.iso.datetime().refine((from) => from >= '1900')]);

function keyOf(key: readonly string[] = [], cursor = ''): DiscrepancyKey {
  const [childId = FIRST_CHILD, rule = '', subject = '', from = '-infinity', name = ''] = key;
  if (!From.safeParse(from).success) throw notACursor(cursor);
  return { childId, rule, subject, from, name };
}

function textsOf({ childId, rule, subject, from, name }: DiscrepancyKey): [string, ...string[]] {
  return [childId, rule, subject, from, name];
}
