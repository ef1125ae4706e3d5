import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../../src/contracts/address.ts';
import { record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'addresses-differ';
const one: Address = { line1: '12 Invented Street', city: 'Houston', state: 'TX', postalCode: '77002' };
const other: Address = { ...one, line1: '99 Other Road' };
const released = (address?: Address) =>
  record('hhs.release', 'r', {
    data: { releasedAt: '2025-01-10T15:00:00Z', ...(address === undefined ? {} : { address }) },
  });
const toCourt = (receivedOn: string, address: Address, id = 'c') =>
  record('eoir.address-change', id, { data: { receivedOn, address } });

describe(rule, () => {
  it('holds as long as both are usable and differ', () => {
    expect(found(rule, released(one), toCourt('2025-02-01', other))).toEqual([
      'hhs: eoir.address-change/c@eoir:test hhs.release/r@hhs:test 2025-02-01T05:00 open',
    ]);
    expect(found(rule, released(one), toCourt('2025-02-01', other), toCourt('2025-03-01', one, 'd'))).toEqual(
      ['hhs: eoir.address-change/c@eoir:test hhs.release/r@hhs:test 2025-02-01T05:00 2025-03-01T05:00'],
    );
  });

  it('ends with the return to care, and begins anew', () => {
    const back = record('hhs.placement', 'p', { data: { admittedAt: '2025-03-01T15:00:00Z' } });
    const again = record('hhs.release', 's', { data: { releasedAt: '2025-04-01T15:00:00Z', address: one } });
    expect(found(rule, released(one), toCourt('2025-02-01', other), back, again)).toEqual([
      'hhs: eoir.address-change/c@eoir:test hhs.release/r@hhs:test 2025-02-01T05:00 2025-03-01T15:00',
      'hhs: eoir.address-change/c@eoir:test hhs.release/s@hhs:test 2025-04-01T15:00 open',
    ]);
  });

  it.each([
    [
      'the same, otherwise written',
      [released(one), toCourt('2025-02-01', { ...one, line1: '12 INVENTED STREET' })],
    ],
    ['one that cannot be used', [released({ ...one, line1: 'UNKNOWN' }), toCourt('2025-02-01', other)]],
    ['the court’s alone', [toCourt('2025-02-01', other)]],
    ['HHS’s alone', [released(one)]],
    ['a release without any', [released(), toCourt('2025-02-01', other)]],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });
});
