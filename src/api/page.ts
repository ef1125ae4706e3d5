import { isBetween } from '../reconciler/id-stretches.ts';
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
    ...(next === undefined || next === FIRST_CHILD || isBetween(next) ? [] : [next]),
  ];
}

/** By what a list is ordered. */
export interface Order<T, K> {
  keyOf: (row: T) => K;
  /** Before any row of a child. */
  keyAt: (childId: string) => K;
  childOf: (key: K) => string;
  compare: (a: K, b: K) => number;
}

/** Rows, or children told anew, looked at for one page. A page may so be short, or empty, and not be the last; but each takes about the same time. */
export const LOOK = 2_000;

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
 * @param others in any order
 * @param upTo the id of a child up to which all of the others are there, if not up to the end of the page
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
