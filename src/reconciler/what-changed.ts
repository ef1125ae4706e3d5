import { untoldDuties, type ObligationRuleId } from '../contracts/obligation.ts';
import { dimensions, lastChangeBeside } from '../domain/assess.ts';
import { isAct, type Assertion } from '../domain/case-file.ts';
import { isOfDuty } from '../domain/discrepancies/act-without-duty.ts';
import type { StatusBefore } from '../store/queries/load-status-values.ts';
import { findingOf, type Findings } from '../store/queries/write-findings.ts';
import type { RenderedStatus } from './render-status.ts';

type Before = Pick<StatusBefore, 'values' | 'policyVersion' | 'nextChangeAt'> & { found: Findings };
type Now = Pick<RenderedStatus, 'values' | 'policyVersion' | 'course' | 'found'>;

/** Separates what changed from the duty a reader must be allowed to see to be told of it. */
const OF = '/';

/**
 * What changed in a status, for the change feed: dimensions, `obligations`, `discrepancies`, or `records` if none of these. A change that
 * concerns only a duty that not every reader may see names that duty (`obligations/age-out-plan`). If all parts do, other readers
 * are sent the same status as before.
 * @param at the moment of assessment, milliseconds since 1970 UTC
 * @param untoldAtMost nothing came but acts on such duties, if that
 */
export function whatChanged(before: Before, now: Now, at: number, untoldAtMost: boolean): string {
  const changed: string[] = dimensions.filter((name) => before.values[name] !== now.values[name]);
  for (const name of ['obligations', 'discrepancies'] as const)
    changed.push(...changedRows(name, before.found[name], now.found[name]));
  if (changed.some((name) => !name.includes(OF))) return changed.join(',');
  // Values may stay the same and get other reasons, by records or by a moment that passed.
  const sameForOthers =
    untoldAtMost &&
    before.policyVersion === now.policyVersion &&
    (before.nextChangeAt === null ||
      lastChangeBeside(now.course, untoldDuties, at) < before.nextChangeAt.getTime());
  if (!sameForOthers) changed.push('records');
  else if (changed.length === 0) changed.push(...untoldDuties.map((duty) => `records${OF}${duty}`));
  return changed.join(',');
}

/**
 * The parts of a change that a reader may see from whom some duties are withheld.
 * @returns null if the reader must not see the change at all
 */
export function changedFor(changed: readonly string[], untold: readonly ObligationRuleId[]): string[] | null {
  const seen = changed
    .map((one) => one.split(OF))
    .filter(([, duty]) => duty === undefined || !untold.some((one) => one === duty));
  if (seen.length === 0 && changed.length > 0) return null;
  const names = new Set(seen.map(([name]) => name!));
  if (names.size > 1) names.delete('records');
  return [...names];
}

/** Whether it is a person's act on a duty that not every reader may see. */
export function isUntoldAct(assertion: Assertion): boolean {
  return isAct(assertion) && untoldDuties.some((duty) => duty === assertion.data.obligation);
}

function changedRows(
  name: 'obligations' | 'discrepancies',
  had: readonly string[],
  has: readonly string[],
): string[] {
  if (had.join() === has.join()) return [];
  const differing = [...had.filter((row) => !has.includes(row)), ...has.filter((row) => !had.includes(row))];
  const duties = new Set(differing.map((row) => untoldDutyOf(name, row)));
  return duties.size === 0 || duties.has(undefined)
    ? [name]
    : [...duties].map((duty) => `${name}${OF}${duty}`);
}

/** The duty that a row is about, if not every reader may see it. */
function untoldDutyOf(name: 'obligations' | 'discrepancies', row: string): ObligationRuleId | undefined {
  if (name === 'obligations') {
    const { rule } = findingOf(name, row);
    return untoldDuties.find((duty) => duty === rule);
  }
  const found = findingOf(name, row);
  return untoldDuties.find((duty) => isOfDuty(found, duty));
}
