import type pg from 'pg';

/** All agencies' ids that stand for no child (domain/identity/overused-ids.ts), as `identifierTexts` writes them: none, or a few. */
export async function readOverusedIdentifiers(tx: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'read-overused-identifiers',
    text: 'select id from overused_identifier',
  });
  return rows.map(({ id }) => id);
}

/** The caller holds the component that has claimed each, or they are known: no two wait for each other here. */
export async function addOverusedIdentifiers(tx: pg.ClientBase, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('insert into overused_identifier select unnest($1::text[]) on conflict do nothing', [ids]);
}
