import type { IdRange } from '../store/queries/touched.ts';

export interface IdStretch extends IdRange {
  /** None follows. */
  last: boolean;
}

/** Ids are spread evenly, so equal parts of their first 32 bits have about equally many. */
const PARTS = 2 ** 32;
/** A version 8 of nothing: all a hash's bits being zero but for its first 32. */
const REST = '-0000-8000-8000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * One stretch of the order of ids after the other, from an id, which is included, up to another, or to the last; each has about the share of
 * all ids that is asked for; null once there is none. Between two of them lies an id that no child can have, so that a cursor which names it
 * tells of nobody.
 */
export function idStretches(from: string, upTo: string | null): (share: number) => IdStretch | null {
  const end = upTo ?? LAST;
  let next: string | null = from;
  return (share) => {
    if (next === null) return null;
    const part = parseInt(next.slice(0, 8), 16) + Math.max(1, Math.ceil(PARTS * share));
    const boundary = part < PARTS ? part.toString(16).padStart(8, '0') + REST : LAST;
    const last = boundary >= end;
    const stretch = { from: next, upTo: last ? end : boundary, last };
    next = last ? null : boundary;
    return stretch;
  };
}

/** Whether an id is where two stretches meet: a child's own is a hash. */
export function isBetween(id: string): boolean {
  return id.endsWith(REST);
}
