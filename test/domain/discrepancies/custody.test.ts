import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { careMoments, firstCare } from '../../../src/domain/discrepancies/custody.ts';
import { factsFrom, record } from '../../support/records.ts';

const at = (day: number) => `2025-03-${String(day).padStart(2, '0')}T15:00:00.000Z`;
const admitted = (day: number, id = 'p', more: object = {}) =>
  record('hhs.placement', id, { data: { admittedAt: at(day), ...more } });
const handed = (day: number, more: object = {}, id = 't') =>
  record('ice.custody-transfer', id, { data: { transferredAt: at(day), ...more } });

const moments = (...records: Assertion[]) =>
  careMoments(factsFrom(...records))
    .map(({ key, at: moment }) => `${moment.slice(8, 10)} ${key}`)
    .sort();

describe('moments that put a child into custody or care', () => {
  it('are apprehensions, hand-overs to HHS and admissions', () => {
    expect(moments(handed(3, { apprehendedAt: at(2) }), admitted(4))).toEqual([
      '02 ice.custody-transfer/t@ice:test',
      '03 ice.custody-transfer/t@ice:test',
      '04 hhs.placement/p@hhs:test',
    ]);
  });

  it.each<[string, Assertion, string[]]>([
    ['a hand-over to DHS', handed(3, { direction: 'to-dhs' }), []],
    [
      '… its apprehension',
      handed(3, { direction: 'to-dhs', apprehendedAt: at(2) }),
      ['02 ice.custody-transfer/t@ice:test'],
    ],
    ['a release', record('hhs.release', 'r'), []],
    ['an admission withdrawn', admitted(4, 'p', { voided: true }), []],
  ])('of %s', (_title, one, expected) => {
    expect(moments(one)).toEqual(expected);
  });

  it('the first is the earliest, at one moment that of the smallest key', () => {
    const first = (...records: Assertion[]) => firstCare(factsFrom(...records));
    expect(first()).toBeNull();
    expect(first(handed(3, { direction: 'to-dhs' }))).toBeNull();
    expect(first(admitted(4), handed(3, { apprehendedAt: at(2) }))).toEqual({
      key: 'ice.custody-transfer/t@ice:test',
      at: at(2),
    });
    expect(first(admitted(4), handed(3))).toEqual({ key: 'ice.custody-transfer/t@ice:test', at: at(3) });
    expect(first(admitted(2), handed(3))).toEqual({ key: 'hhs.placement/p@hhs:test', at: at(2) });
    expect(first(handed(2), admitted(2, 'q'), admitted(2, 'p'))).toEqual({
      key: 'hhs.placement/p@hhs:test',
      at: at(2),
    });
  });
});
