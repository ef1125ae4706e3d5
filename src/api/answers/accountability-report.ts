import { z } from 'zod';
import { eroAreas } from '../../contracts/codes/ero-area.ts';
import { accountabilityMeasures, type AccountabilityMeasure } from '../../domain/accountability.ts';
import type { CohortCount } from '../../store/queries/count-accountability.ts';
import { ACCOUNTABILITY_VERSION, measureDefinitions } from './accountability-measures.ts';
import { csvText } from '../http/csv.ts';
import { pathWith } from '../query/link.ts';
import type { ReportMoment } from '../query/report-moment.ts';
import { momentOf } from '../query/when.ts';

export const ReportBy = z.enum(['fiscal-year', 'field-office']);
export const Measure = z.enum(accountabilityMeasures);

const Counts = z.record(Measure, z.int()).describe('Children, by measure');
const Lists = z
  .record(Measure, z.string().max(400))
  .describe('Where the children behind each count are listed');
const Row = z.object({
  key: z.string().max(40).describe('The fiscal year, or the ERO field office'),
  counts: Counts,
  lists: Lists,
});

export const AccountabilityReport = z
  .object({
    definitionVersion: z.string().max(40),
    policyVersion: z.string().max(40),
    asOf: z.iso.date().describe('The Eastern day; without validAt its last millisecond is meant'),
    asOfMoment: z.iso.datetime(),
    knownAt: z.iso.datetime().nullable().describe('By what was received up to then; null: by all of it'),
    years: z.string().max(9).describe('Fiscal years in which the children were handed over'),
    by: ReportBy,
    measures: z.array(
      z.object({
        id: Measure,
        title: z.string().max(40),
        definition: z.string().max(400),
        audit: z.array(
          z.object({ figure: z.string().max(40), as: z.string().max(40), source: z.string().max(80) }),
        ),
      }),
    ),
    rows: z.array(Row),
    total: Row.omit({ key: true }),
  })
  .meta({ id: 'AccountabilityReport' });
export type AccountabilityReport = z.infer<typeof AccountabilityReport>;

/** The first and the last fiscal year, both included. */
export interface FiscalYears {
  first: number;
  last: number;
}

export interface ReportQuestion {
  when: ReportMoment;
  knownAt: Date | null;
  years: FiscalYears;
  by: z.infer<typeof ReportBy>;
}

/** Which row of the table a child belongs to: that of its first hand-over in the years; null where there is none. */
export function rowOf(
  cohort: string,
  { first, last }: FiscalYears,
): { fiscalYear: number; fieldOffice: string } | null {
  for (const handOver of cohort.split(';')) {
    const colon = handOver.indexOf(':');
    const fiscalYear = Number(handOver.slice(0, colon));
    if (fiscalYear >= first && fiscalYear <= last)
      return { fiscalYear, fieldOffice: handOver.slice(colon + 1) };
  }
  return null;
}

export function yearsText({ first, last }: FiscalYears): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** The table out of groups of children; every year asked for, or every field office, has its row. */
export function accountabilityReport(
  groups: readonly CohortCount[],
  question: ReportQuestion,
  policyVersion: string,
): AccountabilityReport {
  const { when, knownAt, years, by } = question;
  const counts = new Map(keysOf(question).map((key) => [key, noneCounted()]));
  const total = noneCounted();
  for (const { measure, cohort, children } of groups) {
    const row = rowOf(cohort, years);
    if (row === null) continue;
    const of = measure as AccountabilityMeasure;
    total[of] += children;
    counts.get(by === 'fiscal-year' ? String(row.fiscalYear) : row.fieldOffice)![of] += children;
  }
  return {
    definitionVersion: ACCOUNTABILITY_VERSION,
    policyVersion,
    asOf: when.asOf,
    asOfMoment: when.moment.toISOString(),
    knownAt: knownAt?.toISOString() ?? null,
    years: yearsText(years),
    by,
    measures: accountabilityMeasures.map((id) => {
      const { title, definition, audit } = measureDefinitions[id];
      return { id, title, definition, audit: [...audit] };
    }),
    rows: [...counts].map(([key, own]) => ({ key, counts: own, lists: listsOf(question, key) })),
    total: { counts: total, lists: listsOf(question, null) },
  };
}

function keysOf({ by, years }: ReportQuestion): string[] {
  if (by === 'field-office') return [...eroAreas].sort();
  return Array.from({ length: years.last - years.first + 1 }, (_, index) => String(years.first + index));
}

function noneCounted(): Record<AccountabilityMeasure, number> {
  return {
    transferred: 0,
    'no-notice-to-appear': 0,
    'failed-to-appear': 0,
    'unusable-address': 0,
    unverified: 0,
  };
}

function listsOf(question: ReportQuestion, key: string | null): Record<AccountabilityMeasure, string> {
  const { when, years, knownAt, by } = question;
  const list = (measure: AccountabilityMeasure): string =>
    pathWith('/v1/reports/accountability/children', {
      measure,
      ...when.query,
      years: yearsText(years),
      fiscalYear: by === 'fiscal-year' ? (key ?? undefined) : undefined,
      fieldOffice: by === 'field-office' ? (key ?? undefined) : undefined,
      knownAt: knownAt?.toISOString(),
    });
  const lists = accountabilityMeasures.map((measure) => [measure, list(measure)] as const);
  return Object.fromEntries(lists) as Record<AccountabilityMeasure, string>;
}

/** One line a number, with its definition and what auditors published beside it. */
export function accountabilityCsv(report: AccountabilityReport): string {
  const head = [
    'definition_version',
    'as_of',
    'known_at',
    'years',
    report.by.replace('-', '_'),
    'measure',
    'children',
    'definition',
    'audit_figure',
    'list',
  ];
  const wholeDay = momentOf(report.asOf) === Date.parse(report.asOfMoment);
  const asOf = wholeDay ? report.asOf : report.asOfMoment;
  const lines = [...report.rows, { key: 'total', ...report.total }].flatMap(({ key, counts, lists }) =>
    report.measures.map(({ id, definition, audit }) => [
      report.definitionVersion,
      asOf,
      report.knownAt ?? '',
      report.years,
      key,
      id,
      String(counts[id]),
      definition,
      // Auditors gave totals only.
      key === 'total' ? audit.map(figureText).join('; ') : '',
      lists[id],
    ]),
  );
  return csvText([head, ...lines]);
}

function figureText({
  figure,
  as,
  source,
}: AccountabilityReport['measures'][number]['audit'][number]): string {
  return source === '' ? figure : `${figure} (${as}, ${source})`;
}
