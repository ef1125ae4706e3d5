import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mergePages, pageOf, type Page } from '../../src/api/page.ts';

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
  compare: (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0),
};

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  for (const one of rows) yield one;
}

it('pages of what is stored and of what is told anew are together all rows, each once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(row, { selector: nameOf, maxLength: 60 }),
      fc.uniqueArray(row, { selector: nameOf, maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 9 }),
      async (stored, others, limit, look) => {
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
          const page: Page<Row, string> = await mergePages(
            pageOf({ rows: kept, last }, limit, nameOf),
            each(told),
            order,
            after,
            limit,
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
