import { assess, dimensions } from '../domain/assess.ts';
import { contradictionName } from '../domain/discrepancies/rule.ts';
import type { Policy } from '../domain/policy.ts';
import type { ChildStatus } from '../contracts/status.ts';
import { appliedCaseFiles } from '../reconciler/applied-case-files.ts';
import { nameOfDuty } from '../reconciler/notices.ts';
import { withSnapshot, type Pool } from '../store/pool.ts';
import { readComponents } from '../store/queries/read-components.ts';

/** What a policy would change, before it is in force. */
export interface PolicyPreview {
  children: number;
  /** Children of whom anything in the status would be another. */
  changed: number;
  /** How many would change so; the most frequent first. */
  changes: Array<{ what: string; before: string; after: string; children: number }>;
}

/**
 * Assess every child by two policies as of one moment and count what differs; writes nothing.
 * @param onChanged told of each child whose status would change
 */
export async function previewPolicy(options: {
  pool: Pool;
  before: Policy;
  after: Policy;
  /** Milliseconds since 1970 UTC. */
  at: number;
  onChanged?: (childId: string, changes: string[]) => void;
  onProgress?: (children: number) => void;
  signal?: AbortSignal;
}): Promise<PolicyPreview> {
  const { pool, before, after, at, onChanged, onProgress, signal } = options;
  const counts = new Map<string, number>();
  let children = 0;
  let changed = 0;
  await withSnapshot(pool, async (reader) => {
    for await (const records of readComponents(reader, 'projection.record record', signal)) {
      for (const caseFile of appliedCaseFiles(records).children) {
        children += 1;
        const changes = differences(assess(caseFile, before, at), assess(caseFile, after, at));
        if (changes.length === 0) continue;
        changed += 1;
        for (const change of new Set(changes)) counts.set(change, (counts.get(change) ?? 0) + 1);
        onChanged?.(caseFile.childId, changes);
      }
      onProgress?.(children);
    }
  });
  return {
    children,
    changed,
    changes: [...counts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .map(([change, count]) => {
        const [what, was, is] = change.split('\t');
        return { what: what!, before: was!, after: is!, children: count };
      }),
  };
}

/** Each as what, before and after, with tabs between. */
function differences(before: ChildStatus, after: ChildStatus): string[] {
  const changes: string[] = [];
  for (const name of dimensions) {
    const [was, is] = [before[name], after[name]];
    if (was.value !== is.value) changes.push(`${name}\t${was.value}\t${is.value}`);
    else if (was.since !== is.since) {
      const moved = (is.since ?? '') < (was.since ?? '') ? 'earlier' : 'later';
      changes.push(`${name}\t${was.value}\t${is.value}, since ${moved}`);
    }
  }
  const duties = new Map(before.obligations.map((duty) => [nameOfDuty(duty), duty]));
  for (const duty of after.obligations) {
    const was = duties.get(nameOfDuty(duty));
    duties.delete(nameOfDuty(duty));
    const how = was === undefined ? duty.state : howOf(was, duty);
    if (how !== null) changes.push(`${duty.id}\t${was?.state ?? 'not owed'}\t${how}`);
  }
  for (const { id, state } of duties.values()) changes.push(`${id}\t${state}\tnot owed`);
  const shown = new Map(before.discrepancies.map((one) => [contradictionName(one), one]));
  for (const found of after.discrepancies) {
    const name = contradictionName(found);
    const was = shown.get(name);
    shown.delete(name);
    if (was === undefined) changes.push(`${found.rule}\tnot shown\tshown`);
    else if (was.since !== found.since) {
      const moved = (found.since ?? '') < (was.since ?? '') ? 'earlier' : 'later';
      changes.push(`${found.rule}\tshown\tshown, since ${moved}`);
    } else if (was.detail !== found.detail) changes.push(`${found.rule}\tshown\tshown, in other words`);
  }
  for (const { rule } of shown.values()) changes.push(`${rule}\tshown\tnot shown`);
  return changes;
}

/** What a duty would be; null: all as it is. In the state in which it is, what differs most is said. */
function howOf(was: Duty, is: Duty): string | null {
  if (was.state !== is.state) return is.state;
  if (was.late !== is.late) return `${is.state}, ${is.late ? 'late' : 'in time'}`;
  for (const moment of ['due', 'overdueAt'] as const) {
    const [before, after] = [was[moment], is[moment]];
    if (before === after) continue;
    const what = moment === 'due' ? 'due' : 'overdue';
    return `${is.state}, ${what} ${after !== null && (before === null || after < before) ? 'earlier' : 'later'}`;
  }
  if (was.level !== is.level) return `${is.state}, at level ${is.level}`;
  return was.authority === is.authority ? null : `${is.state}, by another authority`;
}

type Duty = ChildStatus['obligations'][number];
