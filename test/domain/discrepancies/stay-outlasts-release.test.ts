import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'stay-outlasts-release';
const at = (day: number) => `2025-03-${String(day).padStart(2, '0')}T15:00:00.000Z`;
const released = (releasedAt: string, more: object = {}) =>
  record('hhs.release', 'r', { data: { releasedAt, ...more } });
const stay = (admittedAt: string, endedAt?: string, more: object = {}) =>
  record('hhs.placement', 'p', {
    data: { admittedAt, ...(endedAt === undefined ? {} : { endedAt }), ...more },
  });

describe(rule, () => {
  it('shows a stay that ended on a later day than the release, from its end: HHS is told', () => {
    expect(found(rule, stay(at(1), at(5)), released(at(3)))).toEqual([
      'hhs: hhs.placement/p@hhs:test hhs.release/r@hhs:test 2025-03-05T15:00 open',
    ]);
  });

  it.each([
    ['in winter', at(3), '2025-03-04T05:00:00.000Z'],
    ['of 23 hours', at(9), '2025-03-10T04:00:00.000Z'],
    ['of 25 hours', '2025-11-02T15:00:00.000Z', '2025-11-03T05:00:00.000Z'],
  ])('books may be closed until the day of the release, %s, is over, Eastern', (_title, left, midnight) => {
    const last = new Date(Date.parse(midnight) - 1).toISOString();
    expect(found(rule, stay(at(1), last), released(left))).toEqual([]);
    expect(found(rule, stay(at(1), midnight), released(left))).toHaveLength(1);
  });

  it.each<[string, Assertion[]]>([
    ['one that ended before', [stay(at(1), at(2)), released(at(3))]],
    ['one that ended with the release', [stay(at(1), at(3)), released(at(3))]],
    ['one that began after', [stay(at(4), at(5)), released(at(3))]],
    ['one that began with it', [stay(at(3), at(5)), released(at(3))]],
    ['one that has not ended', [stay(at(1)), released(at(3))]],
    ['one over an absence', [stay(at(1), at(5)), released(at(3), { dischargeType: 'unauthorized-absence' })]],
    ['one without a release', [stay(at(1), at(5))]],
  ])('%s is none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it('is of a stay that began before the release, if only by a millisecond', () => {
    expect(found(rule, stay('2025-03-03T14:59:59.999Z', at(5)), released(at(3)))).toHaveLength(1);
  });

  it.each<[string, Assertion]>([
    ['the stay’s end corrected', stay(at(1), at(3), { version: 2 })],
    ['the stay withdrawn', stay(at(1), at(5), { version: 2, voided: true })],
    ['the release corrected', released(at(5), { version: 2 })],
    ['the release withdrawn', released(at(3), { version: 2, voided: true })],
  ])('is closed by %s', (_title, correction) => {
    expect(found(rule, stay(at(1), at(5)), released(at(3)), correction)).toEqual([]);
  });
});
