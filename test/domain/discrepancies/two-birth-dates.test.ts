import { describe, expect, it } from '@jest/globals';
import type { BirthDate } from '../../../src/contracts/person.ts';
import { record, someANumber } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'two-birth-dates';

function says(
  type: 'hhs.placement' | 'eoir.case' | 'ice.location-check',
  birthDate: BirthDate,
  day = 1,
  more: object = {},
) {
  const person = { identifiers: { aNumber: someANumber }, birthDate };
  return record(type, `${type}-${day}`, {
    data: { person, recordedAt: `2025-01-0${day}T00:00:00.000Z`, ...more },
  });
}

describe(rule, () => {
  it.each<[string, BirthDate, BirthDate]>([
    ['the same day', { value: '2010-03-12', precision: 'day' }, { value: '2010-03-12', precision: 'day' }],
    [
      'a day and its month',
      { value: '2010-03-12', precision: 'day' },
      { value: '2010-03', precision: 'month' },
    ],
    ['a day and its year', { value: '2010-03-12', precision: 'day' }, { value: '2010', precision: 'year' }],
    [
      'the first day of a year',
      { value: '2010-01-01', precision: 'day' },
      { value: '2010', precision: 'year' },
    ],
    [
      'the last day of a year',
      { value: '2010-12-31', precision: 'day' },
      { value: '2010', precision: 'year' },
    ],
    [
      'the first day of a month',
      { value: '2010-03-01', precision: 'day' },
      { value: '2010-03', precision: 'month' },
    ],
    [
      'a day and an assigned one of its year',
      { value: '2010-03-12', precision: 'day' },
      { value: '2010-01-01', precision: 'assigned' },
    ],
    [
      'two assigned ones of one year',
      { value: '2010-07-01', precision: 'assigned' },
      { value: '2010-01-01', precision: 'assigned' },
    ],
    [
      'one text, two precisions',
      { value: '2010-01-01', precision: 'day' },
      { value: '2010-01-01', precision: 'assigned' },
    ],
  ])('%s can both be true', (_title, a, b) => {
    expect(found(rule, says('hhs.placement', a, 1), says('eoir.case', b, 2))).toEqual([]);
    expect(found(rule, says('hhs.placement', b, 1), says('eoir.case', a, 2))).toEqual([]);
  });

  it.each<[string, BirthDate, BirthDate]>([
    ['two days', { value: '2010-03-12', precision: 'day' }, { value: '2010-12-03', precision: 'day' }],
    [
      'a day and another month',
      { value: '2010-03-31', precision: 'day' },
      { value: '2010-04', precision: 'month' },
    ],
    [
      'a month and another year',
      { value: '2010-12', precision: 'month' },
      { value: '2011', precision: 'year' },
    ],
    [
      'a day and an assigned one of another year',
      { value: '2010-03-12', precision: 'day' },
      { value: '2011-01-01', precision: 'assigned' },
    ],
  ])('%s cannot; whoever recorded the second is told', (_title, a, b) => {
    expect(found(rule, says('hhs.placement', a, 1), says('eoir.case', b, 2))).toEqual([
      'eoir: eoir.case/eoir.case-2@eoir:test hhs.placement/hhs.placement-1@hhs:test always open',
    ]);
    expect(found(rule, says('hhs.placement', a, 3), says('eoir.case', b, 2))).toEqual([
      'hhs: eoir.case/eoir.case-2@eoir:test hhs.placement/hhs.placement-3@hhs:test always open',
    ]);
  });

  it('names each other value once, by whoever said it first', () => {
    const [right, wrong]: BirthDate[] = [
      { value: '2010-03-12', precision: 'day' },
      { value: '2010-12-03', precision: 'day' },
    ];
    const records = [
      says('hhs.placement', right!, 1),
      says('eoir.case', wrong!, 2),
      says('eoir.case', wrong!, 3),
      says('ice.location-check', right!, 4),
    ];
    expect(found(rule, ...records)).toEqual([
      'eoir: eoir.case/eoir.case-2@eoir:test hhs.placement/hhs.placement-1@hhs:test always open',
    ]);
    expect(found(rule, ...records.toReversed())).toEqual(found(rule, ...records));
    expect(JSON.stringify(contradictions(rule, ...records))).not.toContain('2010');
  });

  it('does not hear records that say nothing any more', () => {
    const right = says('hhs.placement', { value: '2010-03-12', precision: 'day' }, 1);
    const voided = says('eoir.case', { value: '2011', precision: 'year' }, 2, { voided: true });
    expect(found(rule, right, voided)).toEqual([]);
  });
});
