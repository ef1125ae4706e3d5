/** How much is measured: all of it, or (`--quick`) as much as shows that it works. */
export interface Sizes {
  /** Children of intake and reconcile; a child has about eight records. */
  children: number;
  rounds: number;
  /** Seconds of load in a round of reads and freshness. */
  seconds: number;
  /** Children of the two rebuilds. */
  rebuild: readonly [number, number];
}

export const full: Sizes = { children: 10_000, rounds: 3, seconds: 10, rebuild: [100_000, 400_000] };
export const quick: Sizes = { children: 2_000, rounds: 3, seconds: 4, rebuild: [2_500, 10_000] };

/** Progress, on standard error: standard output is the report. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
