import { describe, expect, it } from '@jest/globals';
import { UnackedBytes } from '../../src/intake/unacked-bytes.ts';

describe('UnackedBytes', () => {
  it('refuses what would pass the cap, but always lets one in', () => {
    const unacked = new UnackedBytes(100);
    expect(unacked.tryTake(500)).toBe(true);
    expect(unacked.tryTake(1)).toBe(false);
    unacked.release(500);
    expect(unacked.tryTake(60)).toBe(true);
    expect(unacked.tryTake(40)).toBe(true);
    expect(unacked.tryTake(1)).toBe(false);
  });

  it('lets those who wait in, in their order, as room comes free', async () => {
    const unacked = new UnackedBytes(100);
    const order: string[] = [];
    await unacked.take(100);
    const waiting = [
      unacked.take(80).then(() => order.push('first')),
      unacked.take(80).then(() => order.push('second')),
    ];
    unacked.release(100);
    await waiting[0];
    expect(order).toEqual(['first']);
    unacked.release(80);
    await waiting[1];
    expect(order).toEqual(['first', 'second']);
    expect(unacked.taken).toBe(80);
  });
});
