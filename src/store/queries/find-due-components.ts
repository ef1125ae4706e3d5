import type pg from 'pg';

/**
 * Components of which a child's status no longer holds at a moment, those that ceased to hold longest ago first.
 * @param limit of children looked at
 */
export async function findDueComponents(
  db: Pick<pg.ClientBase, 'query'>,
  at: Date,
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ component_id: string }>({
    name: 'find-due-components',
    text: `select distinct component_id from (
      select component_id from child_status where next_change_at <= $1 order by next_change_at limit $2
    ) as due`,
    values: [at, limit],
  });
  return rows.map((row) => row.component_id);
}

/** When the next status ceases to hold; null: none will without news. */
export async function findNextChange(db: Pick<pg.ClientBase, 'query'>): Promise<Date | null> {
  const { rows } = await db.query<{ next: Date | null }>({
    name: 'find-next-change',
    text: 'select min(next_change_at) as next from child_status',
  });
  return rows[0]?.next ?? null;
}

/** Have every status assessed again that was assessed by another policy; returns how many. */
export async function markOtherPolicies(
  db: Pick<pg.ClientBase, 'query'>,
  policyVersion: string,
  at: Date,
): Promise<number> {
  const { rowCount } = await db.query(
    'update child_status set next_change_at = $2 where policy_version <> $1 and (next_change_at is null or next_change_at > $2)',
    [policyVersion, at],
  );
  return rowCount ?? 0;
}

/** Put off components whose assessment fails, so that they don't hold up the others. */
export async function putOff(
  db: Pick<pg.ClientBase, 'query'>,
  componentId: string,
  until: Date,
): Promise<void> {
  await db.query('update child_status set next_change_at = $2 where component_id = $1', [componentId, until]);
}
