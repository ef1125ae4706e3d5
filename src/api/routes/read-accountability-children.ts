import { z } from 'zod';
import { eroAreas } from '../../contracts/codes/ero-area.ts';
import { easternDay } from '../../domain/eastern.ts';
import { Measure, rowOf, yearsText } from '../answers/accountability-report.ts';
import type { App, RouteContext } from '../context.ts';
import { cursorOf, CursorText, FIRST_CHILD, NextCursor, placeOf } from '../query/cursor.ts';
import { idsIn } from '../query/page.ts';
import { linkNext } from '../query/link.ts';
import { wholeNumber } from '../query/query-number.ts';
import { namesOneMoment, oneMomentOnly, reportMoment, reportMomentQuery } from '../query/report-moment.ts';
import { json, problems } from '../responses.ts';
import { When } from '../query/when.ts';
import { yearsQuery } from './read-accountability.ts';

const Children = z.object({
  measure: Measure,
  asOf: z.iso.date(),
  knownAt: z.iso.datetime().nullable(),
  children: z.array(
    z.object({
      childId: z.uuid(),
      fiscalYear: z.int().describe('Of the child’s first hand-over to HHS in the years'),
      fieldOffice: z.string().max(40).describe('Of the same hand-over'),
    }),
  ),
  next: NextCursor,
});
const Query = z
  .strictObject({
    measure: Measure.describe('Which count of the report'),
    ...reportMomentQuery,
    knownAt: When.optional().describe('By what was received up to then; all of it where it is left out'),
    years: yearsQuery,
    fiscalYear: wholeNumber(1900, 2099).optional().describe('Of one row alone'),
    fieldOffice: z
      .enum(eroAreas, { error: 'not one of the 25 ERO areas, such as Harlingen or New York City' })
      .optional()
      .describe('Of one row alone'),
    limit: wholeNumber(1, 1000).prefault(100).describe('How many a page has at most'),
    cursor: CursorText,
  })
  .refine(namesOneMoment, oneMomentOnly)
  .refine(({ years, fiscalYear = years.first }) => fiscalYear >= years.first && fiscalYear <= years.last, {
    path: ['fiscalYear'],
    error: 'use one of the years (2019-2023 where they are left out)',
  });

export function readAccountabilityChildrenRoute(app: App, { deps, disclose }: RouteContext): void {
  app.get(
    '/v1/reports/accountability/children',
    {
      config: { access: 'status:read' },
      schema: {
        operationId: 'readAccountabilityChildren',
        summary: 'The children behind one number of the accountability report',
        description:
          'By child id. The report’s own links lead here; a walk through all pages gives as many as it says.',
        tags: ['reports'],
        querystring: Query,
        response: { 200: json('A page of the list', Children, 'Link'), ...problems('wrong-cursor') },
      },
    },
    async (request, reply) => {
      const { cursor, limit, ...filters } = request.query;
      const { measure, years, fiscalYear, fieldOffice } = filters;
      const question = { list: 'accountability', ...filters };
      const place = placeOf(cursor, question);
      const at = place?.at ?? reportMoment(filters, deps.clock()).moment;
      const knownAt = filters.knownAt === undefined ? null : new Date(filters.knownAt);
      const keeps = (cohort: string): boolean => {
        const row = rowOf(cohort, years);
        return (
          row !== null &&
          (fiscalYear === undefined || row.fiscalYear === fiscalYear) &&
          (fieldOffice === undefined || row.fieldOffice === fieldOffice)
        );
      };
      const like = `%${fiscalYear ?? ''}:${fieldOffice ?? ''}%`;
      const after = place?.key[0] ?? FIRST_CHILD;
      const page = await deps.oversight.readAccountability(
        { measure, at, knownAt, keeps, like },
        after,
        limit,
      );
      await disclose(request, idsIn(page.rows, page.next ?? undefined), knownAt);
      const next = page.next === null ? null : cursorOf(question, { at, key: [page.next] });
      if (next !== null) {
        linkNext(reply, '/v1/reports/accountability/children', {
          ...request.query,
          years: yearsText(years),
          validAt: filters.validAt === undefined ? undefined : at.toISOString(),
          knownAt: knownAt?.toISOString(),
          cursor: next,
        });
      }
      return {
        measure,
        asOf: easternDay(at.getTime()),
        knownAt: knownAt?.toISOString() ?? null,
        children: page.rows.map(({ childId, cohort }) => ({ childId, ...rowOf(cohort, years)! })),
        next,
      };
    },
  );
}
