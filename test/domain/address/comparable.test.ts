import { describe, expect, it } from '@jest/globals';
import { comparableStreet, samePlace } from '../../../src/domain/address/comparable.ts';

describe('a street and unit as one text', () => {
  it.each<[string, string, string]>([
    ['capitals', '12 invented street', '12 INVENTED STREET'],
    ['punctuation', '12, Invented-Street.', '12 Invented Street'],
    ['spaces', '  12  Invented   Street ', '12 Invented Street'],
    ['spaces inside a name', '12 Mc Donald St', '12 McDonald St'],
    ['a space before a number', '12 Hwy 6', '12 Hwy6'],
    ['accents', '12 Peña Rd', '12 Pena Rd'],
    ['… however they are encoded', '12 Pen\u0303a Rd', '12 Pe\u00f1a Rd'],
    ['the kind of street in full', '12 Invented Boulevard', '12 Invented Blvd'],
    ['a direction in full', '12 Northwest Invented Ave', '12 NW Invented Av'],
    ['full stops in a direction', '12 N.W. Invented Ave', '12 NW Invented Ave'],
    ['the hyphen in a number of Queens', '41-12 Invented St', '4112 Invented St'],
    ['a half', '12 1/2 Invented St', '12-1/2 Invented St'],
    ['the word for a unit', '12 Invented St Apt 4', '12 Invented St #4'],
    ['… in Spanish', '12 Invented St Apto 4', '12 Invented St Suite 4'],
    ['a space in the unit', '12 Invented St Apt 4 B', '12 Invented St Apt 4B'],
  ])('%s makes no other', (_title, one, other) => {
    expect(comparableStreet({ line1: one })).toBe(comparableStreet({ line1: other }));
  });

  it.each<[string, string, string]>([
    ['a number', '12 Invented St', '13 Invented St'],
    ['a name', '12 Invented St', '12 Invertid St'],
    ['the kind of street', '12 Invented St', '12 Invented Ct'],
    ['a direction', '12 N Invented St', '12 S Invented St'],
    ['where a house’s number ends and a street’s begins', '5 104th St', '510 4th St'],
    ['… of two digits', '1 21st St', '12 1st St'],
    ['where a road’s number ends and a lot’s begins', '100 County Road 1 Lot 12', '100 County Road 11 Lot 2'],
    ['the letter of a unit', '12 Invented St Apt 4A', '12 Invented St Apt 4B'],
    ['a word that only begins as an abbreviated one', '12 Courtney', '12 Ctney'],
  ])('%s makes another', (_title, one, other) => {
    expect(comparableStreet({ line1: one })).not.toBe(comparableStreet({ line1: other }));
  });

  it('has the unit of the field where the street line may have it', () => {
    const inLine = comparableStreet({ line1: '12 Invented St Apt 4B' });
    expect(comparableStreet({ line1: '12 Invented St', unit: '4b' })).toBe(inLine);
    expect(comparableStreet({ line1: '12 Invented St', unit: 'Apt. 4-B' })).toBe(inLine);
    expect(comparableStreet({ line1: '12 Invented St', unit: '4C' })).not.toBe(inLine);
    expect(comparableStreet({ line1: '12 Invented St' })).not.toBe(inLine);
    expect(comparableStreet({ line1: '12 Highway 6', unit: '1' })).toBe(
      comparableStreet({ line1: '12 Highway 6 #1' }),
    );
    expect(comparableStreet({ line1: '12 Highway 6', unit: '1' })).not.toBe(
      comparableStreet({ line1: '12 Highway 61' }),
    );
  });

  it('has a unit once that stands in the street line and in the field', () => {
    const once = comparableStreet({ line1: '12 Invented St', unit: '4' });
    const both = (line1: string, unit: string) => comparableStreet({ line1, unit });
    expect(both('12 Invented St Apt 4', '4')).toBe(once);
    expect(both('12 Invented St #4', 'Apt. 4')).toBe(once);
    expect(both('12 Invented St Apt 14', '4')).not.toBe(once);
    expect(both('12 Invented St Apt 14', '4')).not.toBe(both('12 Invented St', '14'));
    expect(both('12 Highway 6', '6')).not.toBe(comparableStreet({ line1: '12 Highway 6' }));
  });

  it.each(['N/A', 'none', 'Unknown', '-', '', 'Apt', 'Apt N/A'])(
    'has none where the field says “%s”',
    (unit) => {
      expect(comparableStreet({ line1: '12 Invented St', unit })).toBe(
        comparableStreet({ line1: '12 Invented St' }),
      );
    },
  );

  it('is empty where nothing is said', () => {
    expect(comparableStreet({})).toBe('');
  });
});

describe('one place', () => {
  const houston = { city: 'Houston', state: 'TX' } as const;

  it.each([
    ['one ZIP', { postalCode: '77002' }, { postalCode: ' 77002-1234 ' }, true],
    [
      'one ZIP, two names of the city',
      { ...houston, postalCode: '77002' },
      { city: 'Huston', state: 'TX', postalCode: '77002' },
      true,
    ],
    ['two ZIPs of one city', { ...houston, postalCode: '77002' }, { ...houston, postalCode: '77003' }, false],
    ['no ZIP, one city', houston, { city: 'HOUSTON ', state: 'TX' }, true],
    ['no ZIP, two cities', houston, { city: 'Dallas', state: 'TX' }, false],
    ['no ZIP, two states', houston, { city: 'Houston', state: 'OH' }, false],
    ['one without its ZIP, one city', houston, { ...houston, postalCode: '77002' }, true],
    ['… whose ZIP is blank', { ...houston, postalCode: ' ' }, { ...houston, postalCode: '77002' }, true],
    ['… two cities', { city: 'Dallas', state: 'TX' }, { ...houston, postalCode: '77002' }, false],
    ['a ZIP alone and a city alone, which nothing compares', houston, { postalCode: '77002' }, false],
  ] as const)('%s', (_title, one, other, same) => {
    expect(samePlace(one, other)).toBe(same);
    expect(samePlace(other, one)).toBe(same);
  });
});
