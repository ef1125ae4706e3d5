import { describe, expect, it } from '@jest/globals';
import { designators, endsInBareDesignator, holdsUnit, unitOf } from '../../../src/domain/address/unit.ts';

describe('a unit', () => {
  it.each([
    '4',
    '4B',
    'B',
    'Apt 4',
    '#4',
    'Unit NW',
    'Lot 12',
    'Rear',
    'PH',
    '10',
    'Noa',
    'X',
    'Apt4',
    'B-0',
  ])('“%s” is given', (unit) => {
    expect(unitOf(unit)).toBe('given');
  });

  it.each([
    undefined,
    '',
    ' - ',
    '#',
    'N/A',
    'no',
    'None',
    'NULL',
    'tbd',
    'unk',
    'Unknown',
    'Not applicable',
    'Ninguno',
    'No aplica',
    'No apt',
    'XX',
    '0',
    'Apt N/A',
    'Unit: none',
    '#N/A',
  ])('%j is none', (unit) => {
    expect(unitOf(unit)).toBe('none');
  });

  it.each([...designators, 'Apt.', 'apt #', 'Apt ____'])('“%s” alone is only the word for one', (unit) => {
    expect(unitOf(unit)).toBe('bare');
  });
});

describe('a street line that lacks its unit', () => {
  it.each([
    ...[...designators].map((word) => `12 Invented St ${word}`),
    '12 Invented St,Apt',
    '12 Invented St;apt.',
    '12 Invented St.Apt',
    '12 Invented St (Apt)',
    '12 Invented St Apt ____',
    '12 Invented St Apt:',
    '12 Invented St Apt #',
    '12 Invented St #',
    '12 Invented St #_',
    'Apt',
  ])('%s', (line) => {
    expect(endsInBareDesignator(line)).toBe(true);
  });

  it.each([
    '',
    ' - ',
    '12 Invented St',
    '12 Invented St Apt 4',
    '12 Invented St #4',
    '12 Camelot',
    '12 Came-Lot',
    '12 D’Unit',
    "12 O'Lot",
    '12 Ñunit',
    '12 Invented St 4Apt',
    '12 Invented St Apt Ñ',
    '12 Old Slip',
    '12 Big Pine Key',
    '12 Invented St 2nd Fl',
    '12 Invented St Rear',
    '12 Unapartment',
  ])('“%s” lacks none', (line) => {
    expect(endsInBareDesignator(line)).toBe(false);
  });
});

describe('a street line that has its unit', () => {
  it.each([
    '12 Invented St Apt 4',
    '12 Invented St, apt. b',
    '12 Invented St Ste B200',
    '12 Invented St Lot 12',
    '12 Invented St Apto 4-B',
    '12 Invented St #4',
    '12 Invented St # B',
    'Unit 4, 12 Invented St',
  ])('%s', (line) => {
    expect(holdsUnit(line)).toBe(true);
  });

  it.each([
    '12 Invented St',
    '12 Invented St Apt',
    '12 Invented St #',
    '12 Invented St 4B',
    '12 Space Center Blvd',
    '12 Trailer Park Rd',
    '12 Camelot 4',
    '12 Invented St Apt N/A',
  ])('“%s” has none', (line) => {
    expect(holdsUnit(line)).toBe(false);
  });
});
