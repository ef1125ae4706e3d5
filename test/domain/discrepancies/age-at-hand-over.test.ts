import { describe, expect, it } from '@jest/globals';
import type { BirthDate } from '../../../src/contracts/person.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record, someANumber } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'age-at-hand-over';
const born = (value: string, precision: BirthDate['precision'] = 'day') => ({
  person: { identifiers: { aNumber: someANumber }, birthDate: { value, precision } },
});
/** Seven in the evening of the day before, Eastern. */
const MARCH_1_EASTERN = '2025-03-02T00:00:00.000Z';
const handed = (birth: object, more: object = {}) =>
  record('ice.custody-transfer', 't', { data: { transferredAt: MARCH_1_EASTERN, ...birth, ...more } });
const admitted = (birth: object, admittedAt = MARCH_1_EASTERN, more: object = {}) =>
  record('hhs.placement', 'p', { data: { admittedAt, ...birth, ...more } });

describe(rule, () => {
  it('shows a hand-over of who was 18 before that day: who recorded the birth date is told', () => {
    expect(found(rule, handed(born('2007-02-28')))).toEqual([
      'ice: ice.custody-transfer/t@ice:test 2025-03-02T00:00 open',
    ]);
    expect(found(rule, handed({}), admitted(born('2007-02-28')))).toEqual([
      'hhs: hhs.placement/p@hhs:test 2025-03-02T00:00 open',
    ]);
  });

  it('shows custody of a child that was not born yet, from the apprehension on', () => {
    const more = { apprehendedAt: '2025-02-20T15:00:00.000Z' };
    expect(found(rule, handed(born('2025-02-21'), more))).toEqual([
      'ice: ice.custody-transfer/t@ice:test 2025-02-20T15:00 open',
    ]);
    expect(contradictions(rule, handed(born('2031-05-06')))).toEqual([
      expect.objectContaining({ detail: 'custody or care begins before the birth date' }),
    ]);
  });

  it.each<[string, BirthDate['value'], BirthDate['precision']]>([
    ['on the day it is born, Eastern', '2025-03-01', 'day'],
    ['on its 18th birthday, Eastern', '2007-03-01', 'day'],
    ['in the month in which it turns 18', '2007-03', 'month'],
    ['in the year in which it turns 18', '2007', 'year'],
    ['with an assigned date of that year', '2007-01-01', 'assigned'],
    ['with an assigned date of the year it comes', '2025-12-31', 'assigned'],
  ])('a child that comes %s is none', (_title, value, precision) => {
    expect(found(rule, handed(born(value, precision)))).toEqual([]);
  });

  it.each<[BirthDate['value'], BirthDate['precision']]>([
    ['2007-02', 'month'],
    ['2006', 'year'],
    ['2006-12-31', 'assigned'],
    ['2025-04', 'month'],
    ['2026', 'year'],
  ])('shows what no day of %s (%s) allows', (value, precision) => {
    expect(found(rule, handed(born(value, precision)))).toHaveLength(1);
  });

  it('who was born on 29 February is 18 on the first of March', () => {
    expect(found(rule, handed(born('2008-02-29'), { transferredAt: '2026-03-01T15:00:00Z' }))).toEqual([]);
    expect(found(rule, handed(born('2008-02-29'), { transferredAt: '2026-03-02T15:00:00Z' }))).toHaveLength(
      1,
    );
  });

  it('shows the first of several, and both ways if the dates are that far apart', () => {
    const early = admitted(born('2007-02-28'), '2007-01-05T15:00:00.000Z');
    expect(contradictions(rule, handed({}), early).map((one) => [one.records.length, one.detail])).toEqual([
      [1, 'custody or care begins before the birth date'],
      [2, 'care begins after the 18th birthday'],
    ]);
  });

  it.each<[string, Assertion[]]>([
    ['an adult returned to DHS', [handed({ ...born('2005-02-28'), direction: 'to-dhs' })]],
    [
      'an adult apprehended',
      [handed({ ...born('2005-01-01'), direction: 'to-dhs', apprehendedAt: MARCH_1_EASTERN })],
    ],
    ['no birth date', [handed({})]],
    ['no custody', [record('eoir.case', 'c', { data: born('1990-01-01') })]],
    ['a withdrawn hand-over', [handed({ ...born('2005-01-01'), voided: true })]],
  ])('%s is none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it.each<[string, Assertion]>([
    ['a higher version of the birth date', handed(born('2010-01-01'), { version: 2 })],
    [
      'a higher version of the hand-over',
      handed(born('2007-02-28'), { version: 2, transferredAt: '2025-02-28T15:00:00Z' }),
    ],
    [
      'a birth date that goes before it',
      record('eoir.case', 'c', { data: { ...born('2010-01-01'), recordedAt: '2026-01-01T00:00:00Z' } }),
    ],
  ])('is closed by %s', (_title, correction) => {
    expect(found(rule, handed(born('2007-02-28')))).toHaveLength(1);
    expect(found(rule, handed(born('2007-02-28')), correction)).toEqual([]);
  });

  it('tells no date', () => {
    const [one] = contradictions(rule, handed(born('2007-02-28')));
    expect(one!.detail).not.toMatch(/\d{4}/);
  });
});
