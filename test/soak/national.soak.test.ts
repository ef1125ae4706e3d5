import { describe, expect, it } from '@jest/globals';
import { countedDays, countOnDays, simulateChildren } from '../../src/simulator/index.ts';
import { itCountsAsTheAuditorsDid } from '../e2e/support/national-run.ts';
import { say, wish } from './say.ts';

describe('the scenario fy2019-2023 at full size', () => {
  it('has the audits’ figures, each exactly', () => {
    const started = performance.now();
    const days = [...countedDays, '2023-12-31'];
    const count = countOnDays(days);
    let records = 0;
    for (const child of simulateChildren({ children: 448_820, scenario: 'fy2019-2023' })) {
      count.add(child);
      records += child.events.length;
    }
    const seconds = (performance.now() - started) / 1000;
    say(`${records} records, counted on ${days.length} days, in ${seconds.toFixed(0)} s`);
    const total = Object.fromEntries(count.tables().map((table, i) => [days[i], table.total]));
    expect(total).toMatchObject({
      '2023-09-30': { transferred: 448_820, 'failed-to-appear': 32_000 },
      '2023-12-31': { transferred: 448_820, 'unusable-address': 31_322 },
      '2024-05-31': { transferred: 448_820, 'no-notice-to-appear': 291_000, 'unusable-address': 31_322 },
      '2024-10-31': { transferred: 448_820, 'failed-to-appear': 43_000, 'unusable-address': 31_322 },
      '2025-01-31': { transferred: 448_820, 'no-notice-to-appear': 233_000, 'unusable-address': 31_322 },
    });
  });
});

describe('the auditors’ table of the scenario fy2019-2023', () => {
  const children = wish('ROLLCALL_TEST_CHILDREN', 448_820);
  itCountsAsTheAuditorsDid({ children, seed: 'rollcall', limitMs: 4 * 3_600_000, say });
});
