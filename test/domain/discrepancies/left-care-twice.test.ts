import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import type { DischargeType } from '../../../src/contracts/records/hhs.release.ts';
import { record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'left-care-twice';
const at = (day: number, hour = 15) => `2025-03-${String(day).padStart(2, '0')}T${hour}:00:00.000Z`;
const released = (
  id: string,
  releasedAt: string,
  dischargeType: DischargeType = 'reunified-with-sponsor',
  more: object = {},
) => record('hhs.release', id, { data: { releasedAt, dischargeType, ...more } });
const admitted = (admittedAt: string, more: object = {}) =>
  record('hhs.placement', 'p', { data: { admittedAt, ...more } });
const handed = (transferredAt: string, more: object = {}) =>
  record('ice.custody-transfer', 't', { data: { transferredAt, ...more } });

describe(rule, () => {
  it.each<[string, DischargeType, DischargeType, number]>([
    ['two ways on two days', 'unauthorized-absence', 'reunified-with-sponsor', 5],
    ['one way on two days', 'reunified-with-sponsor', 'reunified-with-sponsor', 5],
    ['a way and a reason on two days', 'reunified-with-sponsor', 'aged-out', 5],
    ['a reason and a way on two days', 'aged-out', 'unauthorized-absence', 5],
    ['two absences on two days', 'unauthorized-absence', 'unauthorized-absence', 5],
    ['two ways on one day', 'reunified-with-sponsor', 'transferred-to-dhs', 2],
    ['two reasons on one day', 'aged-out', 'legal-status', 2],
    ['a way after a death of that day', 'died', 'reunified-with-sponsor', 2],
    ['two deaths on two days', 'died', 'died', 5],
  ])('%s: HHS is told, from the second on', (_title, first, second, day) => {
    expect(found(rule, released('a', at(2), first), released('b', at(day, 16), second))).toEqual([
      `hhs: hhs.release/a@hhs:test hhs.release/b@hhs:test 2025-03-0${day}T16:00 open`,
    ]);
  });

  it.each<[string, DischargeType, DischargeType]>([
    ['one way twice on one day', 'reunified-with-sponsor', 'reunified-with-sponsor'],
    ['a reason and a way on one day', 'age-redetermined', 'transferred-to-dhs'],
    ['a way and a reason on one day', 'reunified-with-sponsor', 'legal-status'],
    ['one death, written down twice', 'died', 'died'],
  ])('%s is one exit', (_title, first, second) => {
    expect(found(rule, released('a', at(2), first), released('b', at(2, 16), second))).toEqual([]);
  });

  it.each([
    ['in winter', '2025-03-02T15:00:00.000Z', '2025-03-03T05:00:00.000Z'],
    ['of 23 hours', '2025-03-09T15:00:00.000Z', '2025-03-10T04:00:00.000Z'],
    ['of 25 hours', '2025-11-02T15:00:00.000Z', '2025-11-03T05:00:00.000Z'],
  ])('a day %s ends at midnight, Eastern', (_title, first, midnight) => {
    const last = new Date(Date.parse(midnight) - 1).toISOString();
    expect(found(rule, released('a', first), released('b', last))).toEqual([]);
    expect(found(rule, released('a', first), released('b', midnight))).toHaveLength(1);
  });

  it('is none where HHS hears of the death of a child that it released', () => {
    expect(found(rule, released('a', at(2)), released('b', at(6), 'died'))).toEqual([]);
  });

  it.each<DischargeType>(['aged-out', 'age-redetermined', 'legal-status'])(
    'is none where papers end the care of a child that is away: %s',
    (paper) => {
      expect(found(rule, released('a', at(2), 'unauthorized-absence'), released('b', at(6), paper))).toEqual(
        [],
      );
    },
  );

  it('after such papers another way out of care is shown with them', () => {
    const away = [released('a', at(2), 'unauthorized-absence'), released('b', at(6), 'aged-out')];
    expect(found(rule, ...away, released('c', at(8)))).toEqual([
      'hhs: hhs.release/b@hhs:test hhs.release/c@hhs:test 2025-03-08T15:00 open',
    ]);
  });

  it('is closed by the record of the care between, up to the second release', () => {
    const twice = [released('a', at(2)), released('b', at(6), 'aged-out')];
    expect(found(rule, ...twice)).toHaveLength(1);
    expect(found(rule, ...twice, admitted(at(4)))).toEqual([]);
    expect(found(rule, ...twice, admitted(at(6)))).toEqual([]);
    expect(found(rule, ...twice, handed(at(4)))).toEqual([]);
    expect(found(rule, ...twice, handed(at(9), { apprehendedAt: at(6) }))).toEqual([]);
  });

  it.each<[string, Assertion]>([
    ['before both', admitted(at(1))],
    ['that the first ended', admitted(at(2))],
    ['after both', admitted('2025-03-06T15:00:00.001Z')],
    ['that was withdrawn', admitted(at(4), { voided: true })],
    ['by a hand-over to DHS', handed(at(4), { direction: 'to-dhs' })],
  ])('is not closed by care %s', (_title, care) => {
    expect(found(rule, released('a', at(2)), released('b', at(6), 'aged-out'), care)).toHaveLength(1);
  });

  it('shows each of three with the one before, whatever their keys', () => {
    expect(found(rule, released('a', at(2)), released('c', at(8)), released('b', at(6)))).toEqual([
      'hhs: hhs.release/a@hhs:test hhs.release/b@hhs:test 2025-03-06T15:00 open',
      'hhs: hhs.release/b@hhs:test hhs.release/c@hhs:test 2025-03-08T15:00 open',
    ]);
    expect(found(rule, released('c', at(2)), released('a', at(8)), released('b', at(6)))).toEqual([
      'hhs: hhs.release/a@hhs:test hhs.release/b@hhs:test 2025-03-08T15:00 open',
      'hhs: hhs.release/b@hhs:test hhs.release/c@hhs:test 2025-03-06T15:00 open',
    ]);
  });

  it('shows two ways at one moment', () => {
    expect(found(rule, released('a', at(2)), released('b', at(2), 'transferred-to-dhs'))).toEqual([
      'hhs: hhs.release/a@hhs:test hhs.release/b@hhs:test 2025-03-02T15:00 open',
    ]);
  });

  it.each<[string, Assertion]>([
    ['the first withdrawn', released('a', at(2), 'reunified-with-sponsor', { version: 2, voided: true })],
    ['the second withdrawn', released('b', at(6), 'aged-out', { version: 2, voided: true })],
    ['the second corrected to the day of the first', released('b', at(2), 'aged-out', { version: 2 })],
  ])('is closed by %s', (_title, correction) => {
    expect(found(rule, released('a', at(2)), released('b', at(6), 'aged-out'), correction)).toEqual([]);
  });
});
