import type pg from 'pg';

/** Forget the statuses of ids that no child has any more; the ids go on answering, by their component. */
export async function deleteChildren(tx: pg.ClientBase, childIds: readonly string[]): Promise<void> {
  if (childIds.length === 0) return;
  await tx.query('delete from child_status where child_id = any($1::uuid[])', [childIds]);
  await tx.query('delete from status_history where child_id = any($1::uuid[])', [childIds]);
}
