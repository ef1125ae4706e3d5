import { describe, expect, it } from '@jest/globals';
import { dayAt, dayOfText, startOfDay, textOfDay, textOfMoment } from '../../src/simulator/calendar.ts';
import { idsOf } from '../../src/simulator/people.ts';
import { Random, weightedTable } from '../../src/simulator/random.ts';

describe('Random', () => {
  it('draws the same for one seed and label, and other numbers for another label', () => {
    const draw = (seed: string, label: string): number[] => {
      const random = new Random(seed, label);
      return Array.from({ length: 8 }, () => random.next());
    };
    expect(draw('a', 'life 1')).toEqual(draw('a', 'life 1'));
    expect(draw('a', 'life 1')).not.toEqual(draw('a', 'life 2'));
    expect(draw('b', 'life 1')).not.toEqual(draw('a', 'life 1'));
  });

  it('draws weighted values as often as their weights say', () => {
    const random = new Random('weights', '');
    const table = weightedTable([
      ['often', 3],
      ['seldom', 1],
    ] as const);
    let often = 0;
    for (let i = 0; i < 40_000; i++) if (random.weighted(table) === 'often') often++;
    expect(often / 40_000).toBeCloseTo(0.75, 1);
  });

  it('makes event ids of the shape of UUIDs, each once', () => {
    const random = new Random('uuids', '');
    const ids = Array.from({ length: 5000 }, () => random.uuid());
    expect(new Set(ids).size).toBe(5000);
    expect(
      ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toBe(true);
  });
});

describe('calendar', () => {
  it.each([
    ['2026-03-01', '2026-03-01T05:00:00.000Z'],
    ['2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['2026-03-09', '2026-03-09T04:00:00.000Z'],
    ['2026-11-01', '2026-11-01T04:00:00.000Z'],
    ['2026-11-02', '2026-11-02T05:00:00.000Z'],
  ])('%s begins at %s', (day, moment) => {
    expect(new Date(startOfDay(dayOfText(day))).toISOString()).toBe(moment);
  });

  it('agrees with the time zone database about every day from 2018 to 2030', () => {
    const zone = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' });
    for (let day = dayOfText('2018-01-01'); day < dayOfText('2030-12-31'); day++) {
      const moment = startOfDay(day);
      expect([dayAt(moment), dayAt(moment - 1)]).toEqual([day, day - 1]);
      if (day % 10 === 0 || textOfDay(day).slice(5, 7) === '03' || textOfDay(day).slice(5, 7) === '11') {
        expect([zone.format(moment), zone.format(moment - 1)]).toEqual([textOfDay(day), textOfDay(day - 1)]);
      }
    }
  });

  it('writes moments as the language does', () => {
    const random = new Random('moments', '');
    const moments = Array.from({ length: 5000 }, () => random.between(0, 2_000_000_000_000));
    for (const moment of [...moments, 0, 999, 59_999, 86_399_999, 86_400_000])
      expect(textOfMoment(moment)).toBe(new Date(moment).toISOString());
  });
});

describe('identifiers', () => {
  it('gives no two of 448,820 children one A-number, and never a placeholder', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 448_820; i++) seen.add(idsOf('rollcall', i).aNumber);
    expect(seen.size).toBe(448_820);
    for (const aNumber of seen) if (!/^A7[0-3]\d{7}$/.test(aNumber)) throw new Error(`unexpected ${aNumber}`);
  });
});
