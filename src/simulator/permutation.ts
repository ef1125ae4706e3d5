import { hash32 } from './random.ts';

const ROUNDS = 6;

/**
 * A seeded order of the whole numbers from 0 up to but not including `size`: each has one place in it and can be asked alone, in flat
 * memory. A Feistel network over the next power of four, walked until it lands inside (Black and Rogaway, CT-RSA 2002).
 *
 * @returns the place of a number.
 */
export function permutation(seed: string, label: string, size: number): (number: number) => number {
  let half = 1;
  while (4 ** half < size) half += 1;
  const mask = 2 ** half - 1;
  const keys = Array.from({ length: ROUNDS }, (_, round) => hash32(`${seed} ${label} ${round}`, 0x9e3779b9));
  return (number) => {
    let place = number;
    do {
      let left = Math.floor(place / (mask + 1));
      let right = place & mask;
      for (const key of keys) [left, right] = [right, (left ^ mixed(right, key)) & mask];
      place = left * (mask + 1) + right;
    } while (place >= size);
    return place;
  };
}

/** 32 bits that depend on every bit of both (murmur3's last mix). */
function mixed(value: number, key: number): number {
  let bits = value ^ key;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
