import { describe, expect, it } from '@jest/globals';
import {
  hasLetter,
  lettersAndDigits,
  startsWithDigit,
} from '../../../src/domain/address/letters-and-digits.ts';

describe('letters and digits', () => {
  it.each<[string | undefined, string]>([
    [undefined, ''],
    ['', ''],
    [' -.,/# ', ''],
    ['n/a', 'NA'],
    ['P.O. Box 12', 'POBOX12'],
    ['12-½ Ñandú, ', '12½ÑANDÚ'],
    ['1234 – “”', '1234'],
    ['улица 4', 'УЛИЦА4'],
    ['straße', 'STRASSE'],
  ])('of %j are %j', (text, expected) => {
    expect(lettersAndDigits(text)).toBe(expected);
  });
});

describe('a text that starts with a digit', () => {
  it.each(['0', '12 Invented St', '   9'])('%j does', (text) => {
    expect(startsWithDigit(text)).toBe(true);
  });

  it.each([undefined, '', '   ', 'A1', '#1', '-1', '/1', ':1', '½'])('%j does not', (text) => {
    expect(startsWithDigit(text)).toBe(false);
  });
});

describe('a text with a letter', () => {
  it.each(['A', 'z', '12a', '12 Z', '1 ñ', '1 улица', '1 – ñ'])('%j has one', (text) => {
    expect(hasLetter(text)).toBe(true);
  });

  it.each(['', '12', '12-34 #', '@[`{', '1234 –', '12 ½', '“12”', '1\u00a02'])('%j has none', (text) => {
    expect(hasLetter(text)).toBe(false);
  });
});
