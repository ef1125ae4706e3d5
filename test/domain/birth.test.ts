import { describe, expect, it } from '@jest/globals';
import type { BirthDate } from '../../src/contracts/person.ts';
import { birthday, birthOf, possibleDays } from '../../src/domain/birth.ts';
import { caseFileOf, record, someANumber } from '../support/records.ts';

const said = (id: string, value: string, precision: BirthDate['precision'], more: object = {}) =>
  record('hhs.placement', id, {
    data: { person: { identifiers: { aNumber: someANumber }, birthDate: { value, precision } }, ...more },
  });
const late = { recordedAt: '2025-02-01T00:00:00Z' };

describe('the birth date in use', () => {
  it('is none where no record says', () => {
    expect(birthOf(caseFileOf(record('hhs.placement', 'a')))).toBeNull();
  });

  it('is the most precise, also where that was recorded first', () => {
    const file = caseFileOf(
      said('a', '2010-05-06', 'day'),
      said('b', '2011-05', 'month', late),
      said('c', '2012', 'year', late),
    );
    expect(birthOf(file)).toEqual({ earliest: '2010-05-06', latest: '2010-05-06' });
  });

  it('prefers a year to a date that was assigned', () => {
    expect(
      birthOf(caseFileOf(said('a', '2010', 'year'), said('b', '2011-01-01', 'assigned', late)))?.earliest,
    ).toBe('2010-01-01');
  });

  it('is the latest recorded of equal ones, then that of the greatest key', () => {
    expect(
      birthOf(caseFileOf(said('a', '2010-05-06', 'day', late), said('b', '2010-05-07', 'day')))?.earliest,
    ).toBe('2010-05-06');
    expect(
      birthOf(caseFileOf(said('a', '2010-05-06', 'day'), said('b', '2010-05-07', 'day')))?.earliest,
    ).toBe('2010-05-07');
  });

  it('is not that of a voided record', () => {
    expect(
      birthOf(caseFileOf(said('a', '2010-05-06', 'day', { voided: true }), said('b', '2011', 'year')))
        ?.earliest,
    ).toBe('2011-01-01');
  });
});

describe('possible days', () => {
  it.each([
    ['2008-02-29', 'day', '2008-02-29', '2008-02-29'],
    ['2008-02', 'month', '2008-02-01', '2008-02-29'],
    ['2009-02', 'month', '2009-02-01', '2009-02-28'],
    ['2009-12', 'month', '2009-12-01', '2009-12-31'],
    ['2009', 'year', '2009-01-01', '2009-12-31'],
    ['2009-06-15', 'assigned', '2009-01-01', '2009-12-31'],
  ] as const)('%s, %s', (value, precision, earliest, latest) => {
    expect(possibleDays({ value, precision })).toEqual({ earliest, latest });
  });
});

describe('birthday', () => {
  it.each([
    ['2008-02-29', 14, '2022-03-01'],
    ['2008-02-29', 16, '2024-02-29'],
    ['2008-02-29', 18, '2026-03-01'],
    ['2008-02-28', 18, '2026-02-28'],
    ['2007-12-31', 18, '2025-12-31'],
    // 2100 is no leap year.
    ['2084-02-29', 16, '2100-03-01'],
  ])('%s, %d years', (born, age, expected) => {
    expect(birthday(born, age)).toBe(expected);
  });
});
