import { expect, it } from '@jest/globals';
import { fewAtOnce } from '../../src/api/few-at-once.ts';
import { UnavailableError } from '../../src/contracts/errors.ts';

it('gives each its turn, in the order in which they came, also after work that failed', async () => {
  const inTurn = fewAtOnce(2, 'too many');
  const begun: number[] = [];
  let running = 0;
  const work = async (one: number): Promise<number> => {
    begun.push(one);
    running += 1;
    expect(running).toBeLessThanOrEqual(2);
    await new Promise((done) => setImmediate(done));
    running -= 1;
    if (one === 3) throw new Error('three');
    return one;
  };
  const all = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6].map((one) => inTurn(() => work(one))));
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(all.map(({ status }) => status === 'fulfilled')).toEqual([
    true,
    true,
    true,
    false,
    true,
    true,
    true,
  ]);
});

it('turns away who waits too long, and does not keep a place for him', async () => {
  const inTurn = fewAtOnce(1, 'too many', 1);
  let end: () => void = () => {};
  const first = inTurn(() => new Promise<void>((done) => (end = done)));
  const never = (): Promise<void> => Promise.reject(new Error('begun'));
  await expect(inTurn(never)).rejects.toThrow(new UnavailableError('too many'));
  end();
  await first;
  expect(await inTurn(async () => 'third')).toBe('third');
});
