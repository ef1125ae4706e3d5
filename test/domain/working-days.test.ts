import { describe, expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { easternMidnight } from '../../src/domain/eastern.ts';
import {
  addDays,
  endOfDay,
  endOfWorkingDays,
  federalHolidays,
  isWorkingDay,
} from '../../src/domain/working-days.ts';

/**
 * The days on which OPM's published calendars keep the federal holidays (opm.gov, Policy, Pay & Leave, Federal Holidays), written
 * out by hand. Without Inauguration Day, and without the single days on which a President closed the offices.
 */
const published: Record<number, string> = {
  2019: '01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25',
  2020: '01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25',
  2021: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31',
  2022: '01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26',
  2023: '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25',
  2024: '01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25',
  2025: '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25',
  2026: '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25',
  2027: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31',
};

describe('federal holidays', () => {
  it.each(Object.entries(published))('of %s are kept as OPM published', (year, days) => {
    const ours: string[] = [];
    for (let day = `${year}-01-01`; day.startsWith(year); day = addDays(day, 1)) {
      const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
      if (weekday !== 0 && weekday !== 6 && !isWorkingDay(day)) ours.push(day.slice(5));
    }
    expect(ours.join(' ')).toBe(days);
  });

  it('count New Year’s Day of the next year where it is kept in December', () => {
    expect(federalHolidays(2021).has('2021-12-31')).toBe(true);
    expect(isWorkingDay('2022-01-03')).toBe(true);
  });

  it('do not count Juneteenth before 2021', () => {
    expect(isWorkingDay('2020-06-19')).toBe(true);
    expect(isWorkingDay('2021-06-18')).toBe(false);
  });
});

describe('endOfWorkingDays', () => {
  it.each([
    ['a Monday and two days', '2025-03-03', 2, '2025-03-05'],
    ['a Friday and one day', '2025-03-07', 1, '2025-03-10'],
    ['a Saturday and one day', '2025-03-08', 1, '2025-03-10'],
    ['a holiday and one day', '2025-11-27', 1, '2025-11-28'],
    ['Thanksgiving week', '2026-11-25', 2, '2026-11-30'],
    ['five over Christmas and New Year’s Day', '2025-12-23', 5, '2025-12-31'],
    ['five over both kept on Fridays', '2021-12-23', 5, '2022-01-03'],
    ['over 29 February', '2024-02-28', 2, '2024-03-01'],
    ['no days', '2025-03-08', 0, '2025-03-08'],
  ])('%s', (_title, from, count, day) => {
    expect(endOfWorkingDays(from, count)).toBe(endOfDay(day));
  });

  it('takes a moment as its Eastern day', () => {
    expect(endOfWorkingDays(Date.parse('2025-03-05T04:59:59Z'), 1)).toBe(Date.parse('2025-03-06T05:00:00Z'));
    expect(endOfWorkingDays(Date.parse('2025-03-05T05:00:00Z'), 1)).toBe(Date.parse('2025-03-07T05:00:00Z'));
  });

  it.each([
    [
      'spring: a Friday’s first working day ends after 23 + 24 hours more',
      '2025-03-07',
      '2025-03-11T04:00:00Z',
    ],
    ['autumn: with an hour more', '2025-10-31', '2025-11-04T05:00:00Z'],
  ])('goes by the clock on the wall in %s', (_title, from, end) => {
    expect(new Date(endOfWorkingDays(from, 1)).toISOString()).toBe(new Date(end).toISOString());
  });

  it('is the end of a working day with exactly that many after the first', () => {
    assert(
      property(integer({ min: 0, max: 20_000 }), integer({ min: 1, max: 30 }), (offset, count) => {
        const from = addDays('2007-03-11', offset);
        const end = endOfWorkingDays(from, count);
        let counted = 0;
        let day = from;
        while (easternMidnight(addDays(day, 1)) < end) {
          day = addDays(day, 1);
          if (isWorkingDay(day)) counted += 1;
        }
        // `day` is now the last whole one before the end's own, or that one itself.
        expect(easternMidnight(addDays(day, 1))).toBe(end);
        expect([counted, isWorkingDay(day)]).toEqual([count, true]);
      }),
    );
  });
});

describe('addDays', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2025-02-28', 1, '2025-03-01'],
    ['2025-12-31', 1, '2026-01-01'],
    ['2025-03-10', -14, '2025-02-24'],
  ])('%s and %d', (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected);
  });
});
