import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'release-before-custody';
const at = (day: number) => `2025-03-${String(day).padStart(2, '0')}T15:00:00.000Z`;
const released = (releasedAt: string, more: object = {}, id = 'r') =>
  record('hhs.release', id, { data: { releasedAt, ...more } });
const admitted = (admittedAt: string, more: object = {}, id = 'p') =>
  record('hhs.placement', id, { data: { admittedAt, ...more } });
const handed = (transferredAt: string, more: object = {}) =>
  record('ice.custody-transfer', 't', { data: { transferredAt, ...more } });

describe(rule, () => {
  it.each<[string, Assertion[]]>([
    ['a hand-over', [admitted(at(3)), handed(at(2))]],
    ['an apprehension', [handed(at(3), { apprehendedAt: at(2) })]],
  ])(
    'shows a release before the first custody, %s, from when both have happened: HHS is told',
    (_title, care) => {
      expect(found(rule, released(at(1)), ...care)).toEqual([
        'hhs: hhs.release/r@hhs:test ice.custody-transfer/t@ice:test 2025-03-02T15:00 open',
      ]);
    },
  );

  it('shows a release before an admission', () => {
    expect(found(rule, released(at(1)), admitted(at(2)))).toEqual([
      'hhs: hhs.placement/p@hhs:test hhs.release/r@hhs:test 2025-03-02T15:00 open',
    ]);
  });

  it('to the millisecond', () => {
    expect(found(rule, released(at(1)), admitted(at(1)))).toEqual([]);
    expect(found(rule, released(at(1)), admitted('2025-03-01T15:00:00.001Z'))).toHaveLength(1);
    expect(found(rule, released('2025-03-01T10:00:00-05:00'), admitted(at(1)))).toEqual([]);
  });

  it('shows each release before it, whatever its kind', () => {
    const absent = released(at(1), { dischargeType: 'unauthorized-absence' }, 's');
    expect(found(rule, released(at(2)), absent, admitted(at(3)))).toEqual([
      'hhs: hhs.placement/p@hhs:test hhs.release/r@hhs:test 2025-03-03T15:00 open',
      'hhs: hhs.placement/p@hhs:test hhs.release/s@hhs:test 2025-03-03T15:00 open',
    ]);
  });

  it.each<[string, Assertion[]]>([
    ['a release without any record of custody', [released(at(1))]],
    ['a release before a return to DHS', [released(at(1)), handed(at(2), { direction: 'to-dhs' })]],
    ['a release between two stays', [admitted(at(1)), released(at(2)), admitted(at(3), {}, 'q')]],
    ['a release whose only custody after is withdrawn', [released(at(1)), admitted(at(3), { voided: true })]],
  ])('%s is none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it.each<[string, Assertion]>([
    ['the record of the custody before it', admitted(at(1), {}, 'q')],
    ['the apprehension of a return to DHS', handed(at(4), { direction: 'to-dhs', apprehendedAt: at(1) })],
    ['a higher version of the release', released(at(4), { version: 2 })],
    ['the release’s withdrawal', released(at(2), { version: 2, voided: true })],
    ['a higher version of the admission', admitted(at(1), { version: 2 })],
  ])('is closed by %s', (_title, correction) => {
    expect(found(rule, released(at(2)), admitted(at(3)))).toHaveLength(1);
    expect(found(rule, released(at(2)), admitted(at(3)), correction)).toEqual([]);
  });
});
