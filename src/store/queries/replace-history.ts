import type pg from 'pg';
import type { Interval } from '../../domain/assess.ts';
import { column } from './column.ts';

const deleteSql = `delete from status_history where child_id = any(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[])`;

const insertSql = `insert into status_history
select * from unnest(
  string_to_array($1, E'\\x1e', E'\\x1f')::uuid[],
  string_to_array($2, E'\\x1e', E'\\x1f')::timestamptz[],
  string_to_array($3, E'\\x1e', E'\\x1f')::text[],
  string_to_array($4, E'\\x1e', E'\\x1f')::text[],
  string_to_array($5, E'\\x1e', E'\\x1f')::text[],
  string_to_array($6, E'\\x1e', E'\\x1f')::text[],
  string_to_array($7, E'\\x1e', E'\\x1f')::text[],
  string_to_array($8, E'\\x1e', E'\\x1f')::text[]
)`;

/** Each child's intervals, in place of those there were; `known` says which children may have had some. */
export async function replaceHistory(
  tx: pg.ClientBase,
  histories: ReadonlyMap<string, readonly Interval[]>,
  known: readonly string[],
): Promise<void> {
  if (known.length > 0) await tx.query({ name: 'delete-history', text: deleteSql, values: [column(known)] });
  const rows: Array<[childId: string, interval: Interval]> = [];
  for (const [childId, intervals] of histories)
    for (const interval of intervals) rows.push([childId, interval]);
  if (rows.length === 0) return;
  const values = [
    column(rows.map(([childId]) => childId)),
    column(rows.map(([, interval]) => new Date(interval.from).toISOString())),
    column(rows.map(([, interval]) => interval.placement)),
    column(rows.map(([, interval]) => interval.noticeToAppear)),
    column(rows.map(([, interval]) => interval.court)),
    column(rows.map(([, interval]) => interval.address)),
    column(rows.map(([, interval]) => interval.contact)),
    column(rows.map(([, interval]) => interval.verification)),
  ];
  await tx.query({ name: 'insert-history', text: insertSql, values });
}
