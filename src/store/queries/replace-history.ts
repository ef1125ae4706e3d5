import type pg from 'pg';
import type { Interval } from '../../domain/assess.ts';
import { momentText } from '../../domain/instant.ts';
import { column } from './column.ts';
import { copyIn, copyRow } from './copy-in.ts';

const deleteSql = `delete from status_history where child_id = any(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[])`;

const target =
  'status_history (child_id, valid_from, placement, notice_to_appear, court, address, contact, verification)';

/** Each child's intervals, in place of those there were; `known` says which children may have had some. */
export async function replaceHistory(
  tx: pg.ClientBase,
  histories: ReadonlyMap<string, readonly Interval[]>,
  known: readonly string[],
): Promise<void> {
  if (known.length > 0) await tx.query({ name: 'delete-history', text: deleteSql, values: [column(known)] });
  const rows: string[] = [];
  for (const [childId, intervals] of histories)
    for (const interval of intervals) rows.push(rowOf(childId, interval));
  await copyIn(tx, target, rows);
}

function rowOf(childId: string, interval: Interval): string {
  return copyRow([
    childId,
    momentText(interval.from),
    interval.placement,
    interval.noticeToAppear,
    interval.court,
    interval.address,
    interval.contact,
    interval.verification,
  ]);
}
