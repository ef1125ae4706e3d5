import { describe, expect, it } from '@jest/globals';
import {
  accountabilityCsv,
  accountabilityReport,
  rowOf,
} from '../../../src/api/answers/accountability-report.ts';
import { csvText } from '../../../src/api/http/csv.ts';
import { reportMoment } from '../../../src/api/query/report-moment.ts';

describe('rowOf', () => {
  it.each<[string, [number, number], object | null]>([
    ['2021:Miami', [2019, 2023], { fiscalYear: 2021, fieldOffice: 'Miami' }],
    ['2018:Miami;2020:New York City', [2019, 2023], { fiscalYear: 2020, fieldOffice: 'New York City' }],
    ['2020:Miami;2019:Boston', [2019, 2023], { fiscalYear: 2020, fieldOffice: 'Miami' }],
    ['2019:Miami;2021:Boston', [2020, 2023], { fiscalYear: 2021, fieldOffice: 'Boston' }],
    ['2018:Miami;2024:Boston', [2019, 2023], null],
  ])('of %s in %j is %j', (cohort, [first, last], row) => {
    expect(rowOf(cohort, { first, last })).toEqual(row);
  });
});

describe('accountabilityReport', () => {
  const report = accountabilityReport(
    [
      { measure: 'transferred', cohort: '2019:Miami', children: 7 },
      { measure: 'transferred', cohort: '2018:Miami;2019:Boston', children: 2 },
      { measure: 'transferred', cohort: '2018:Miami', children: 100 },
      { measure: 'failed-to-appear', cohort: '2020:Miami', children: 3 },
    ],
    {
      when: reportMoment({ asOf: '2024-05-31' }, new Date('2026-01-01')),
      knownAt: new Date('2024-07-01T00:00:00Z'),
      years: { first: 2019, last: 2020 },
      by: 'fiscal-year',
    },
    'policy',
  );

  it('adds groups up by the first hand-over in the years, and leaves out who has none', () => {
    expect(
      report.rows.map(({ key, counts }) => [key, counts.transferred, counts['failed-to-appear']]),
    ).toEqual([
      ['2019', 9, 0],
      ['2020', 0, 3],
    ]);
    expect(report.total.counts).toMatchObject({ transferred: 9, 'failed-to-appear': 3, unverified: 0 });
  });

  it('links every number to its list, by the same times', () => {
    expect(report.rows[1]!.lists['failed-to-appear']).toBe(
      '/v1/reports/accountability/children?measure=failed-to-appear&asOf=2024-05-31&years=2019-2020&fiscalYear=2020' +
        '&knownAt=2024-07-01T00%3A00%3A00.000Z',
    );
    expect(report.total.lists.transferred).not.toContain('fiscalYear');
  });

  it('is a line a number as CSV', () => {
    const lines = accountabilityCsv(report).split('\r\n');
    expect(lines).toHaveLength(1 + 3 * 5 + 1);
    expect(lines[1]).toMatch(
      /^accountability-4,2024-05-31,2024-07-01T00:00:00.000Z,2019-2020,2019,transferred,9,"distinct/,
    );
  });
});

describe('csvText', () => {
  it('quotes what RFC 4180 says', () => {
    expect(csvText([['a', 'b,c', 'd"e', 'f\ng', '']])).toBe('a,"b,c","d""e","f\ng",\r\n');
  });
});
