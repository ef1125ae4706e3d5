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
 * nothing changes. `moments` need not be sorted or distinct.
 */
export function runsOf<V extends string>(
  moments: readonly number[],
  decide: (at: number) => Answer<V>,
): Array<Run<V>> {
  const runs: Array<Run<V>> = [{ ...decide(-Infinity), from: -Infinity, since: -Infinity }];
  for (const at of sortedDistinct(moments)) {
    const last = runs.at(-1)!;
    const next = decide(at);
    if (next.value === last.value && next.rule === last.rule && sameTexts(next.basis, last.basis)) continue;
    runs.push({ ...next, from: at, since: next.value === last.value ? last.since : at });
  }
  return runs;
}

/** The run in which a moment falls. */
export function runAt<V extends string>(runs: ReadonlyArray<Run<V>>, at: number): Run<V> {
  let index = runs.length - 1;
  while (index > 0 && runs[index]!.from > at) index -= 1;
  return runs[index]!;
}

export function sortedDistinct(moments: readonly number[]): number[] {
  const sorted = [...moments].sort((a, b) => a - b);
  return sorted.filter((at, index) => index === 0 || at !== sorted[index - 1]);
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
