import { describe, expect, it } from '@jest/globals';
import { assert, date, property } from 'fast-check';
import { easternDay, easternMidnight } from '../../src/domain/eastern.ts';

const inNewYork = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const clockInNewYork = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  timeStyle: 'medium',
});
const span = {
  min: new Date('2007-01-01T12:00:00Z'),
  max: new Date('2099-12-31T12:00:00Z'),
  noInvalidDate: true,
};

describe('easternMidnight', () => {
  it.each([
    ['a winter day is five hours behind', '2026-03-01', '2026-03-01T05:00:00.000Z'],
    ['a summer day is four hours behind', '2026-07-04', '2026-07-04T04:00:00.000Z'],
    ['the day on which summer time begins begins in winter time', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['the day after is in summer time', '2026-03-09', '2026-03-09T04:00:00.000Z'],
    ['the day on which summer time ends begins in summer time', '2026-11-01', '2026-11-01T04:00:00.000Z'],
    ['the day after is in winter time', '2026-11-02', '2026-11-02T05:00:00.000Z'],
    ['a leap day', '2024-02-29', '2024-02-29T05:00:00.000Z'],
    ['where 8 March is itself a Sunday, it is the one', '2020-03-08', '2020-03-08T05:00:00.000Z'],
    ['where 1 November is itself a Sunday, it is the one', '2020-11-01', '2020-11-01T04:00:00.000Z'],
    ['the last day of a year', '2025-12-31', '2025-12-31T05:00:00.000Z'],
  ])('%s', (_title, day, moment) => {
    expect(new Date(easternMidnight(day)).toISOString()).toBe(moment);
  });

  it('is 00:00:00 of its day in New York, on any day from 2007 to 2099', () => {
    assert(
      property(date(span), (moment) => {
        const day = moment.toISOString().slice(0, 10);
        const midnight = easternMidnight(day);
        expect(inNewYork.format(midnight)).toBe(day);
        expect(clockInNewYork.format(midnight)).toBe('00:00:00');
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('easternDay', () => {
  it.each([
    ['a moment before midnight Eastern is of the day before', '2026-03-01T04:59:59.999Z', '2026-02-28'],
    ['midnight Eastern is of the new day', '2026-03-01T05:00:00.000Z', '2026-03-01'],
    ['in summer the day begins an hour earlier', '2026-07-01T04:00:00.000Z', '2026-07-01'],
    ['a moment before it is of the day before', '2026-07-01T03:59:59.999Z', '2026-06-30'],
    ['the hour that summer time skips', '2026-03-08T07:00:00.000Z', '2026-03-08'],
    ['the end of the day on which summer time begins', '2026-03-09T03:59:59.999Z', '2026-03-08'],
    ['the hour that comes twice', '2026-11-01T06:30:00.000Z', '2026-11-01'],
    ['the end of the day on which summer time ends', '2026-11-02T04:59:59.999Z', '2026-11-01'],
    ['the evening before a leap day', '2024-02-29T04:59:59.999Z', '2024-02-28'],
    ['New Year’s Eve', '2026-01-01T04:59:59.999Z', '2025-12-31'],
  ])('%s', (_title, moment, day) => {
    expect(easternDay(Date.parse(moment))).toBe(day);
  });

  it('is the day in New York of any moment from 2007 to 2099', () => {
    assert(
      property(date(span), (moment) => {
        expect(easternDay(moment.getTime())).toBe(inNewYork.format(moment));
      }),
      { numRuns: 3_000 },
    );
  });

  it('is the inverse of easternMidnight', () => {
    assert(
      property(date(span), (moment) => {
        const day = moment.toISOString().slice(0, 10);
        expect(easternDay(easternMidnight(day))).toBe(day);
        expect(easternDay(easternMidnight(day) - 1) < day).toBe(true);
      }),
    );
  });
});
