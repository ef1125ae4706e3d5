/** What a dimension says at a moment, and why. */
export interface Answer<V extends string> {
  value: V;
  rule: string;
  /** Keys of the records that decide it. */
  basis: readonly string[];
}

/** An answer with when it began to hold and when its value did. Milliseconds; -Infinity: from the beginning. */
export interface Run<V extends string> extends Answer<V> {
  from: number;
  since: number;
}

/**
 * A dimension over all time: an answer from the beginning and one from each moment at which it may change, merged where
 * nothing changes. `moments` need not be sorted or distinct; `decide` is asked for each once, in ascending order, so that it
 * may go forward through its facts (`lastOf`).
 */
export function runsOf<V extends string>(
  moments: readonly number[],
  decide: (at: number) => Answer<V>,
): Array<Run<V>> {
  let last = runFrom(decide(-Infinity), -Infinity, -Infinity);
  const runs = [last];
  for (const at of sortedDistinct(moments)) {
    const next = decide(at);
    const sameValue = next.value === last.value;
    if (sameValue && next.rule === last.rule && sameTexts(next.basis, last.basis)) continue;
    last = runFrom(next, at, sameValue ? last.since : at);
    runs.push(last);
  }
  return runs;
}

function runFrom<V extends string>({ value, rule, basis }: Answer<V>, from: number, since: number): Run<V> {
  return { value, rule, basis, from, since };
}

/** The run in which a moment falls. */
export function runAt<V extends string>(runs: ReadonlyArray<Run<V>>, at: number): Run<V> {
  let index = runs.length - 1;
  while (index > 0 && runs[index]!.from > at) index -= 1;
  return runs[index]!;
}

/** The last of some facts, sorted by moment, at or before each of the moments asked, which must ascend. */
export function lastOf<T extends { at: number }>(sorted: readonly T[]): (at: number) => T | undefined {
  let next = 0;
  let last: T | undefined;
  return (at) => {
    while (next < sorted.length && sorted[next]!.at <= at) last = sorted[next++];
    return last;
  };
}

/** The moments of some lists of facts. */
export function momentsOf(...lists: ReadonlyArray<ReadonlyArray<{ at: number }>>): number[] {
  const moments: number[] = [];
  for (const list of lists) for (const fact of list) moments.push(fact.at);
  return moments;
}

/** Sorts facts in place by moment, those of one moment by key, as everywhere in docs/domain.md. */
export function sortByMoment<T extends { at: number; key: string }>(facts: T[]): T[] {
  return facts.length < 2 ? facts : facts.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

export function sortedDistinct(moments: readonly number[]): number[] {
  const sorted = [...moments];
  if (sorted.length > 1) sorted.sort((a, b) => a - b);
  let kept = 0;
  for (const at of sorted) if (kept === 0 || at !== sorted[kept - 1]) sorted[kept++] = at;
  sorted.length = kept;
  return sorted;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
