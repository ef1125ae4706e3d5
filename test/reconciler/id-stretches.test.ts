import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import { hashId } from '../../src/contracts/hash.ts';
import { idStretches, isBetween, type IdStretch } from '../../src/reconciler/id-stretches.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
const id = fc.nat().map((n) => hashId(String(n)));

it('stretches follow on each other from an id up to another, and meet where no child can be', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.constant(FIRST), id),
      fc.option(id),
      fc.infiniteStream(fc.double({ min: 0.02, max: 2, noNaN: true })),
      (from, upTo, shares) => {
        fc.pre(upTo === null || from <= upTo);
        const next = idStretches(from, upTo);
        const all: IdStretch[] = [];
        for (const share of shares) {
          const one = next(share);
          if (one === null) break;
          all.push(one);
        }
        expect(all[0]!.from).toBe(from);
        expect(all.at(-1)!.upTo).toBe(upTo ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff');
        expect(all.length).toBeLessThanOrEqual(51);
        for (const [place, { from: begin, upTo: end, last }] of all.entries()) {
          expect(begin <= end).toBe(true);
          expect(last).toBe(place === all.length - 1);
          if (last) continue;
          expect(all[place + 1]!.from).toBe(end);
          expect(end > begin && isBetween(end)).toBe(true);
        }
      },
    ),
  );
});

it('a stretch has the share of ids that it is to have', () => {
  const next = idStretches(FIRST, null);
  const ends = [1, 1, 4, 16].map((share) => next(share / 256)!.upTo.slice(0, 8));
  expect(ends).toEqual(['01000000', '02000000', '06000000', '16000000']);
});

it('stretches meet where a cursor may point, and no id made of a record is', () => {
  fc.assert(fc.property(id, (one) => expect(isBetween(one)).toBe(false)));
  expect(z.uuid().safeParse(idStretches(FIRST, null)(0.1)!.upTo).success).toBe(true);
});
