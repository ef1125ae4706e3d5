import type pg from 'pg';
import { column } from './column.ts';

const sql = `select id, component_id from identifier where id = any(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[]) order by id for update`;

/**
 * Lock components, in one order, until the transaction (or savepoint) ends.
 * @returns what each one's name leads to now: itself, or the component that took it in meanwhile
 */
export async function lockComponents(
  tx: pg.ClientBase,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; component_id: string }>({
    name: 'lock-components',
    text: sql,
    values: [column(ids)],
  });
  return new Map(rows.map((row) => [row.id, row.component_id]));
}
