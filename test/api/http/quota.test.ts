import { describe, expect, it } from '@jest/globals';
import { Quota } from '../../../src/api/http/quota.ts';

describe('a quota', () => {
  let now = 0;
  const quota = (perMinute: number) => new Quota(perMinute, () => new Date(now));

  it('lets in while anything is left, and fills evenly', () => {
    const sixty = quota(60);
    sixty.take('a', 90);
    expect(sixty.waitSeconds('a')).toBe(31);
    expect(sixty.waitSeconds('b')).toBe(0);
    now += 31_000;
    expect(sixty.waitSeconds('a')).toBe(0);
  });

  it('holds each client to its own, however many there are', () => {
    const sixty = quota(60);
    sixty.take('deep', 600);
    for (let n = 0; n < 5_000; n += 1) {
      sixty.take(`c${n}`, 1);
      now += 2;
    }
    expect(sixty.waitSeconds('deep')).toBeGreaterThan(500);
    expect(sixty.waitSeconds('c4999')).toBe(0);
    expect(sixty.size).toBeLessThan(2_100);
  });
});
