import type pg from 'pg';
import { column } from './column.ts';

const sql = `select id from identifier where component_id = any(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[])`;

/** All ids of some components. */
export async function findMembers(tx: pg.ClientBase, componentIds: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'find-members',
    text: sql,
    values: [column(componentIds)],
  });
  return rows.map((row) => row.id);
}
