import type pg from 'pg';
import { column } from './column.ts';

const sql = `select id, component_id from identifier where id = any(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[])`;

/** The component of each id that is known. */
export async function findComponents(
  tx: Pick<pg.ClientBase, 'query'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; component_id: string }>({
    name: 'find-components',
    text: sql,
    values: [column(ids)],
  });
  return new Map(rows.map((row) => [row.id, row.component_id]));
}
