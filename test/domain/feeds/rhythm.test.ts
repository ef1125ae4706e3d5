import { describe, expect, it } from '@jest/globals';
import { rhythmOf } from '../../../src/domain/feeds/rhythm.ts';
import { isWorkingDay } from '../../../src/domain/working-days.ts';
import { at, hoursOf } from './hours.ts';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const everyHour = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n * HOUR);

describe('the rhythm of a feed', () => {
  it('of every hour is an hour', () => {
    expect(rhythmOf(everyHour(at('2026-08-03', 0), 28 * 24))).toEqual({
      usualLongestGapHours: 1,
      restsOnFreeDays: false,
    });
  });

  it('of every night is a day', () => {
    expect(rhythmOf(hoursOf('2026-07-01', '2026-08-01', [2]))).toEqual({
      usualLongestGapHours: 24,
      restsOnFreeDays: false,
    });
  });

  it('of working days does not count free ones', () => {
    expect(rhythmOf(hoursOf('2026-08-03', '2026-08-28', [9, 16], isWorkingDay))).toEqual({
      usualLongestGapHours: 17,
      restsOnFreeDays: true,
    });
  });

  it('is not known of fewer than three weeks in which a pause ended', () => {
    const last = at('2026-08-31', 9);
    expect(rhythmOf([])).toBeNull();
    expect(rhythmOf([last])).toBeNull();
    expect(rhythmOf([last - 2 * WEEK, last - WEEK, last])).toBeNull();
    expect(rhythmOf([last - 3 * WEEK, last - 2 * WEEK, last - WEEK, last])).not.toBeNull();
  });

  it('is the median of the weeks’ longest pauses: one odd week in four does not count', () => {
    const odd = new Set(['2026-08-12', '2026-08-13', '2026-08-14']);
    const hours = hoursOf('2026-08-01', '2026-08-28', [2], (day) => !odd.has(day));
    expect(rhythmOf(hours)?.usualLongestGapHours).toBe(24);
  });

  it('of two weeks and two is that of the longer pauses', () => {
    const off = new Set(['2026-08-12', '2026-08-19']);
    const hours = hoursOf('2026-08-01', '2026-08-28', [2], (day) => !off.has(day));
    expect(rhythmOf(hours)?.usualLongestGapHours).toBe(48);
  });

  it('a pause that ended four weeks before the last record is none of the last four weeks', () => {
    const last = at('2026-08-31', 9);
    const hours = [20, 12, 5, 4, 1, 0].map((weeks) => last - weeks * WEEK);
    const counted = rhythmOf(hours)?.usualLongestGapHours;
    expect(counted).toBe(15 * 24);
    expect(
      rhythmOf(hours.map((hour) => (hour === last - 4 * WEEK ? hour + HOUR : hour)))?.usualLongestGapHours,
    ).toBe(5 * 24 + 1);
  });

  it('is of the last four weeks: what was usual before is not any more', () => {
    const hours = [
      ...hoursOf('2026-05-01', '2026-06-30', [2, 8, 14, 20]),
      ...hoursOf('2026-07-01', '2026-07-31', [2]),
    ];
    expect(rhythmOf(hours)?.usualLongestGapHours).toBe(24);
  });

  it('of a feed that comes rarely is of half a year', () => {
    const hours = ['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01', '2026-07-01'].map((day) =>
      at(day, 3),
    );
    expect(rhythmOf(hours)?.usualLongestGapHours).toBeGreaterThan(20 * 24);
    expect(
      rhythmOf(['2024-03-01', '2025-03-01', '2026-03-01', '2027-03-01'].map((day) => at(day, 3))),
    ).toBeNull();
  });

  it('rests where it comes on a free day less than a quarter as often as on a working one', () => {
    const saturdays = ['2026-08-08', '2026-08-15', '2026-08-22'];
    const on = (free: readonly string[]) =>
      rhythmOf(hoursOf('2026-08-03', '2026-08-28', [9], (day) => isWorkingDay(day) || free.includes(day)));
    expect(on([])?.restsOnFreeDays).toBe(true);
    expect(on(saturdays.slice(0, 1))?.restsOnFreeDays).toBe(true);
    expect(on(saturdays.slice(0, 2))?.restsOnFreeDays).toBe(false);
    expect(on(saturdays)?.restsOnFreeDays).toBe(false);
    const quarter = new Set(['2026-08-01', '2026-08-08']);
    const hours = hoursOf('2026-08-01', '2026-08-28', [9], (day) => isWorkingDay(day) || quarter.has(day));
    expect(rhythmOf(hours)?.restsOnFreeDays).toBe(false);
  });

  it('of every Tuesday is five working days', () => {
    const tuesdays = ['2026-08-04', '2026-08-11', '2026-08-18', '2026-08-25'].map((day) => at(day, 9));
    expect(rhythmOf(tuesdays)).toEqual({ usualLongestGapHours: 120, restsOnFreeDays: true });
  });
});
