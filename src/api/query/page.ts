import { isBetween } from '../../reconciler/id-stretches.ts';
import { FIRST_CHILD } from './cursor.ts';
import type { Reach, Stretch } from '../../store/queries/read-worklist.ts';

export interface Page<T, K> {
  rows: T[];
  /** Where the next page begins after; null: this is the last. */
  next: K | null;
}

/** Children a page tells of: those on it, and the one named by its cursor, after whom the next page begins. */
export function idsIn(rows: ReadonlyArray<{ childId: string }>, next: string | undefined): string[] {
  return [
    ...rows.map(({ childId }) => childId),
    ...(next === undefined || next === FIRST_CHILD || isBetween(next) ? [] : [next]),
  ];
}

/** The order of a list. */
export interface Order<T, K> {
  keyOf: (row: T) => K;
  /** A key before all rows of a child. */
  keyAt: (childId: string) => K;
  childOf: (key: K) => string;
  compare: (a: K, b: K) => number;
}

/**
 * How many rows, or children assembled anew, one page looks at. So a page may be short or empty without being the last, but all
 * pages take about the same time.
 */
export const LOOK = 2_000;

/** How far to read for a page: one row more than it holds, which tells whether there is another page. */
export function reachOf(limit: number): Reach {
  return { find: limit + 1, look: LOOK };
}

export function pageOf<T, K>({ rows, last }: Stretch<T, K>, limit: number, keyOf: (row: T) => K): Page<T, K> {
  return rows.length > limit
    ? { rows: rows.slice(0, limit), next: keyOf(rows[limit - 1]!) }
    : { rows, next: last };
}

/**
 * Merge a page of stored rows with rows of the children whose past had to be assembled anew.
 * @param others those rows, in any order
 * @param upTo the child up to whom `others` is complete; null: it is complete up to the end of the page
 */
export function mergePages<T extends { childId: string }, K>(
  stored: Page<T, K>,
  others: readonly T[],
  { keyOf, keyAt, compare }: Order<T, K>,
  { after, limit, upTo }: { after: K; limit: number; upTo: string | null },
): Page<T, K> {
  const last = upTo === null ? stored.next : keyAt(upTo);
  // What lies behind the end of the page is for a later one.
  const within = (row: T): boolean => last === null || compare(keyOf(row), last) <= 0;
  const told = others
    .filter((row) => compare(keyOf(row), after) > 0 && within(row))
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
  // No child is in both, and each has its own rows in order: by the database's collation the one, by code units the other.
  const rows = [...(upTo === null ? stored.rows : stored.rows.filter(within)), ...told].sort((a, b) =>
    a.childId < b.childId ? -1 : a.childId > b.childId ? 1 : 0,
  );
  return pageOf({ rows, last }, limit, keyOf);
}
