/** A goal of issue and docs: at least, or at most, some number. */
export interface Goal {
  atLeast?: number;
  atMost?: number;
}

/** One line of the report: what Rollcall did, what the bare thing beside it did in the same run, and how they compare. */
export interface Measurement {
  name: string;
  /** Of `ours` and `limit`. */
  unit: string;
  /** One number per round. */
  ours: number[];
  limit: number[];
  /** What is compared with the goal; absent: a plain figure. */
  result?: number;
  goal?: Goal;
  /** Peak memory of the Rollcall process, MiB; absent where there is no such process. */
  peakMiB?: number;
  note?: string;
}

/** Ours against the limit: the median over the rounds, each round's two next to each other in time. */
export function ratioOf(ours: readonly number[], limit: readonly number[]): number {
  return median(ours.map((one, round) => one / limit[round]!));
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function tableOf(measurements: readonly Measurement[]): string {
  const rows = [
    ['measurement', 'Rollcall', 'bare limit', 'unit', 'result', 'goal', 'peak MiB', ''],
    ...measurements.map((one) => [
      one.name,
      shown(median(one.ours)),
      one.limit.length === 0 ? '' : shown(median(one.limit)),
      one.unit,
      one.result === undefined ? '' : one.result.toFixed(2),
      goalText(one.goal) + verdict(one),
      one.peakMiB === undefined ? '' : one.peakMiB.toFixed(0),
      one.note ?? '',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(1);
}

function goalText(goal: Goal | undefined): string {
  if (goal?.atLeast !== undefined) return `≥ ${goal.atLeast} `;
  return goal?.atMost === undefined ? '' : `≤ ${goal.atMost} `;
}

function verdict({ result, goal }: Measurement): string {
  if (result === undefined || goal === undefined) return '';
  return result >= (goal.atLeast ?? -Infinity) && result <= (goal.atMost ?? Infinity) ? 'met' : 'missed';
}
