import type pg from 'pg';

/**
 * For the rest of the transaction, plan by keys alone. A batch touches few rows of large tables, each by a key that has an index;
 * of tables that were just filled the planner knows nothing yet, and would rather read them whole, batch after batch.
 */
export async function planByKey(tx: pg.ClientBase): Promise<void> {
  await tx.query(
    'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off',
  );
}
