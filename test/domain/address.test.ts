import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Address } from '../../src/contracts/address.ts';
import { addressQuality, judgeAddress, sameAddress } from '../../src/domain/address.ts';

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
    ['nine digits in one are ZIP+4', { ...whole, postalCode: '770021234' }, 'usable'],
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
    'XX',
    'No known address',
    'NO ADDRESS AVAILABLE',
    'no address provided',
    'Address not available',
    'None provided',
    'Not known',
    'HOMELESS SHELTER',
    'Deported.',
  ])('%s is no address: undeliverable', (line1) => {
    expect(addressQuality({ ...whole, line1 })).toBe('undeliverable');
  });

  it.each([
    'X',
    '1 Unknown Road',
    'Same Street 4',
    'Homeless Shelter Rd',
    'None Such Lane',
    'XX Ranch Road',
    'Deported Way 4',
    'Address Available Court 1',
  ])('%s may be a street', (line1) => {
    expect(addressQuality({ ...whole, line1 })).toBe('usable');
  });

  it.each(['APT', 'APARTMENT', 'UNIT', 'STE', 'SUITE', 'RM', 'ROOM', 'LOT', 'TRLR', '#'])(
    'a street that ends in a bare %s lacks its unit',
    (designator) => {
      expect(addressQuality({ ...whole, line1: `12 Invented Street, ${designator}` })).toBe('missing-unit');
    },
  );
});

describe('judgeAddress names its reason', () => {
  it.each<[string, Address, string]>([
    ['no street', { ...whole, line1: ' - ' }, 'blank:no-street'],
    ['no place', { line1: '12 Invented Street', city: 'Houston' }, 'blank:no-place'],
    [
      'a city that is unknown',
      { line1: '12 Invented Street', city: 'UNKNOWN', state: 'TX' },
      'blank:no-place',
    ],
    ['… not applicable', { line1: '12 Invented Street', city: 'n/a', state: 'TX' }, 'blank:no-place'],
    ['… none', { line1: 'UNKNOWN', city: 'None', state: 'TX', postalCode: ' ' }, 'blank:no-place'],
    ['… does not matter where there is a ZIP code', { ...whole, city: 'UNKNOWN' }, 'usable:street-address'],
    [
      '… nor does a name that begins so',
      { line1: '12 Invented Street', city: 'Unknown Springs', state: 'TX' },
      'usable:street-address',
    ],
    ['the city’s name for a street', { ...whole, line1: 'HOUSTON' }, 'undeliverable:no-street-name'],
    [
      '… with punctuation',
      { ...whole, line1: 'San Juan,', city: 'san juan' },
      'undeliverable:no-street-name',
    ],
    ['… and a house number', { ...whole, line1: '12 Houston' }, 'usable:street-address'],
    ['… in a street’s', { ...whole, line1: 'Houston Ave 12' }, 'usable:street-address'],
    ['… in another city', { ...whole, line1: 'Broadway' }, 'usable:street-address'],
    ['… and its state', { ...whole, line1: 'Houston, TX' }, 'undeliverable:no-street-name'],
    ['a state for a street', { ...whole, line1: 'tx' }, 'undeliverable:no-street-name'],
    ['… by its name', { ...whole, line1: 'Texas' }, 'undeliverable:no-street-name'],
    ['… in a street’s', { ...whole, line1: 'Texas Ave' }, 'usable:street-address'],
    ['a country for a street', { ...whole, line1: 'Guatemala' }, 'undeliverable:no-street-name'],
    ['… this one', { ...whole, line1: 'U.S.A.' }, 'undeliverable:no-street-name'],
    ['a unit without a street', { ...whole, line1: 'Apt 4B' }, 'undeliverable:no-street-name'],
    ['… after the sign', { ...whole, line1: '# 4B' }, 'undeliverable:no-street-name'],
    ['… of a trailer', { ...whole, line1: 'LOT 12' }, 'undeliverable:no-street-name'],
    ['… and before one', { ...whole, line1: 'Apt 4B 12 Main St' }, 'usable:street-address'],
    ['… whose street has its word', { ...whole, line1: 'Ste Genevieve' }, 'usable:street-address'],
    ['a building without a street', { ...whole, line1: 'Bldg 4' }, 'undeliverable:no-street-name'],
    [
      '… of the armed forces',
      { line1: 'UNIT 45013', city: 'APO', state: 'AP', postalCode: '96338' },
      'usable:military',
    ],
    ['an address that is kept back', { ...whole, line1: 'address withheld' }, 'undeliverable:not-an-address'],
    ['… that is to come', { ...whole, line1: 'Pendiente' }, 'undeliverable:not-an-address'],
    [
      'ZIP+4 without its hyphen',
      { ...whole, postalCode: `${whole.postalCode}1234` },
      'usable:street-address',
    ],
    [
      '… with too few digits',
      { ...whole, postalCode: `${whole.postalCode}12` },
      'undeliverable:zip-malformed',
    ],
    ['a word for none', { ...whole, line1: 'Address unknown' }, 'undeliverable:not-an-address'],
    ['… in Spanish', { ...whole, line1: 'DESCONOCIDO' }, 'undeliverable:not-an-address'],
    [
      '… of the court’s own table',
      { ...whole, line1: 'FOREIGN ADDRESS - SEE REMARKS' },
      'undeliverable:not-an-address',
    ],
    ['nothing but zeros', { ...whole, line1: '0000' }, 'undeliverable:not-an-address'],
    ['held at a post office', { ...whole, line1: 'General Delivery' }, 'undeliverable:general-delivery'],
    ['a house number without a street', { ...whole, line1: '1234' }, 'undeliverable:no-street-name'],
    ['… with punctuation', { ...whole, line1: '12-34 ' }, 'undeliverable:no-street-name'],
    ['… before it, too', { ...whole, line1: '# 1234' }, 'undeliverable:no-street-name'],
    ['… beyond ASCII', { ...whole, line1: '1234 –' }, 'undeliverable:no-street-name'],
    ['zeros after punctuation', { ...whole, line1: '-000-' }, 'undeliverable:not-an-address'],
    ['a box without its number', { ...whole, line1: 'P.O. Box' }, 'undeliverable:box-without-number'],
    ['a ZIP code of four digits', { ...whole, postalCode: '7700' }, 'undeliverable:zip-malformed'],
    [
      'a ZIP code that begins as none does',
      { ...whole, postalCode: '00001' },
      'undeliverable:zip-unassigned',
    ],
    ['… without a state, too', { line1: '1 Main St', postalCode: '00001' }, 'undeliverable:zip-unassigned'],
    ['a ZIP code of another state', { ...whole, state: 'NY' }, 'undeliverable:zip-not-of-state'],
    [
      'a line that ends in a designator',
      { ...whole, line1: '12 Invented St Apt' },
      'missing-unit:bare-designator',
    ],
    ['… in Spanish', { ...whole, line1: '12 Invented St, Apto.' }, 'missing-unit:bare-designator'],
    ['a unit that is only the word for one', { ...whole, unit: 'Apt #' }, 'missing-unit:bare-designator'],
    ['a building that needs one', { ...whole, unitRequired: true }, 'missing-unit:unit-required'],
    [
      '… whose unit is a word for none',
      { ...whole, unitRequired: true, unit: 'N/A' },
      'missing-unit:unit-required',
    ],
    [
      '… or that there is none such',
      { ...whole, unitRequired: true, unit: 'Not applicable' },
      'missing-unit:unit-required',
    ],
    [
      '… and that the street line has',
      { ...whole, line1: '12 Invented St Apt 4B', unitRequired: true },
      'usable:street-address',
    ],
    [
      '… or lacks',
      { ...whole, line1: '12 Invented St Apt', unitRequired: true },
      'missing-unit:bare-designator',
    ],
    [
      'a line to write the unit on, left blank',
      { ...whole, line1: '12 Invented St Apt ____' },
      'missing-unit:bare-designator',
    ],
    ['a street', whole, 'usable:street-address'],
    ['a rural route', { ...whole, line1: 'RR 2 Box 5' }, 'usable:street-address'],
    ['a street of letters beyond ASCII', { ...whole, line1: 'Ñandú 4' }, 'usable:street-address'],
    ['half a house number', { ...whole, line1: '12 1/2 Invented St' }, 'usable:street-address'],
    ['a box', { ...whole, line1: 'P.O. Box 12' }, 'usable:post-office-box'],
    ['… in full', { ...whole, line1: 'Post Office Box A' }, 'usable:post-office-box'],
    [
      '… with its number in the field for the unit',
      { ...whole, line1: 'PO BOX', unit: '12' },
      'usable:post-office-box',
    ],
    ['a soldier’s', { line1: 'PSC 802 Box 74', city: 'APO', postalCode: '09499' }, 'usable:military'],
    ['… at sea', { line1: 'USS Invented', city: 'fpo ', postalCode: '96601-1234' }, 'usable:military'],
    [
      'Puerto Rico',
      { line1: '1 Calle Luna', city: 'San Juan', state: 'PR', postalCode: '00901' },
      'usable:street-address',
    ],
    [
      'Guam',
      { line1: '1 Marine Dr', city: 'Hagatna', state: 'GU', postalCode: '96910' },
      'usable:street-address',
    ],
    [
      'Saipan',
      { line1: '1 Beach Rd', city: 'Saipan', state: 'MP', postalCode: '96950' },
      'usable:street-address',
    ],
    [
      'the Virgin Islands',
      { line1: '1 Main St', city: 'Frederiksted', state: 'VI', postalCode: '00840' },
      'usable:street-address',
    ],
    [
      'across a border',
      { line1: '1 Fort Rd', city: 'Fort Campbell', state: 'TN', postalCode: '42223' },
      'usable:street-address',
    ],
  ])('%s', (_title, address, rule) => {
    expect(judgeAddress(address)).toEqual({ quality: rule.slice(0, rule.indexOf(':')), rule });
  });

  it.each([
    '12 Old Slip',
    '12 Big Pine Key',
    '12 Invented St, Miami FL',
    '12 Invented St 2nd Fl',
    '12 Federal Bldg',
    '12 Invented St Rear',
    '12 Invented St PH',
    '12 Bedroom',
    '12 Invented-Lot 4',
  ])('%s lacks nothing', (line1) => {
    expect(judgeAddress({ ...whole, line1 }).rule).toBe('usable:street-address');
  });

  it('answers whatever its contract lets in, at the same pace', () => {
    const text = (max: number) => fc.string({ unit: 'grapheme', maxLength: max });
    const anyAddress = fc.record(
      { line1: text(120), unit: text(20), city: text(60), postalCode: text(10), unitRequired: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyAddress, (address) => {
        const { quality, rule } = judgeAddress(address);
        expect(rule.startsWith(`${quality}:`)).toBe(true);
        expect(judgeAddress({ ...address })).toEqual({ quality, rule });
      }),
    );
    const worst = ['1 ', '- ', '# ', 'APT ', 'PO BOX ', 'Ñ ', 'X', '0'].map((part) =>
      part.repeat(60).slice(0, 120),
    );
    const started = performance.now();
    for (let i = 0; i < 1_000; i++) for (const line1 of worst) judgeAddress({ ...whole, line1 });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('sameAddress', () => {
  it.each<[string, Address, Address, boolean]>([
    ['itself', whole, { ...whole }, true],
    ['capitals and punctuation do not matter', whole, { ...whole, line1: '12, INVENTED-STREET.' }, true],
    ['the four digits after the ZIP do not matter', whole, { ...whole, postalCode: '77002-9999' }, true],
    ['city and state do not matter', whole, { line1: whole.line1, postalCode: '77002' }, true],
    [
      '… but where there is no ZIP',
      { ...whole, postalCode: '' },
      { line1: whole.line1, city: 'Dallas', state: 'TX' },
      false,
    ],
    [
      '… in another state',
      { ...whole, postalCode: ' ' },
      { line1: whole.line1, city: 'Houston', state: 'OH' },
      false,
    ],
    [
      'one city without a ZIP is one',
      { ...whole, postalCode: '' },
      { line1: whole.line1, city: 'HOUSTON ', state: 'TX' },
      true,
    ],
    [
      'a unit in the street line is the unit',
      { ...whole, unit: '4b' },
      { ...whole, line1: '12 Invented Street 4B' },
      true,
    ],
    [
      'the word for a unit does not matter',
      { ...whole, unit: 'Apt 4' },
      { ...whole, line1: '12 Invented Street #4' },
      true,
    ],
    ['… in Spanish', { ...whole, unit: 'Apto. 4' }, { ...whole, unit: '4' }, true],
    [
      'common abbreviations do not matter',
      { ...whole, line1: '12 N. Invented St' },
      { ...whole, line1: '12 North Invented Street' },
      true,
    ],
    [
      'a direction does',
      { ...whole, line1: '12 N Invented St' },
      { ...whole, line1: '12 S Invented St' },
      false,
    ],
    ['so does the kind of street', { ...whole, line1: '12 Invented Ct' }, whole, false],
    ['another unit is another address', { ...whole, unit: '4' }, { ...whole, unit: '5' }, false],
    ['another postal code is another address', whole, { ...whole, postalCode: '77003' }, false],
    ['another street is another address', whole, { ...whole, line1: '13 Invented Street' }, false],
    ['accents do not matter', { ...whole, line1: '1 Peña' }, { ...whole, line1: '1 Pena' }, true],
    ['other letters do', { ...whole, line1: '1 Peña' }, { ...whole, line1: '1 Pera' }, false],
    ['a word for no unit is none', { ...whole, unit: 'N/A' }, whole, true],
    [
      'where one says no ZIP, city and state decide',
      whole,
      { line1: whole.line1, city: 'HOUSTON', state: 'TX' },
      true,
    ],
    [
      'a number of the street is none of the house',
      { ...whole, line1: '5 104th St' },
      { ...whole, line1: '510 4th St' },
      false,
    ],
  ])('%s', (_title, a, b, same) => {
    expect(sameAddress(a, b)).toBe(same);
    expect(sameAddress(b, a)).toBe(same);
  });
});
