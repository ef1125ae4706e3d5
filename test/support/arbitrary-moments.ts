import * as fc from 'fast-check';

/** Days that often meet, some of them around the changes of the clock and holidays. */
const days = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 290, max: 380 }),
  fc.integer({ min: 0, max: 800 }),
);
export const dayTexts = days.map((n) => new Date(Date.UTC(2024, 1, 1 + n)).toISOString().slice(0, 10));

/** Moments that often meet: midnights, Eastern ones and others. */
export const moments = fc
  .tuple(dayTexts, fc.constantFrom('T00:00:00.000Z', 'T04:00:00.000Z', 'T05:00:00.000Z', 'T15:30:00.000Z'))
  .map(([day, time]) => day + time);

/** A moment of the time that lives span, and often one at or beside a given one. */
export function momentNear(known: readonly number[]): fc.Arbitrary<number> {
  const any = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
  if (known.length === 0) return any;
  const near = fc.tuple(fc.constantFrom(...known), fc.constantFrom(-1, 0, 1)).map(([at, by]) => at + by);
  return fc.oneof(any, near);
}
