import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../../src/contracts/address.ts';
import type { DischargeType } from '../../../src/contracts/records/hhs.release.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { addressRuns } from '../../../src/domain/dimensions/address.ts';
import { placementFacts } from '../../../src/domain/dimensions/placement.ts';
import { runAt } from '../../../src/domain/runs.ts';
import { factsFrom, record } from '../../support/records.ts';

const good: Address = { line1: '12 Invented Street', city: 'Houston', state: 'TX', postalCode: '77002' };
const other: Address = { ...good, line1: '99 Other Road' };
const undeliverable: Address = { ...good, line1: 'UNKNOWN' };
const noUnit: Address = { ...good, unitRequired: true };

const midnight = '2025-01-10T05:00:00.000Z';

function released(address?: Address, dischargeType: DischargeType = 'reunified-with-sponsor', id = 'r') {
  const data = { releasedAt: midnight, dischargeType, ...(address === undefined ? {} : { address }) };
  return record('hhs.release', id, { data });
}
const told = (effectiveOn: string, address: Address, id = 'a') =>
  record('hhs.address', id, { data: { effectiveOn, address } });
const toCourt = (receivedOn: string, address: Address, id = 'c') =>
  record('eoir.address-change', id, { data: { receivedOn, address } });

function addressAt(at: string, ...records: Assertion[]) {
  const facts = factsFrom(...records);
  const { value, rule, basis } = runAt(addressRuns(facts, placementFacts(facts)), Date.parse(at));
  return [value, rule, ...basis];
}

describe('while the child is with the government', () => {
  it('is not taken to be in care where no placement is known: what addresses there are is judged', () => {
    expect(addressAt(midnight)).toEqual(['blank', 'no-address-record']);
    expect(addressAt(midnight, record('eoir.case', 'k', {}))).toEqual(['blank', 'no-address-record']);
    const ofCourt = toCourt('2025-01-01', good);
    expect(addressAt(midnight, ofCourt)).toEqual([
      'usable',
      'usable:street-address',
      'eoir.address-change/c@eoir:test',
    ]);
    expect(addressAt(midnight, told('2025-01-01', {}))).toEqual([
      'blank',
      'blank:no-street',
      'hhs.address/a@hhs:test',
    ]);
  });

  it('is in care, by the record that says so', () => {
    const placed = record('hhs.placement', 'p', { data: { admittedAt: midnight } });
    expect(addressAt(midnight, placed)).toEqual([
      'in-care',
      'in-government-care',
      'hhs.placement/p@hhs:test',
    ]);
  });

  it.each<[DischargeType, string]>([
    ['transferred-to-dhs', 'in-government-care'],
    ['transferred-to-law-enforcement', 'in-government-care'],
    ['died', 'no-release'],
  ])('after %s it is in care: %s', (type, rule) => {
    expect(addressAt(midnight, released(good, type))).toEqual(['in-care', rule, 'hhs.release/r@hhs:test']);
  });

  it.each<DischargeType>(['unauthorized-absence', 'aged-out', 'voluntary-departure', 'legal-status'])(
    'after %s the address counts',
    (type) => {
      expect(addressAt(midnight, released(good, type))[0]).toBe('usable');
    },
  );
});

describe('one address', () => {
  it.each<[string, Address | undefined, string[]]>([
    ['a usable one', good, ['usable', 'usable:street-address', 'hhs.release/r@hhs:test']],
    [
      'a release without any asserts a blank one',
      undefined,
      ['blank', 'blank:no-street', 'hhs.release/r@hhs:test'],
    ],
    ['a blank one', {}, ['blank', 'blank:no-street', 'hhs.release/r@hhs:test']],
    [
      'no address at all in its words',
      undeliverable,
      ['undeliverable', 'undeliverable:not-an-address', 'hhs.release/r@hhs:test'],
    ],
    [
      'one that lacks its unit',
      noUnit,
      ['missing-unit', 'missing-unit:unit-required', 'hhs.release/r@hhs:test'],
    ],
  ])('%s', (_title, address, expected) => {
    expect(addressAt(midnight, released(address))).toEqual(expected);
  });

  it('nobody asserted any: blank', () => {
    const back = record('hhs.release', 'r', { data: { releasedAt: midnight } });
    const runs = addressRuns(factsFrom(), placementFacts(factsFrom(back)));
    expect(runAt(runs, Date.parse(midnight))).toMatchObject({
      value: 'blank',
      rule: 'no-address-record',
      basis: [],
    });
  });
});

describe('a release without an address', () => {
  const paperOf = (dischargeType: DischargeType, address?: Address, releasedAt = '2025-05-01T15:00:00Z') =>
    record('hhs.release', 'z', {
      data: { releasedAt, dischargeType, ...(address === undefined ? {} : { address }) },
    });
  const later = '2025-06-01T00:00:00Z';
  const others: DischargeType[] = [
    'aged-out',
    'age-redetermined',
    'legal-status',
    'licensed-programme',
    'unaccompanied-refugee-minor-programme',
    'unauthorized-absence',
    'voluntary-departure',
  ];

  it.each(others)('%s: HHS’s and the court’s stay what they were', (type) => {
    expect(addressAt(later, released(good), toCourt('2025-01-12', good), paperOf(type))).toEqual([
      'usable',
      'usable:street-address',
      'eoir.address-change/c@eoir:test',
      'hhs.release/r@hhs:test',
    ]);
    expect(addressAt(later, toCourt('2025-01-12', good), paperOf(type))[2]).toBe(
      'eoir.address-change/c@eoir:test',
    );
    expect(addressAt(later, paperOf(type))).toEqual(['blank', 'no-address-record']);
  });

  it.each(others)('%s: one that gives an address asserts it, blank or not', (type) => {
    expect(addressAt(later, released(good), paperOf(type, undeliverable))[2]).toBe('hhs.release/z@hhs:test');
    expect(addressAt(later, released(good), paperOf(type, {}))).toEqual([
      'blank',
      'blank:no-street',
      'hhs.release/z@hhs:test',
    ]);
  });

  it('to a sponsor: it asserts a blank one, from its moment on', () => {
    const second = paperOf('reunified-with-sponsor');
    expect(addressAt('2025-05-01T14:59:59.999Z', released(good), second)[0]).toBe('usable');
    expect(addressAt('2025-05-01T15:00:00Z', released(good), second)).toEqual([
      'blank',
      'blank:no-street',
      'hhs.release/z@hhs:test',
    ]);
  });

  it.each<[string, Assertion]>([
    ['care', record('hhs.placement', 'p', { data: { admittedAt: '2025-03-01T00:00:00Z' } })],
    [
      'custody of DHS',
      record('ice.custody-transfer', 't', {
        data: { transferredAt: '2025-03-01T00:00:00Z', direction: 'to-dhs' },
      }),
    ],
    [
      'the police',
      record('hhs.release', 'l', {
        data: { releasedAt: '2025-03-01T00:00:00Z', dischargeType: 'transferred-to-law-enforcement' },
      }),
    ],
  ])('after %s: where it lived before is not where it lives', (_title, again) => {
    const paper = paperOf('legal-status');
    expect(addressAt(later, released(good), again, paper)).toEqual(['blank', 'no-address-record']);
    expect(addressAt(later, released(good), told('2025-02-27', good), again, paper)[0]).toBe('blank');
    expect(addressAt(later, released(good), told('2025-03-01', good), again, paper)[2]).toBe(
      'hhs.address/a@hhs:test',
    );
  });

  it('a word of HHS of its day is of the time after it', () => {
    const day = paperOf('legal-status', undefined, '2025-05-01T15:00:00Z');
    expect(addressAt('2025-05-01T14:59:59Z', released(noUnit), told('2025-05-01', good), day)[0]).toBe(
      'missing-unit',
    );
    expect(addressAt('2025-05-01T15:00:00Z', released(noUnit), told('2025-05-01', good), day)[0]).toBe(
      'usable',
    );
  });
});

describe('HHS’s latest', () => {
  it('is a later address record, from midnight Eastern of its day', () => {
    const records = [released(undeliverable), told('2025-02-01', good)];
    expect(addressAt('2025-02-01T04:59:59.999Z', ...records)[0]).toBe('undeliverable');
    expect(addressAt('2025-02-01T05:00:00.000Z', ...records)).toEqual([
      'usable',
      'usable:street-address',
      'hhs.address/a@hhs:test',
    ]);
  });

  it('is the release again where the address is older', () => {
    expect(addressAt(midnight, released(undeliverable), told('2025-01-09', good))[0]).toBe('undeliverable');
  });

  it('of the day of a release corrects the release, whatever the hour', () => {
    const corrected = ['usable', 'usable:street-address', 'hhs.address/a@hhs:test'];
    expect(addressAt(midnight, released(undeliverable), told('2025-01-10', good))).toEqual(corrected);
    const atNoon = record('hhs.release', 'r', {
      data: { releasedAt: '2025-01-10T17:00:00.000Z', address: undeliverable },
    });
    expect(addressAt('2025-01-10T17:00:00.000Z', atNoon, told('2025-01-10', good))).toEqual(corrected);
  });

  it('at one moment is that of the greater record key', () => {
    const two = [told('2025-02-01', undeliverable, 'x'), told('2025-02-01', good, 'b')];
    expect(addressAt('2025-03-01T00:00:00Z', released(good), ...two)[2]).toBe('hhs.address/x@hhs:test');
  });
});

describe('HHS’s and the court’s', () => {
  it('both usable and the same: usable by both', () => {
    const same = { ...good, line1: '12 invented street', postalCode: '77002-0001' };
    expect(addressAt(midnight, released(good), toCourt('2025-01-10', same))).toEqual([
      'usable',
      'usable:street-address',
      'eoir.address-change/c@eoir:test',
      'hhs.release/r@hhs:test',
    ]);
  });

  it('both usable but not the same: conflicting, by both', () => {
    expect(addressAt(midnight, released(good), toCourt('2025-01-10', other))).toEqual([
      'conflicting',
      'addresses-differ',
      'eoir.address-change/c@eoir:test',
      'hhs.release/r@hhs:test',
    ]);
  });

  it.each<[string, Address, Address, string[]]>([
    ['HHS’s', good, undeliverable, ['usable', 'usable:street-address', 'hhs.release/r@hhs:test']],
    [
      'the court’s',
      undeliverable,
      good,
      ['usable', 'usable:street-address', 'eoir.address-change/c@eoir:test'],
    ],
  ])('one usable, %s: usable by that one', (_title, hhs, court, expected) => {
    expect(addressAt(midnight, released(hhs), toCourt('2025-01-10', court))).toEqual(expected);
  });

  it.each([
    ['the court’s where it is later', '2025-01-11', 'undeliverable'],
    ['HHS’s where it is later', '2025-01-09', 'missing-unit'],
    ['HHS’s at one moment', '2025-01-10', 'missing-unit'],
  ])('none usable: the verdict is %s', (_title, receivedOn, value) => {
    expect(addressAt('2025-01-12T00:00:00Z', released(noUnit), toCourt(receivedOn, undeliverable))[0]).toBe(
      value,
    );
  });

  it.each<[string, string, Address, string]>([
    ['before HHS’s later word that it has none: none', '2025-01-09', {}, 'blank'],
    ['before HHS’s later word of one that is unusable: that', '2025-01-09', undeliverable, 'undeliverable'],
    ['at its moment: usable', '2025-01-10', {}, 'usable'],
    ['before a usable one of HHS: conflicting', '2025-01-09', other, 'conflicting'],
  ])('the court was told of a usable one %s', (_title, receivedOn, hhs, value) => {
    expect(addressAt('2025-01-12T00:00:00Z', released(hhs), toCourt(receivedOn, good))[0]).toBe(value);
  });

  it('the court’s latest counts, at one moment the greater key', () => {
    const records = [released(good), toCourt('2025-02-01', good, 'b'), toCourt('2025-02-01', other, 'a')];
    expect(addressAt('2025-02-02T00:00:00Z', ...records)[0]).toBe('usable');
    expect(addressAt('2025-02-04T00:00:00Z', ...records, toCourt('2025-02-03', other, 'a2'))[0]).toBe(
      'conflicting',
    );
  });
});
