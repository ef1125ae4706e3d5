import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'return-without-transfer';
/** In the East still the ninth. */
const released = (more: object = {}) =>
  record('hhs.release', 'r', {
    data: { releasedAt: '2025-01-10T04:59:59Z', dischargeType: 'transferred-to-dhs', ...more },
  });
const back = (transferredAt: string, more: object = {}, id = 't') =>
  record('ice.custody-transfer', id, { data: { transferredAt, direction: 'to-dhs', ...more } });
const admitted = (admittedAt: string) => record('hhs.placement', 'p', { data: { admittedAt } });
const open = 'ice: hhs.release/r@hhs:test 2025-02-08T05:00 open';

describe(rule, () => {
  it('shows a child that HHS handed to DHS and ICE says nothing of, from the 30th day on: ICE is told', () => {
    expect(found(rule, released())).toEqual([open]);
    expect(contradictions(rule, released())[0]?.detail).toBe(
      '30 days after HHS handed the child to DHS ICE has no transfer to DHS',
    );
  });

  it.each([
    ['before it, by the day', '2025-01-08T05:00:00Z'],
    ['of its moment', '2025-01-10T04:59:59Z'],
    ['until the 30th day', '2025-02-08T05:00:00Z'],
  ])('shows nothing where ICE has a transfer %s', (_title, at) => {
    expect(found(rule, released(), back(at))).toEqual([]);
  });

  it('ends with a later one', () => {
    expect(found(rule, released(), back('2025-02-08T05:00:01Z'))).toEqual([
      open.replace('open', '2025-02-08T05:00'),
    ]);
  });

  it.each<[string, Assertion[]]>([
    ['of an earlier day', [back('2025-01-08T04:59:59Z')]],
    ['to HHS', [back('2025-01-10T06:00:00Z', { direction: 'to-hhs' })]],
    ['withdrawn', [back('2025-01-10T06:00:00Z', { version: 2, voided: true })]],
    [
      'of another return, since HHS had the child again before it',
      [admitted('2025-01-20T00:00:00Z'), back('2025-01-20T00:00:00Z')],
    ],
  ])('a transfer %s is not of this return', (_title, records) => {
    expect(found(rule, released(), ...records)).toEqual([open]);
  });

  it.each(['aged-out', 'age-redetermined', 'transferred-to-law-enforcement'])(
    'a release %s does not say that DHS has the child',
    (dischargeType) => {
      expect(found(rule, released({ dischargeType }))).toEqual([]);
    },
  );

  it('is closed by a higher version of the release', () => {
    expect(found(rule, released(), released({ version: 2, dischargeType: 'aged-out' }))).toEqual([]);
  });
});
