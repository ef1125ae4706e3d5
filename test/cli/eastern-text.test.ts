import { describe, expect, it } from '@jest/globals';
import { dayText, dueText, minuteText } from '../../src/cli/eastern-text.ts';

describe('moments for people, in Eastern time', () => {
  it.each([
    ['2026-11-28T04:59:59.999Z', '2026-11-27', '2026-11-27 23:59'],
    ['2026-11-28T05:00:00.000Z', '2026-11-28', '2026-11-28 00:00'],
    ['2026-07-01T03:30:00.000Z', '2026-06-30', '2026-06-30 23:30'],
    ['2026-11-01T05:30:00.000Z', '2026-11-01', '2026-11-01 01:30'],
    ['2026-11-01T06:30:00.000Z', '2026-11-01', '2026-11-01 01:30'],
    ['2026-03-08T07:00:00.000Z', '2026-03-08', '2026-03-08 03:00'],
  ])('%s falls on %s, at %s', (moment, day, minute) => {
    expect(dayText(moment)).toBe(day);
    expect(minuteText(moment)).toBe(minute);
  });

  it.each([
    // The end of a day is that day: at midnight it is late.
    ['2026-11-28T05:00:00.000Z', '2026-11-27'],
    ['2026-04-07T04:00:00.000Z', '2026-04-06'],
    ['2027-01-01T05:00:00.000Z', '2026-12-31'],
    // Hours end within a day.
    ['2026-11-02T00:00:00.000Z', '2026-11-01 19:00'],
    ['2026-06-15T12:05:00.000Z', '2026-06-15 08:05'],
  ])('due %s is by %s', (moment, text) => {
    expect(dueText(moment)).toBe(text);
  });

  it('has a word for none', () => {
    expect([dayText(null), minuteText(null), dueText(null)]).toEqual(['', '', '']);
  });
});
