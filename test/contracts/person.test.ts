import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BirthDate, canonicalANumber, Person } from '../../src/contracts/person.ts';

describe('canonicalANumber', () => {
  it.each([
    ['A12345678', 'A012345678'],
    ['A 012-345-678', 'A012345678'],
    ['12345678', 'A012345678'],
    ['a012345678', 'A012345678'],
    ['A-1234567', 'A001234567'],
    ['  A 987 654 321 ', 'A987654321'],
    ['A1234567', 'A001234567'],
  ])('reads %j as %s', (text, canonical) => {
    expect(canonicalANumber(text)).toBe(canonical);
  });

  it.each([
    'A000000000',
    'A111111111',
    '99999999',
    'A123456789',
    '123-456-789',
    'A123456',
    'A1234567890',
    'B12345678',
    'A12E45678',
    'A１２３４５６７８',
    'A',
    '',
    'AA12345678',
    'A12345678;',
  ])('takes %j for none', (text) => {
    expect(canonicalANumber(text)).toBeNull();
  });

  it('gives one spelling for every way of writing a number, and is the same read twice', () => {
    const digits = fc.stringMatching(/^[0-9]{7,9}$/).filter((text) => canonicalANumber(text) !== null);
    const separators = fc.array(fc.constantFrom('', ' ', '-'), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(digits, separators, fc.constantFrom('', 'A', 'a', 'A-', 'A '), (text, between, prefix) => {
        const spelled =
          prefix + Array.from(text, (digit, i) => (i === 0 ? digit : between[i] + digit)).join('');
        const canonical = canonicalANumber(spelled);
        expect(canonical).toBe(`A${text.padStart(9, '0')}`);
        expect(canonicalANumber(canonical ?? '')).toBe(canonical);
      }),
    );
  });
});

describe('Person', () => {
  const name = { given: ['Luz'], surnames: ['Invented'] };
  const birthDate = { value: '2012-04', precision: 'month' };

  it.each([
    ['one identifier', { identifiers: { orrId: 'O-1' } }],
    ['a name and a birth date', { name, birthDate }],
    [
      'keys that are short, or hold a placeholder in a longer one',
      { identifiers: { orrId: '11', eidSubjectId: 'NA-20451', eoirCaseId: 'TEST7', fin: '0001' } },
    ],
    ['both', { identifiers: { aNumber: 'A012345678' }, name, birthDate }],
  ])('takes %s', (_, person) => {
    expect(Person.safeParse(person).success).toBe(true);
  });

  it.each([
    ['nothing', {}],
    ['empty identifiers', { identifiers: {} }],
    ['a name alone', { name }],
    ['a birth date alone', { birthDate }],
    ['a placeholder A-number', { identifiers: { aNumber: 'A111111111' } }],
    ['one with a zero in front', { identifiers: { aNumber: 'A011111111' } }],
    ['one with two', { identifiers: { aNumber: '00-9999999' } }],
    ...[
      'UNKNOWN',
      'unk',
      'n/a',
      'N.A',
      'Pending',
      'none',
      '0',
      '0000-0000',
      '99999999',
      'X.X.X.X',
      '123456789',
      'No aplica',
      'DESCONOCIDO',
      'UNKNOWN1',
      'Pending-02',
    ].flatMap((text) =>
      ['orrId', 'eidSubjectId', 'eoirCaseId'].map(
        (kind) => [`${text} as ${kind}`, { identifiers: { [kind]: text } }] as const,
      ),
    ),
    ['a fingerprint number of zeros', { identifiers: { fin: '00000000' } }],
    ['a fingerprint number of nines', { identifiers: { fin: '9999' } }],
    ['an A-number that is a number', { identifiers: { aNumber: 12_345_678 } }],
    ['a country that is none', { identifiers: { orrId: 'O-1' }, countryOfBirth: 'XXX' }],
    ['a blank name part', { name: { given: [' '], surnames: ['Invented'] }, birthDate }],
    ['a name part of marks', { name: { given: ['Luz'], surnames: ['-'] }, birthDate }],
    ['a name part not seen', { name: { given: ['\u200b'], surnames: ['Invented'] }, birthDate }],
    ['an empty name part', { name: { given: [''], surnames: ['Invented'] }, birthDate }],
    ['control characters', { name: { given: ['Lu\nz'], surnames: ['Invented'] }, birthDate }],
    ['a lone surrogate', { name: { given: ['Lu\ud800z'], surnames: ['Invented'] }, birthDate }],
  ])('refuses %s', (_, person) => {
    expect(Person.safeParse(person).success).toBe(false);
  });
});

describe('BirthDate', () => {
  it.each([
    ['2012-02-29', 'day'],
    ['2012-01-01', 'assigned'],
    ['2012-12', 'month'],
    ['2012', 'year'],
  ])('takes %s with precision %s', (value, precision) => {
    expect(BirthDate.safeParse({ value, precision }).success).toBe(true);
  });

  it.each([
    ['2013-02-29', 'day'],
    ['2012', 'day'],
    ['2012-01', 'assigned'],
    ['2012-13', 'month'],
    ['2012-01-01', 'year'],
    ['1899', 'year'],
    ['2012-01-01', 'about'],
  ])('refuses %s with precision %s', (value, precision) => {
    expect(BirthDate.safeParse({ value, precision }).success).toBe(false);
  });
});
