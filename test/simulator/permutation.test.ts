import { describe, expect, it } from '@jest/globals';
import { permutation } from '../../src/simulator/permutation.ts';

describe('permutation', () => {
  it.each([1, 2, 3, 4, 5, 15, 16, 17, 1000, 65_537])(
    'gives each of %d numbers a place of its own',
    (size) => {
      const place = permutation('seed', 'label', size);
      const places = new Set(Array.from({ length: size }, (_, number) => place(number)));
      expect([places.size, Math.min(...places), Math.max(...places)]).toEqual([size, 0, size - 1]);
    },
  );

  it('is the same for one seed and label, and another for another', () => {
    const order = (seed: string, label: string): number[] =>
      Array.from({ length: 100 }, (_, number) => permutation(seed, label, 100)(number));
    expect(order('a', 'x')).toEqual(order('a', 'x'));
    expect(order('a', 'x')).not.toEqual(order('b', 'x'));
    expect(order('a', 'x')).not.toEqual(order('a', 'y'));
  });

  it('leaves no neighbours together: a tenth of the numbers takes a tenth of the first places', () => {
    const place = permutation('seed', 'spread', 100_000);
    let first = 0;
    for (let number = 0; number < 10_000; number++) if (place(number) < 10_000) first += 1;
    expect(Math.abs(first - 1000)).toBeLessThan(100);
  });
});
