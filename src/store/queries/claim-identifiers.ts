import type pg from 'pg';
import { column } from './column.ts';

const sql = `insert into identifier (id, component_id)
select * from unnest(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[], string_to_array($2, E'\\x1e', E'\\x1f')::uuid[]) as c (id, component_id) order by id
on conflict do nothing returning id`;

/**
 * Claim ids for components, in one order, so that two that claim the same wait for each other and never in a circle.
 * @param claims ids with their components, sorted by id
 * @returns the ids that were new; another may have claimed the rest
 */
export async function claimIdentifiers(
  tx: pg.ClientBase,
  claims: ReadonlyArray<readonly [id: string, componentId: string]>,
): Promise<Set<string>> {
  if (claims.length === 0) return new Set();
  const values = [column(claims.map(([id]) => id)), column(claims.map(([, component]) => component))];
  const { rows } = await tx.query<{ id: string }>({ name: 'claim-identifiers', text: sql, values });
  return new Set(rows.map((row) => row.id));
}
