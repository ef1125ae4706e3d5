import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mergePages, pageOf, type Page } from '../../../src/api/query/page.ts';

interface Row {
  childId: string;
  subject: string;
}

const row = fc.record({
  childId: fc.integer({ min: 0, max: 40 }).map((n) => `c${String(n).padStart(2, '0')}`),
  subject: fc.constantFrom('a', 'b', 'c'),
});
const nameOf = ({ childId, subject }: Row): string => `${childId} ${subject}`;
const order = {
  keyOf: nameOf,
  keyAt: (childId: string): string => `${childId} `,
  childOf: (key: string): string => key.slice(0, 3),
  compare: (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0),
};

it('pages of what is stored and of what is told anew are together all rows, each once, in order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(row, { selector: nameOf, maxLength: 60 }),
      fc.uniqueArray(row, { selector: nameOf, maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 25 }),
      (stored, others, limit, look, width) => {
        // A child is in the one or in the other.
        const odd = ({ childId }: Row): boolean => Number(childId.slice(1)) % 2 === 1;
        const inTable = stored.filter(odd).sort((a, b) => order.compare(nameOf(a), nameOf(b)));
        const told = others.filter((one) => !odd(one));
        const seen: string[] = [];
        for (let after = ''; ;) {
          const rest = inTable.filter((one) => nameOf(one) > after);
          const looked = rest.slice(0, Math.max(look, limit + 1));
          const last = looked.length < rest.length ? nameOf(looked.at(-1)!) : null;
          // As a filter would: only some of those looked at are kept.
          const kept = looked.filter(({ subject }) => subject !== 'b').slice(0, limit + 1);
          const fromTable = pageOf({ rows: kept, last }, limit, nameOf);
          // Those told anew are there up to an id that is no child's, unless the page ends before it.
          const begin = after === '' ? 0 : Number(after.slice(1, 3));
          const boundary = `c${String(Math.min(98, begin + width)).padStart(2, '0')}-`;
          const end = fromTable.next ?? 'c99';
          const upTo = boundary > after && boundary < end ? boundary : null;
          const page: Page<Row, string> = mergePages(
            fromTable,
            told.filter(({ childId }) => upTo === null || childId <= upTo),
            order,
            { after, limit, upTo },
          );
          expect(page.rows.length).toBeLessThanOrEqual(limit);
          seen.push(...page.rows.map(nameOf));
          if (page.next === null) break;
          expect(page.next > after).toBe(true);
          after = page.next;
        }
        const all = [...inTable.filter(({ subject }) => subject !== 'b'), ...told].map(nameOf).sort();
        expect(seen).toEqual(all);
      },
    ),
    { numRuns: 500 },
  );
});
