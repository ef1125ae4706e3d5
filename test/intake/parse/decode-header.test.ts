import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeHeader } from '../../../src/intake/parse/decode-header.ts';
import { encodeHeader } from './encode-header.ts';

describe('decodeHeader', () => {
  it.each([
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['%C5%BDlu%C5%A5ou%C4%8Dk%C3%BD', 'Žluťoučký'],
    ['%48%65%6c%6c%6f', 'Hello'],
    ['a+b', 'a+b'],
    ['"quoted \\\\ \\"value\\""', 'quoted \\ "value"'],
    ['"a%20b"', 'a b'],
    ['', ''],
  ])('reads %s as %s', (value, text) => {
    expect(decodeHeader(value)).toBe(text);
  });

  it.each(['%', '%4', '%zz', '%C0%A0', '%F0%9F', '%80', '%ED%A0%80', '"open', '"a" b'])(
    'refuses %s',
    (value) => {
      expect(decodeHeader(value)).toBeNull();
    },
  );

  it('gives back what the binding’s encoding made, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeHeader(encodeHeader(text))).toBe(text);
      }),
    );
  });
});
