import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { checkRecord } from '../../src/contracts/check-record.ts';
import {
  type Accountability,
  accountabilityOf,
  accountabilityTruth,
  countedDays,
  countOnDays,
  endOfDay,
  type Measure,
  measures,
  simulate,
  simulateChildren,
  type SimulationOptions,
  truthFile,
  truthOf,
} from '../../src/simulator/index.ts';
import { allotments, nationalFigures } from '../../src/simulator/national.ts';

const CHILDREN = 10_000;
const national = (children: number): SimulationOptions & { seed: string } => ({
  children,
  seed: 'national',
  scenario: 'fy2019-2023',
});
const moment = (day: string): Date => new Date(endOfDay(day));
const days = [...countedDays, '2023-12-31', '2024-02-29', '2025-02-01'];

/** One pass over all children: the tables, and what each child adds to them as truthOf tells it. */
function countAll(): {
  tables: Accountability[];
  different: unknown[];
  grown: number;
} {
  const count = countOnDays(days);
  const different: unknown[] = [];
  const held: number[] = [];
  let done = 0;
  for (const child of simulateChildren(national(CHILDREN))) {
    count.add(child);
    for (const person of child.people) {
      for (const day of countedDays) {
        const found = accountabilityOf(person, moment(day));
        if (found === null) continue;
        const { placement, noticeToAppear, verification } = truthOf(person, moment(day));
        // Where all are cancelled it is told by what came before, which a status does not say.
        const without =
          noticeToAppear.value === 'cancelled'
            ? found.measures.includes('no-notice-to-appear')
            : ['none', 'issued'].includes(noticeToAppear.value);
        const lost = placement.value === 'released' && verification.value === 'unverified';
        if (
          found.measures.includes('no-notice-to-appear') !== without ||
          found.measures.includes('unverified') !== lost
        )
          different.push({ child: child.index, day, found, noticeToAppear, verification });
      }
    }
    done += 1;
    if (done % 2500 === 0) held.push(heapAfterCollection());
  }
  return { tables: count.tables(), different, grown: Math.max(...held) - held[0]! };
}

function heapAfterCollection(): number {
  v8.setFlagsFromString('--expose-gc');
  (vm.runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

describe('the scenario fy2019-2023, scaled', () => {
  const { tables, different, grown } = countAll();
  const scaled = (figure: number): number => Math.round((figure * CHILDREN) / nationalFigures.children);
  const total = (day: string, measure: Measure): number => tables[days.indexOf(day)]!.total[measure];

  it.each<[Measure, string, number]>([
    ['transferred', '2023-09-30', CHILDREN],
    ['transferred', '2025-01-31', CHILDREN],
    ['no-notice-to-appear', '2024-05-31', scaled(291_000)],
    ['no-notice-to-appear', '2025-01-31', scaled(233_000)],
    ['failed-to-appear', '2023-09-30', scaled(32_000)],
    ['failed-to-appear', '2024-10-31', scaled(43_000)],
    ['unusable-address', '2023-12-31', scaled(31_322)],
    ['unusable-address', '2024-02-29', scaled(31_322)],
    ['unusable-address', '2024-05-31', scaled(31_322)],
    ['unusable-address', '2025-02-01', scaled(31_322)],
  ])('%s as of %s: exactly %d', (measure, day, expected) => {
    expect(total(day, measure)).toBe(expected);
  });

  it('has in its years and in its offices, each, as many as in all', () => {
    for (const { total: all, byFiscalYear, byFieldOffice } of tables) {
      for (const rows of [byFiscalYear, byFieldOffice]) {
        for (const measure of measures) {
          const sum = Object.values(rows).reduce((upTo, row) => upTo + row[measure], 0);
          expect([measure, sum]).toEqual([measure, all[measure]]);
        }
      }
    }
    expect(Object.keys(tables[0]!.byFiscalYear)).toEqual(['2019', '2020', '2021', '2022', '2023']);
  });

  it('has some of every measure in every year at the end', () => {
    for (const row of Object.values(tables.at(-1)!.byFiscalYear))
      for (const measure of measures) expect(row[measure]).toBeGreaterThan(0);
  });

  it('agrees with every child’s own truth about its notice and its verification', () => {
    expect(different.slice(0, 5)).toEqual([]);
  });

  it('is counted in flat memory', () => {
    expect(grown).toBeLessThan(10e6);
  });

  it('is written with its days, years, totals and cells', () => {
    const count = countOnDays(['2024-05-31']);
    for (const child of simulateChildren(national(50))) count.add(child);
    const written = truthFile(national(50), ['2024-05-31'], count);
    expect(written).toEqual({
      scenario: 'fy2019-2023',
      children: 50,
      seed: 'national',
      asOf: [
        {
          day: '2024-05-31',
          years: [2019, 2023],
          total: expect.objectContaining({ transferred: 50, 'no-notice-to-appear': 32 }),
          byFiscalYear: expect.any(Object),
          byFieldOffice: expect.any(Object),
        },
      ],
    });
  });
});

describe('a child of the scenario', () => {
  it('lives the same alone and in the stream, and another life with another seed', () => {
    const all = [...simulateChildren(national(40))];
    const alone = [...simulateChildren({ ...national(1), first: 23, population: 40 })];
    expect(JSON.stringify(alone[0]?.events)).toBe(JSON.stringify(all[23]?.events));
    const again = [...simulateChildren(national(40))];
    expect(JSON.stringify(again.map(({ events }) => events))).toBe(
      JSON.stringify(all.map(({ events }) => events)),
    );
    const other = [...simulateChildren({ ...national(40), seed: 'other' })];
    expect(JSON.stringify(other[23]?.events)).not.toBe(JSON.stringify(all[23]?.events));
  });

  it('is not one where the scenario has fewer', () => {
    expect(() => [...simulateChildren({ ...national(1), first: 40, population: 40 })]).toThrow(RangeError);
  });

  it('is told in records that the contracts take, none from after 1 February 2025', () => {
    const faults = new Set<string | null>();
    for (const { event, expect: expected, fault } of simulate(national(1500))) {
      faults.add(fault);
      const { data, type } = event;
      if (checkRecord(type, data).ok !== (expected !== 'rejected'))
        throw new Error(`${expected}: ${JSON.stringify(event)}`);
      if (expected === 'rejected') continue;
      expect(data.recordedAt < '2025-02-02' && data.occurredAt < '2025-02-02').toBe(true);
    }
    expect(faults.size).toBe(9);
  });
});

describe('allotments', () => {
  it('are the audits’ figures at full size', () => {
    const cells = allotments(nationalFigures.children);
    const of = (counts: (cell: (typeof cells)[number]) => boolean): number =>
      cells.filter(counts).reduce((sum, { children }) => sum + children, 0);
    expect({
      all: of(() => true),
      noneFirst: of(({ notice }) => notice !== 'early'),
      noneLast: of(({ notice }) => notice === 'never'),
      failedFirst: of(({ failure }) => failure === 'lasting' || failure === 'cured'),
      failedLast: of(({ failure }) => failure === 'lasting' || failure === 'new'),
    }).toEqual({
      all: 448_820,
      noneFirst: 291_000,
      noneLast: 233_000,
      failedFirst: 32_000,
      failedLast: 43_000,
    });
  });

  it('are whole, none below zero and add up, for any number of children', () => {
    for (let children = 1; children <= 3000; children++) {
      const cells = allotments(children);
      expect(cells.reduce((sum, cell) => sum + cell.children, 0)).toBe(children);
      expect(cells.every((cell) => Number.isInteger(cell.children) && cell.children >= 0)).toBe(true);
    }
  });
});

describe('the plain simulation', () => {
  it('has a table too: as many as are counted child by child', () => {
    const asOf = moment('2024-05-31');
    const [table] = accountabilityTruth({ children: 2000 }, [asOf]);
    let transferred = 0;
    for (const { people } of simulateChildren({ children: 2000 }))
      for (const person of people) if (accountabilityOf(person, asOf) !== null) transferred += 1;
    expect(table!.total.transferred).toBe(transferred);
    expect(table!.total['no-notice-to-appear'] / transferred).toBeCloseTo(0.65, 1);
    for (const measure of measures) expect(table!.total[measure]).toBeGreaterThan(0);
  });

  it('counts by the window of years that is asked for', () => {
    const asOf = moment('2026-09-30');
    const [all] = accountabilityTruth({ children: 500 }, [asOf], [2019, 2026]);
    const [late] = accountabilityTruth({ children: 500 }, [asOf], [2024, 2026]);
    expect(Object.keys(late!.byFiscalYear)).toEqual(['2024', '2025', '2026']);
    expect(late!.total.transferred).toBeGreaterThan(0);
    expect(late!.total.transferred).toBeLessThan(all!.total.transferred);
  });
});
