import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dayNumber, dayText, instantOf, momentText } from '../../src/domain/instant.ts';

const from = new Date('1900-01-01T00:00:00Z');
const to = new Date('2099-12-31T23:59:59.999Z');

describe('instantOf', () => {
  it('is what Date.parse says of any moment that a record may hold', () => {
    fc.assert(
      fc.property(fc.date({ min: from, max: to, noInvalidDate: true }), (date) => {
        expect(instantOf(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  it.each([
    '1900-02-28T23:59:59.999Z',
    '1900-03-01T00:00:00.000Z',
    '2000-02-29T12:00:00.000Z',
    '2024-12-31T00:00:00.001Z',
  ])('knows %s', (text) => expect(instantOf(text)).toBe(Date.parse(text)));

  it('reads other ways of writing a moment too', () => {
    expect(instantOf('2026-03-01T00:00:00-05:00')).toBe(Date.parse('2026-03-01T05:00:00Z'));
  });
});

describe('momentText', () => {
  it('is what toISOString says of any moment', () => {
    fc.assert(
      fc.property(fc.date({ min: from, max: to, noInvalidDate: true }), (date) => {
        expect(momentText(date.getTime())).toBe(date.toISOString());
        const minute = Math.floor(date.getTime() / 60_000) * 60_000;
        expect(momentText(minute)).toBe(new Date(minute).toISOString());
      }),
    );
  });

  it.each([Infinity, -Infinity])('has no text for %s', (at) => expect(momentText(at)).toBeNull());
});

describe('dayNumber and dayText', () => {
  it('undo each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_567, max: 47_481 }), (number) => {
        expect(dayNumber(dayText(number))).toBe(number);
        expect(dayText(number)).toBe(new Date(number * 86_400_000).toISOString().slice(0, 10));
      }),
    );
  });
});
