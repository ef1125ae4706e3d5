import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { hashId } from '../../src/contracts/hash.ts';

describe('hashId', () => {
  it('gives a valid UUIDv8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(hashId(text)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('keeps 122 bits of the SHA-256', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const digest = createHash('sha256').update(text).digest().subarray(0, 16);
        digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
        digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
        expect(hashId(text).replaceAll('-', '')).toBe(digest.toString('hex'));
      }),
    );
  });

  it('never changes: these ids are stored', () => {
    expect(hashId('')).toBe('e3b0c442-98fc-8c14-9afb-f4c8996fb924');
  });
});
