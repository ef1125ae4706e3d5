import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { AgencyKey, CalendarDate, Instant } from '../../src/contracts/scalars.ts';

describe('Instant', () => {
  it.each([
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00.5Z', '2026-03-01T09:30:00.500Z'],
    ['2026-03-01T09:30:00.123456789Z', '2026-03-01T09:30:00.123Z'],
    ['2026-03-01T09:30:00-05:00', '2026-03-01T14:30:00.000Z'],
    ['2026-03-01T00:15:00+05:45', '2026-02-28T18:30:00.000Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
  ])('keeps %s as %s', (text, kept) => {
    expect(Instant.parse(text)).toBe(kept);
  });

  it.each([
    '2026-03-01',
    '2026-03-01T09:30:00',
    '2026-03-01 09:30:00Z',
    '2026-03-01T09:30Z',
    '2026-02-29T09:30:00Z',
    '2026-13-01T09:30:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:60:00Z',
    '2026-12-31T23:59:60Z',
    '2026-03-01T09:30:00+24:00',
    '2026-03-01T09:30:00+05:60',
    '1899-12-31T00:00:00Z',
    '2100-01-01T00:00:00Z',
    '2099-12-31T23:59:59-05:00',
    '1900-01-01T00:00:00+05:00',
    '2026-03-01t09:30:00z',
    '',
  ])('refuses %j, once', (text) => {
    expect(Instant.safeParse(text).error?.issues).toHaveLength(1);
  });

  it('says the same moment as Date does, whatever the offset and the digits', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1901-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
        fc.integer({ min: -23 * 60, max: 23 * 60 }),
        (date, minutes) => {
          const text = withOffset(date, minutes);
          expect(Instant.parse(text)).toBe(date.toISOString());
          expect(new Date(text)).toEqual(date);
        },
      ),
    );
  });

  it('is the same after a second reading', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1901-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
        (date) => {
          const once = Instant.parse(date.toISOString().replace('.000Z', 'Z'));
          expect(Instant.parse(once)).toBe(once);
        },
      ),
    );
  });
});

describe('CalendarDate', () => {
  it.each(['2024-02-29', '2000-02-29', '1900-01-01', '2026-08-31', '2099-12-31'])('takes %s', (text) => {
    expect(CalendarDate.parse(text)).toBe(text);
  });

  it.each([
    '2023-02-29',
    '2100-02-28',
    '1900-02-29',
    '2026-04-31',
    '2026-06-31',
    '2026-09-31',
    '2026-11-31',
    '2026-00-10',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00:00Z',
  ])('refuses %s', (text) => {
    expect(CalendarDate.safeParse(text).success).toBe(false);
  });

  it('takes exactly the days that Date knows', () => {
    const digits = fc.tuple(
      fc.integer({ min: 1900, max: 2099 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(digits, ([year, month, day]) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const date = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        expect(CalendarDate.safeParse(text).success).toBe(exists);
      }),
    );
  });
});

describe('AgencyKey', () => {
  it.each(['A', 'H-2026.01_x:7/9', '0'.repeat(64)])('takes %s', (text) => {
    expect(AgencyKey.parse(text)).toBe(text);
  });

  it.each(['', '-1', 'a b', 'é', 'x'.repeat(65), 'a\n'])('refuses %j', (text) => {
    expect(AgencyKey.safeParse(text).success).toBe(false);
  });
});

function withOffset(date: Date, minutes: number): string {
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(minutes);
  const clock = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return minutes === 0 ? `${local}Z` : `${local}${minutes < 0 ? '-' : '+'}${clock}`;
}
