import type pg from 'pg';
import { column } from './column.ts';

// Only what another had claimed is given back: mostly nothing, where the ids that were new would be thousands.
const sql = `with wanted as materialized (
  select * from unnest(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[], string_to_array($2, E'\\x1e', E'\\x1f')::uuid[]) as c (id, component_id)
), claimed as (
  insert into identifier (id, component_id) select id, component_id from wanted order by id
  on conflict do nothing returning id
)
select id from wanted where id not in (select id from claimed)`;

/**
 * Claim ids for components, in one order, so that two that claim the same wait for each other and never in a circle.
 * @param claims ids, each once, with their components
 * @returns the ids that another had claimed
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
