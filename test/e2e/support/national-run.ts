import { expect, it } from '@jest/globals';
import type { AccountabilityReport } from '../../../src/api/answers/accountability-report.ts';
import { accountabilityTruth, countedDays, endOfDay } from '../../../src/simulator/index.ts';
import { runRollcall } from '../../support/run-rollcall.ts';
import { withFedService } from './fed-service.ts';

/** Cells by `<row> <measure>`. */
type Table = Record<string, number>;

/**
 * The national scenario through the HTTP intake of a service of its own; then the report's every cell, by year and by office, on the days
 * that the audits counted on, beside the simulator's truth. Then a rebuild, and the same again.
 */
export function itCountsAsTheAuditorsDid(options: {
  children: number;
  seed: string;
  limitMs: number;
  say?: (text: string) => void;
}): void {
  const { children, seed, limitMs, say = () => {} } = options;
  const scenario = { children, seed, scenario: 'fy2019-2023' } as const;
  it(
    `is the truth of ${children} children in every cell, and after a rebuild`,
    () =>
      withFedService(scenario, { limitMs, say }, async ({ url, dataDir, client }) => {
        const truth = accountabilityTruth(
          scenario,
          countedDays.map((day) => new Date(endOfDay(day))),
        );
        const check = async (when: string): Promise<void> => {
          for (const [place, day] of countedDays.entries()) {
            for (const by of ['fiscal-year', 'field-office'] as const) {
              const begun = performance.now();
              const response = await fetch(`${url}/v1/reports/accountability?asOf=${day}&by=${by}`, {
                headers: { authorization: `Bearer ${await client.token('ice')}` },
              });
              expect(response.status).toBe(200);
              const report = (await response.json()) as AccountabilityReport;
              say(`${when}: report as of ${day} by ${by} in ${Math.round(performance.now() - begun)} ms`);
              const { total, byFiscalYear, byFieldOffice } = truth[place]!;
              const rows = by === 'fiscal-year' ? byFiscalYear : byFieldOffice;
              expect({ day, by, ...tableOf(report.rows, report.total.counts) }).toEqual({
                day,
                by,
                ...tableOf(
                  Object.entries(rows).map(([key, counts]) => ({ key, counts })),
                  total,
                ),
              });
            }
          }
        };
        await check('as applied');
        const begun = performance.now();
        const rebuilt = await runRollcall(['rebuild', '--data', dataDir, '--json']);
        expect(rebuilt).toMatchObject({ code: 0 });
        const seconds = ((performance.now() - begun) / 1000).toFixed(0);
        say(`rebuilt in ${seconds} s: ${rebuilt.stdout.replaceAll(/\s+/g, ' ')}`);
        await check('after the rebuild');
      }),
    limitMs,
  );
}

/** All cells that are not zero: the report has a row for every office, the truth for those that have a child. */
function tableOf(
  rows: ReadonlyArray<{ key: string; counts: Record<string, number> }>,
  total: Record<string, number>,
): Table {
  const table: Table = {};
  for (const { key, counts } of [...rows, { key: 'total', counts: total }]) {
    for (const [measure, count] of Object.entries(counts))
      if (count !== 0) table[`${key} ${measure}`] = count;
  }
  return table;
}
