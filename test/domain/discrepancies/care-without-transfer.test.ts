import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'care-without-transfer';
const placed = (admittedAt: string, more: object = {}, id = 'p') =>
  record('hhs.placement', id, { data: { admittedAt, ...more } });
const released = (releasedAt: string, more: object = {}) =>
  record('hhs.release', 'r', { data: { releasedAt, ...more } });
const transfer = (transferredAt: string, more: object = {}) =>
  record('ice.custody-transfer', 't', { data: { transferredAt, ...more } });

describe(rule, () => {
  it('shows a child in care that ICE said nothing of, from the 30th day on, once: ICE is told', () => {
    const records = [
      placed('2025-01-10T15:00:00Z'),
      placed('2025-02-01T15:00:00Z', {}, 'q'),
      released('2025-03-01T15:00:00Z'),
    ];
    expect(found(rule, ...records)).toEqual(['ice: hhs.placement/p@hhs:test 2025-02-09T05:00 open']);
    expect(contradictions(rule, ...records)[0]?.detail).toBe(
      '30 days after the first that HHS says of it ICE has no transfer to HHS',
    );
  });

  it('shows a release alone, counted from its Eastern day over the change of clocks', () => {
    expect(found(rule, released('2025-02-21T04:59:59Z'))).toEqual([
      'ice: hhs.release/r@hhs:test 2025-03-22T04:00 open',
    ]);
    expect(found(rule, released('2025-02-21T05:00:00Z'))).toEqual([
      'ice: hhs.release/r@hhs:test 2025-03-23T04:00 open',
    ]);
  });

  it.each<[string, Assertion[]]>([
    ['a transfer before it', [transfer('2025-01-09T00:00:00Z'), placed('2025-01-10T15:00:00Z')]],
    ['a transfer long after it', [placed('2025-01-10T15:00:00Z'), transfer('2026-01-09T00:00:00Z')]],
    [
      'a placement withdrawn',
      [placed('2025-01-10T15:00:00Z'), placed('2025-01-10T15:00:00Z', { version: 2, voided: true })],
    ],
    ['a child that HHS says nothing of', [record('eoir.case', 'c', {})]],
  ])('shows nothing of %s', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it.each<[string, Assertion]>([
    ['a transfer withdrawn', transfer('2025-01-09T00:00:00Z', { version: 2, voided: true })],
    ['a transfer back to DHS', transfer('2025-01-09T00:00:00Z', { direction: 'to-dhs' })],
  ])('%s hands nobody over', (_title, one) => {
    expect(found(rule, one, placed('2025-01-10T15:00:00Z'))).toHaveLength(1);
  });

  describe('after the child left the country', () => {
    const before = [transfer('2025-01-10T12:00:00Z'), placed('2025-01-10T15:00:00Z')];
    const departed = (releasedAt = '2025-03-01T15:00:00Z', id = 'd') =>
      record('hhs.release', id, { data: { releasedAt, dischargeType: 'voluntary-departure' } });
    const back = placed('2026-05-01T15:00:00Z', {}, 'q');
    const handedAgain = (transferredAt: string) =>
      record('ice.custody-transfer', 'u', { data: { transferredAt } });

    it('shows one that HHS has again and ICE did not hand over again, with the departure: either is wrong', () => {
      const shown = ['ice: hhs.placement/q@hhs:test hhs.release/d@hhs:test 2026-05-31T04:00 open'];
      const later = placed('2026-06-01T15:00:00Z', {}, 's');
      expect(found(rule, ...before, departed(), back, later)).toEqual(shown);
      expect(
        found(
          rule,
          ...before,
          departed(),
          back,
          departed('2026-07-01T15:00:00Z', 'e'),
          handedAgain('2027-01-01T12:00:00Z'),
        ),
      ).toEqual(shown);
    });

    it.each<[string, Assertion[]]>([
      ['one that stays away', []],
      ['one that ICE handed over again', [back, handedAgain('2026-04-30T12:00:00Z')]],
      ['… whenever that was', [back, handedAgain('2026-12-30T12:00:00Z')]],
    ])('shows nothing of %s', (_title, more) => {
      expect(found(rule, ...before, departed(), ...more)).toEqual([]);
    });
  });
});
