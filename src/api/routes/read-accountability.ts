import { z } from 'zod';
import { prefersCsv } from '../http/prefers-csv.ts';
import {
  accountabilityCsv,
  accountabilityReport,
  AccountabilityReport,
  ReportBy,
  type FiscalYears,
} from '../answers/accountability-report.ts';
import type { App, RouteContext } from '../context.ts';
import type { ResponseHeader } from '../description/header-fields.ts';
import { namesOneMoment, oneMomentOnly, reportMoment, reportMomentQuery } from '../query/report-moment.ts';
import { problems } from '../responses.ts';
import { When } from '../query/when.ts';

/** The years that the audits are of. */
const AUDITED = '2019-2023';
const LONGEST = 50;

export const yearsQuery = z
  .string()
  .regex(/^\d{4}(-\d{4})?$/, {
    error: 'use fiscal years such as 2019-2023, or one, such as 2023',
    abort: true,
  })
  .transform((text): FiscalYears => {
    const [first, last = first] = text.split('-').map(Number) as [number, number?];
    return { first, last };
  })
  .refine(
    ({ first, last }) => first >= 1900 && first <= last && last < 2100 && last - first < LONGEST,
    `use the first year before the last, at most ${LONGEST} of them, between 1900 and 2099`,
  )
  .prefault(AUDITED)
  .describe('Fiscal years (October to September) in which children were handed to HHS');

const Query = z
  .strictObject({
    ...reportMomentQuery,
    knownAt: When.optional().describe('By what was received up to then; all of it where it is left out'),
    by: ReportBy.default('fiscal-year').describe('What the rows of the table are'),
    years: yearsQuery,
    format: z.enum(['json', 'csv']).optional().describe('Else what Accept asks for, and JSON'),
  })
  .refine(namesOneMoment, oneMomentOnly);

export function readAccountabilityRoute(app: App, { deps }: RouteContext): void {
  app.get(
    '/v1/reports/accountability',
    {
      config: { access: 'status:read' },
      schema: {
        operationId: 'readAccountability',
        summary: 'The auditors’ own table, on any date, by fiscal year or by field office',
        description:
          'Each count with its definition, what auditors published, and the address of the list of children behind it. A child counts ' +
          'once, in the row of its first hand-over in the years. docs/audit.md tells each rule. Small counts may point to a child: ' +
          'suppress them before anything is published.',
        tags: ['reports'],
        querystring: Query,
        response: {
          200: {
            description: 'The table',
            headers: ['Vary', 'Content-Disposition'] satisfies ResponseHeader[],
            content: {
              'application/json': { schema: AccountabilityReport },
              'text/csv': { schema: z.string().describe('One line a number, RFC 4180') },
            },
          },
          ...problems(),
        },
      },
    },
    async (request, reply) => {
      const { by, years, knownAt, format } = request.query;
      const when = reportMoment(request.query, deps.clock());
      const known = knownAt === undefined ? null : new Date(knownAt);
      const groups = await deps.oversight.countAccountability(when.moment, known);
      const report = accountabilityReport(
        groups,
        { when, knownAt: known, years, by },
        deps.oversight.policy.version,
      );
      reply.header('vary', 'Accept');
      const csv = format === undefined ? prefersCsv(request.headers.accept) : format === 'csv';
      if (!csv) return report;
      const name = `accountability-${by}-${when.asOf}.csv`;
      reply.header('content-disposition', `attachment; filename="${name}"`);
      return reply.type('text/csv; charset=utf-8; header=present').send(accountabilityCsv(report));
    },
  );
}
