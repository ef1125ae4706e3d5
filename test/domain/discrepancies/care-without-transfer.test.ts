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
});
