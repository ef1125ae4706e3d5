import { describe, expect, it } from '@jest/globals';
import type { DischargeType } from '../../../src/contracts/records/hhs.release.ts';
import { record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const at = (day: number, hour = 15) => `2025-03-${String(day).padStart(2, '0')}T${hour}:00:00.000Z`;
const released = (
  id: string,
  releasedAt: string,
  dischargeType: DischargeType = 'reunified-with-sponsor',
  more = {},
) => record('hhs.release', id, { data: { releasedAt, dischargeType, ...more } });
const admitted = (admittedAt: string, endedAt?: string) =>
  record('hhs.placement', `p${admittedAt.slice(8, 10)}`, {
    data: { admittedAt, ...(endedAt === undefined ? {} : { endedAt }) },
  });
const handed = (transferredAt: string, more: object = {}) =>
  record('ice.custody-transfer', 't', { data: { transferredAt, ...more } });

describe('release-before-custody', () => {
  const rule = 'release-before-custody';

  it('shows a release before the first custody, from when both have happened', () => {
    expect(found(rule, released('r', at(1)), admitted(at(3)), handed(at(2)))).toEqual([
      'hhs: hhs.release/r ice.custody-transfer/t 2025-03-02T15:00 open',
    ]);
    expect(found(rule, released('r', at(1)), handed(at(3), { apprehendedAt: at(2) }))).toEqual([
      'hhs: hhs.release/r ice.custody-transfer/t 2025-03-02T15:00 open',
    ]);
  });

  it.each([
    ['a release without any record of custody', [released('r', at(1))]],
    ['a release at the moment of admission', [released('r', at(1)), admitted(at(1))]],
    ['a release before a return to DHS', [released('r', at(1)), handed(at(2), { direction: 'to-dhs' })]],
    ['a release between two stays', [admitted(at(1)), released('r', at(2)), admitted(at(3))]],
  ])('%s is none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it('is closed by the record of the custody before it', () => {
    expect(found(rule, released('r', at(2)), admitted(at(3)), admitted(at(1)))).toEqual([]);
  });

  it('is closed by a higher version of the release', () => {
    const later = released('r', at(4), 'reunified-with-sponsor', { version: 2 });
    expect(found(rule, released('r', at(1)), later, admitted(at(3)))).toEqual([]);
  });
});

describe('left-care-twice', () => {
  const rule = 'left-care-twice';

  it.each<[string, DischargeType, DischargeType, number]>([
    ['two ways on two days', 'unauthorized-absence', 'reunified-with-sponsor', 5],
    ['one way on two days', 'reunified-with-sponsor', 'reunified-with-sponsor', 5],
    ['two ways on one day', 'reunified-with-sponsor', 'transferred-to-dhs', 2],
  ])('%s', (_title, first, second, day) => {
    expect(found(rule, released('a', at(2), first), released('b', at(day, 16), second))).toEqual([
      `hhs: hhs.release/a hhs.release/b 2025-03-0${day}T16:00 open`,
    ]);
  });

  it.each<[string, DischargeType, DischargeType]>([
    ['one way twice on one day', 'reunified-with-sponsor', 'reunified-with-sponsor'],
    ['a reason and a way on one day', 'age-redetermined', 'transferred-to-dhs'],
    ['a way and a reason on one day', 'reunified-with-sponsor', 'legal-status'],
  ])('%s is one exit', (_title, first, second) => {
    expect(found(rule, released('a', at(2), first), released('b', at(2, 16), second))).toEqual([]);
  });

  it('is none where HHS hears of the death of a child that it released', () => {
    expect(found(rule, released('a', at(2)), released('b', at(6), 'died'))).toEqual([]);
  });

  it('is closed by the record of the care between', () => {
    const twice = [released('a', at(2)), released('b', at(6), 'aged-out')];
    expect(found(rule, ...twice)).toHaveLength(1);
    expect(found(rule, ...twice, admitted(at(4)))).toEqual([]);
    expect(found(rule, ...twice, handed(at(9), { apprehendedAt: at(6) }))).toEqual([]);
    expect(found(rule, ...twice, admitted(at(1)))).toHaveLength(1);
    expect(found(rule, ...twice, handed(at(4), { direction: 'to-dhs' }))).toHaveLength(1);
  });

  it('shows each of three with the one before', () => {
    const thrice = [released('a', at(2)), released('c', at(8)), released('b', at(6))];
    expect(found(rule, ...thrice)).toEqual([
      'hhs: hhs.release/a hhs.release/b 2025-03-06T15:00 open',
      'hhs: hhs.release/b hhs.release/c 2025-03-08T15:00 open',
    ]);
  });
});

describe('stay-outlasts-release', () => {
  const rule = 'stay-outlasts-release';

  it('shows a stay that ended on a later day than the release', () => {
    expect(found(rule, admitted(at(1), at(5)), released('r', at(3)))).toEqual([
      'hhs: hhs.placement/p01 hhs.release/r 2025-03-05T15:00 open',
    ]);
  });

  it.each([
    [
      'one that ended the same evening, Eastern',
      [admitted(at(1), '2025-03-04T03:00:00Z'), released('r', at(3))],
    ],
    ['one that ended before', [admitted(at(1), at(2)), released('r', at(3))]],
    ['one that began after', [admitted(at(4), at(5)), released('r', at(3))]],
    ['one that has not ended', [admitted(at(1)), released('r', at(3))]],
    ['one over an absence', [admitted(at(1), at(5)), released('r', at(3), 'unauthorized-absence')]],
  ])('%s is none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });
});
