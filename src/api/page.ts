import { FIRST_CHILD } from './cursor.ts';
import type { Reach, Stretch } from '../store/queries/read-worklist.ts';

export interface Page<T, K> {
  rows: T[];
  /** Where the next page begins after; null: this is the last. */
  next: K | null;
}

/** Children of whom a page tells: those on it, and the one behind whom the next begins, whom its cursor names. */
export function idsIn(rows: ReadonlyArray<{ childId: string }>, next: string | undefined): string[] {
  return [
    ...rows.map(({ childId }) => childId),
    ...(next === undefined || next === FIRST_CHILD ? [] : [next]),
  ];
}

/** By what a list is ordered. */
export interface Order<T, K> {
  keyOf: (row: T) => K;
  compare: (a: K, b: K) => number;
}

/** Rows looked at for one page. A page may so be short, or empty, and not be the last; but each takes about the same time. */
const LOOK = 2_000;

/** How far to read for a page: one more than it holds, to know whether there is another. */
export function reachOf(limit: number): Reach {
  return { find: limit + 1, look: LOOK };
}

export function pageOf<T, K>({ rows, last }: Stretch<T, K>, limit: number, keyOf: (row: T) => K): Page<T, K> {
  return rows.length > limit
    ? { rows: rows.slice(0, limit), next: keyOf(rows[limit - 1]!) }
    : { rows, next: last };
}

/**
 * A page of what is stored, and what an earlier knowledge makes of other children, in one order.
 * @param others all of them, in any order
 */
export async function mergePages<T extends { childId: string }, K>(
  stored: Page<T, K>,
  others: AsyncIterable<T>,
  { keyOf, compare }: Order<T, K>,
  after: K,
  limit: number,
): Promise<Page<T, K>> {
  const byKey = (a: T, b: T): number => compare(keyOf(a), keyOf(b));
  let smallest: T[] = [];
  for await (const row of others) {
    // What lies behind the end of the stored page is for a later one.
    if (compare(keyOf(row), after) <= 0 || (stored.next !== null && compare(keyOf(row), stored.next) > 0))
      continue;
    smallest.push(row);
    if (smallest.length > 4 * limit) smallest = smallest.sort(byKey).slice(0, limit + 1);
  }
  // No child is in both, and each has its own rows in order: by the database's collation the one, by code units the other.
  const rows = [...stored.rows, ...smallest.sort(byKey)].sort((a, b) =>
    a.childId < b.childId ? -1 : a.childId > b.childId ? 1 : 0,
  );
  return pageOf({ rows, last: stored.next }, limit, keyOf);
}
