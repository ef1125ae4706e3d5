import {
  type Accountability,
  AccountabilityCount,
  auditedYears,
  type FiscalYears,
} from './accountability.ts';
import { endOfDay } from './calendar.ts';
import { auditDays } from './plan.ts';
import type { Scenario, SimulationOptions } from './simulate.ts';

/** The days that the audits counted on, in order. */
export const countedDays: readonly string[] = Object.values(auditDays);

/** The accountability table's truth as `rollcall simulate --truth` writes it. */
export interface TruthFile {
  scenario: Scenario | null;
  children: number;
  seed: string;
  asOf: Array<
    Omit<Accountability, 'asOf'> & {
      /** `YYYY-MM-DD`; counted as of its last millisecond in the federal capital. */
      day: string;
      years: FiscalYears;
    }
  >;
}

/** Counts the simulation's children, one after another, as of the end of each day. */
export function countOnDays(days: readonly string[], years: FiscalYears = auditedYears): AccountabilityCount {
  return new AccountabilityCount(
    days.map((day) => new Date(endOfDay(day))),
    years,
  );
}

export function truthFile(
  { scenario, children, seed }: Pick<SimulationOptions, 'scenario' | 'children'> & { seed: string },
  days: readonly string[],
  count: AccountabilityCount,
): TruthFile {
  const asOf = count.tables().map(({ total, byFiscalYear, byFieldOffice }, i) => ({
    day: days[i]!,
    years: count.years,
    total,
    byFiscalYear,
    byFieldOffice,
  }));
  return { scenario: scenario ?? null, children, seed, asOf };
}
