import { describe, expect, it } from '@jest/globals';
import { murmur2, partitionOf } from '../../src/log/partition-of.ts';

describe('partitionOf', () => {
  // From Kafka's UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Kafka does', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('stays within the partitions, for any key', () => {
    for (const key of ['', 'ñ', '陳大文', '123456789', 'hhs:P-1']) {
      for (const count of [1, 4, 7]) {
        expect(partitionOf(key, count)).toBeGreaterThanOrEqual(0);
        expect(partitionOf(key, count)).toBeLessThan(count);
      }
    }
  });
});
