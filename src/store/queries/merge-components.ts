import type pg from 'pg';

const tables = ['identifier', 'record', 'child_status'] as const;

const sqlOf = {
  identifier: sql('identifier'),
  record: sql('record'),
  child_status: sql('child_status'),
};

function sql(table: (typeof tables)[number]): string {
  return `update ${table} t set component_id = m.into_id
from unnest($1::uuid[], $2::uuid[]) as m (from_id, into_id) where t.component_id = m.from_id`;
}

/** Give everything of some components to others; both are locked. */
export async function mergeComponents(tx: pg.ClientBase, moves: ReadonlyMap<string, string>): Promise<void> {
  for (const table of tables) await tx.query(sqlOf[table], [[...moves.keys()], [...moves.values()]]);
}
