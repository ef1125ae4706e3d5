import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../src/contracts/address.ts';
import { addressQuality, sameAddress } from '../../src/domain/address.ts';

const whole: Address = { line1: '12 Invented Street', city: 'Houston', state: 'TX', postalCode: '77002' };

describe('addressQuality', () => {
  it.each<[string, Address, string]>([
    ['nothing at all is blank', {}, 'blank'],
    ['no street is blank', { city: 'Houston', state: 'TX', postalCode: '77002' }, 'blank'],
    ['a street of punctuation only is blank', { ...whole, line1: ' - . ' }, 'blank'],
    ['a street without any place is blank', { line1: '12 Invented Street' }, 'blank'],
    ['a street with a city but no state is blank', { line1: '12 Invented Street', city: 'Houston' }, 'blank'],
    ['a street with a state but no city is blank', { line1: '12 Invented Street', state: 'TX' }, 'blank'],
    ['a postal code of spaces leads to no place', { line1: '12 Invented Street', postalCode: '  ' }, 'blank'],
    ['no street comes before an impossible postal code', { postalCode: 'x' }, 'blank'],
    [
      'a street with city and state is usable',
      { line1: '12 Invented Street', city: 'Houston', state: 'TX' },
      'usable',
    ],
    ['a street with a postal code is usable', { line1: '12 Invented Street', postalCode: '77002' }, 'usable'],
    ['ZIP+4 is usable', { ...whole, postalCode: '77002-1234' }, 'usable'],
    ['spaces around the postal code do not matter', { ...whole, postalCode: ' 77002 ' }, 'usable'],
    ['four digits are undeliverable', { ...whole, postalCode: '7700' }, 'undeliverable'],
    ['nine digits in one are undeliverable', { ...whole, postalCode: '770021234' }, 'undeliverable'],
    ['letters for a postal code are undeliverable', { ...whole, postalCode: 'K1A 0B1' }, 'undeliverable'],
    ['a postal code of another state is undeliverable', { ...whole, state: 'NY' }, 'undeliverable'],
    ['a postal code without a state is not compared', { line1: '1 Main', postalCode: '10001' }, 'usable'],
    ['a street that ends in APT lacks its unit', { ...whole, line1: '12 Invented St Apt' }, 'missing-unit'],
    ['… with a full stop, too', { ...whole, line1: '12 Invented St apt. ' }, 'missing-unit'],
    ['… and with a number sign after it', { ...whole, line1: '12 Invented St APT #' }, 'missing-unit'],
    ['… or one without a space', { ...whole, line1: '12 Invented St Apt#' }, 'missing-unit'],
    ['a designator with its unit is usable', { ...whole, line1: '12 Invented St Apt', unit: '4B' }, 'usable'],
    ['a unit of punctuation is none', { ...whole, line1: '12 Invented St Apt', unit: '-' }, 'missing-unit'],
    ['a designator followed by its unit is usable', { ...whole, line1: '12 Invented St Apt 4' }, 'usable'],
    ['a word that ends like a designator is none', { ...whole, line1: '12 Camelot' }, 'usable'],
    ['a building that needs a unit lacks it', { ...whole, unitRequired: true }, 'missing-unit'],
    [
      'a building that needs a unit and has it is usable',
      { ...whole, unitRequired: true, unit: '4' },
      'usable',
    ],
    ['a building that needs none is usable', { ...whole, unitRequired: false }, 'usable'],
    [
      'undeliverable comes before a missing unit',
      { ...whole, state: 'NY', unitRequired: true },
      'undeliverable',
    ],
  ])('%s', (_title, address, quality) => {
    expect(addressQuality(address)).toBe(quality);
  });

  it.each([
    'UNKNOWN',
    'n/a',
    'None',
    'TBD',
    'homeless',
    'General Delivery',
    'NO ADDRESS',
    'same',
    'XXX',
    'xxxxxxx',
  ])('%s is no address: undeliverable', (line1) => {
    expect(addressQuality({ ...whole, line1 })).toBe('undeliverable');
  });

  it.each(['XX', '1 Unknown Road', 'Same Street 4'])('%s may be a street', (line1) => {
    expect(addressQuality({ ...whole, line1 })).toBe('usable');
  });

  it.each(['APT', 'APARTMENT', 'UNIT', 'STE', 'SUITE', 'RM', 'ROOM', 'LOT', 'TRLR', '#'])(
    'a street that ends in a bare %s lacks its unit',
    (designator) => {
      expect(addressQuality({ ...whole, line1: `12 Invented Street, ${designator}` })).toBe('missing-unit');
    },
  );
});

describe('sameAddress', () => {
  it.each<[string, Address, Address, boolean]>([
    ['itself', whole, { ...whole }, true],
    ['capitals and punctuation do not matter', whole, { ...whole, line1: '12, INVENTED-STREET.' }, true],
    ['the four digits after the ZIP do not matter', whole, { ...whole, postalCode: '77002-9999' }, true],
    ['city and state do not matter', whole, { line1: whole.line1, postalCode: '77002' }, true],
    [
      'a unit in the street line is the unit',
      { ...whole, unit: '4b' },
      { ...whole, line1: '12 Invented Street 4B' },
      true,
    ],
    ['another unit is another address', { ...whole, unit: '4' }, { ...whole, unit: '5' }, false],
    ['another postal code is another address', whole, { ...whole, postalCode: '77003' }, false],
    ['another street is another address', whole, { ...whole, line1: '13 Invented Street' }, false],
    ['letters beyond ASCII count', { ...whole, line1: '1 Peña' }, { ...whole, line1: '1 Pena' }, false],
  ])('%s', (_title, a, b, same) => {
    expect(sameAddress(a, b)).toBe(same);
    expect(sameAddress(b, a)).toBe(same);
  });
});
