import { describe, expect, it } from '@jest/globals';
import { afterCountedHours, countedHours, daysBetween } from '../../../src/domain/feeds/counted-hours.ts';
import { at } from './hours.ts';

const HOUR = 3_600_000;

describe('counted hours', () => {
  it.each([
    ['a working day', at('2026-08-28', 8), at('2026-08-28', 17), 9],
    ['a weekend', at('2026-08-28', 17), at('2026-08-31', 8), 15],
    ['Thanksgiving', at('2026-11-25', 17), at('2026-11-27', 8), 15],
    ['from within a free day', at('2026-08-29', 12), at('2026-08-31', 1), 1],
    ['to within a free day', at('2026-08-28', 23), at('2026-08-30', 12), 1],
    ['within free days alone', at('2026-08-29', 12), at('2026-08-30', 12), 0],
    ['the day on which the clock goes forward rests', at('2026-03-06', 12), at('2026-03-09', 12), 24],
    ['the day on which it goes back rests', at('2026-10-30', 12), at('2026-11-02', 12), 24],
    ['no time', at('2026-08-28', 8), at('2026-08-28', 8), 0],
  ])('%s', (_title, from, to, hours) => {
    expect(countedHours(from, to, true)).toBe(hours);
    expect(countedHours(from, to, false)).toBe((to - from) / HOUR);
  });

  it('where a feed does not rest a day has the 23 or 25 hours it has', () => {
    expect(countedHours(at('2026-03-08', 0), at('2026-03-09', 0), false)).toBe(23);
    expect(countedHours(at('2026-11-01', 0), at('2026-11-02', 0), false)).toBe(25);
  });

  it('free days begin and end at midnight, Eastern', () => {
    const saturday = at('2026-08-29', 0);
    const monday = at('2026-08-31', 0);
    expect(countedHours(saturday - HOUR, saturday + HOUR, true)).toBe(1);
    expect(countedHours(monday - HOUR, monday + HOUR, true)).toBe(1);
  });
});

describe('the moment after so many counted hours', () => {
  it.each([
    ['without rest', at('2026-08-28', 17), 15, false, at('2026-08-29', 8)],
    ['over a weekend', at('2026-08-28', 17), 15, true, at('2026-08-31', 8)],
    [
      'to the end of a day, not the beginning of the next working one',
      at('2026-08-28', 17),
      7,
      true,
      at('2026-08-29', 0),
    ],
    ['from within a free day', at('2026-08-29', 12), 1, true, at('2026-08-31', 1)],
    ['over a holiday', at('2026-11-25', 23), 2, true, at('2026-11-27', 1)],
  ])('%s', (_title, from, hours, rests, expected) => {
    expect(afterCountedHours(from, hours, rests)).toBe(expected);
  });

  it('is the inverse', () => {
    for (let hours = 1; hours < 400; hours += 7) {
      for (const rests of [true, false]) {
        const end = afterCountedHours(at('2026-10-28', 13), hours, rests);
        expect(countedHours(at('2026-10-28', 13), end, rests)).toBeCloseTo(hours, 6);
      }
    }
  });
});

describe('days between two moments', () => {
  it('are Eastern, both ends included', () => {
    expect(daysBetween(at('2026-03-07', 23), at('2026-03-09', 0))).toEqual([
      '2026-03-07',
      '2026-03-08',
      '2026-03-09',
    ]);
    expect(daysBetween(at('2026-10-31', 23), at('2026-11-02', 0) - 1)).toEqual(['2026-10-31', '2026-11-01']);
    expect(daysBetween(at('2026-08-28', 8), at('2026-08-28', 8))).toEqual(['2026-08-28']);
  });
});
