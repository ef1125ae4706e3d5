import { describe, expect, it } from '@jest/globals';
import { eroAreas } from '../../src/contracts/codes/ero-area.ts';
import { dayOfText, DAY, startOfDay } from '../../src/simulator/calendar.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import { emptyLife, type Life } from '../../src/simulator/life.ts';
import { liveInCourt } from '../../src/simulator/live-in-court.ts';
import { idsOf, inventPerson } from '../../src/simulator/people.ts';
import { Random } from '../../src/simulator/random.ts';
import * as shares from '../../src/simulator/shares.ts';
import { eoirCounts, type EoirCounts } from './eoir-counts.ts';

const received = dayOfText('2020-01-06');
const until = startOfDay(received) + 3650 * DAY;

/** Ten years in court of a child that was not in custody, so that nothing else is drawn. */
function courtLife(index: number): Life {
  const random = new Random('shares', `court ${index}`);
  const life = emptyLife(index, idsOf('shares', index), inventPerson(random, 13_000), 13_000);
  let count = 0;
  const nextId = (kind: string): string => `${kind}-${(count += 1)}`;
  liveInCourt({ life, random, until, plan: null, nextId }, received, null);
  return life;
}

const lives = Array.from({ length: 20_000 }, (_, index) => courtLife(index));
const priorities = [...new Set(lives.flatMap((life) => life.cases).flatMap((one) => one.casePriority ?? []))];
const decisions = lives.flatMap((life) => life.decisions);
const steps = lives.flatMap((life) => life.hearings).flatMap((hearing) => hearing.steps);

function adjourned(state: 'held' | 'not-held'): string[] {
  return steps.flatMap(({ state: is, adjournmentCode: code }) =>
    is === state && code !== undefined && code !== '11' ? [code] : [],
  );
}

interface Table {
  values: readonly string[];
  upTo: readonly number[];
  total: number;
}

function statedShare({ values, upTo, total }: Table, value: string): number {
  const place = values.indexOf(value);
  return (upTo[place]! - (upTo[place - 1] ?? 0)) / total;
}

describe('codes are drawn as often as stated', () => {
  const ends = decisions.filter((one) => one.motionCode === undefined && one.inAbsentia !== 'yes');
  it.each<[string, string[], Table]>([
    [
      'decision codes',
      ends.flatMap(({ decisionCode }) => (decisionCode === undefined ? [] : [decisionCode])),
      shares.decisionCodes,
    ],
    ['case types', lives.flatMap((life) => life.cases).map(({ caseType }) => caseType), shares.caseTypes],
    ['adjournment codes of hearings held', adjourned('held'), shares.heldCodes],
    ['adjournment codes of hearings not held', adjourned('not-held'), shares.notHeldCodes],
  ])('%s', (_, drawn, table) => {
    expect(drawn.length).toBeGreaterThan(5_000);
    for (const value of new Set([...table.values, ...drawn])) {
      const share = statedShare(table, value);
      // Four standard deviations: of as many draws hardly any is farther off.
      const tolerance = 4 * Math.sqrt((share * (1 - share)) / drawn.length);
      const found = drawn.filter((one) => one === value).length / drawn.length;
      expect({ value, off: Math.abs(found - share) <= tolerance ? 0 : found - share }).toEqual({
        value,
        off: 0,
      });
    }
  });
});

/** What a record may have and no child of the simulator has, by the table it would be drawn from. */
const leftOut: Record<string, Record<string, string>> = {
  caseTypes: {
    DEP: 'deportation: begun before 1 April 1997',
    EXC: 'exclusion: begun before 1 April 1997',
    DDC: 'an appeal from a district director: nobody is before a court',
  },
  casePriorities: {
    'AWC/ATD': 'adults with children',
    'AWC/D': 'adults with children',
    CR: 'a review of custody: an adult’s',
    'RBC/D': 'recent border crossers detained: adults',
  },
};

describe('the codes that EOIR’s case data has', () => {
  const tables: Array<[name: string, counts: EoirCounts, table: Table]> = [
    ['caseTypes', eoirCounts.caseTypes, shares.caseTypes],
    ['decisionCodes', eoirCounts.decisionCodes, shares.decisionCodes],
    ['otherCompletions', eoirCounts.otherCompletions, shares.otherCompletions],
    ['rulings', eoirCounts.rulings, shares.rulings],
    ['media', eoirCounts.media, shares.media],
  ];
  const all: Array<[name: string, counts: EoirCounts, drawn: readonly string[]]> = [
    ...tables.map(([name, counts, { values }]) => [name, counts, values] as (typeof all)[number]),
    ['caseTypes', eoirCounts.caseTypesOfCases, shares.caseTypes.values],
    ['casePriorities', eoirCounts.casePriorities, priorities],
  ];

  it.each(all)('%s: each that the contract takes is drawn, or left out for a reason', (name, eoir, drawn) => {
    const often = Object.entries(eoir.counts).filter(([, count]) => count > eoir.filled / 1000);
    const missing = often
      .map(([code]) => code)
      .filter((code) => Object.hasOwn(eoir.taken, code) && !drawn.includes(code))
      .filter((code) => leftOut[name]?.[code] === undefined);
    expect(often).toHaveLength(Object.keys(eoir.counts).length);
    expect(missing).toEqual([]);
  });

  it('leaves out none that is drawn, or that no data has', () => {
    for (const [name, codes] of Object.entries(leftOut)) {
      const tables = all.filter(([other]) => other === name);
      for (const code of Object.keys(codes)) {
        expect(tables.some(([, { counts, taken }]) => code in counts && code in taken)).toBe(true);
        expect(tables.some(([, , drawn]) => drawn.includes(code))).toBe(false);
      }
    }
  });

  it.each(tables)('%s: are drawn as often as there', (_, eoir, table) => {
    const counts = Object.entries(eoir.counts).filter(([code]) => table.values.includes(code));
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    for (const [code, count] of counts)
      expect({ code, share: statedShare(table, code) }).toEqual({
        code,
        share: expect.closeTo(count / total, 2),
      });
  });
});

describe('field offices', () => {
  const offices = (options: Parameters<typeof simulateChildren>[0]): Set<string> => {
    const found = new Set<string>();
    for (const { people } of simulateChildren(options))
      for (const { fieldOffice } of people[0].life.transfers) found.add(fieldOffice);
    return found;
  };

  it.each([
    ['the demonstration', { children: 2_000 }],
    ['a hundredth of the national scenario', { children: 4_488, scenario: 'fy2019-2023' }],
  ] as const)('all 25 occur in %s', (_, options) => {
    expect([...offices(options)].sort()).toEqual([...eroAreas].sort());
  });
});
