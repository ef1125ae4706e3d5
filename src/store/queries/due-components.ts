import type pg from 'pg';
import { UNLIMITED } from '../pool.ts';

/**
 * Lock, until the transaction ends, components with a child whose status has ceased to hold, longest ago first. Components locked by
 * others are skipped: they are being assessed there. The status row is locked too, so that one which another has just assessed is seen as
 * it is now.
 * @param limit how many children to look at
 */
export async function holdDueComponents(tx: pg.ClientBase, at: Date, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'hold-due-components',
    text: `select i.id from child_status s join identifier i on i.id = s.component_id and i.component_id = i.id
      where s.next_change_at <= $1 and (s.put_off_until is null or s.put_off_until <= $1) order by s.next_change_at limit $2 for update of i, s skip locked`,
    values: [at, limit],
  });
  return [...new Set(rows.map((row) => row.id))];
}

/** When the next status ceases to hold, or one that was put off is to be tried again; null: none will without news. */
export async function findNextChange(db: Pick<pg.ClientBase, 'query'>): Promise<Date | null> {
  const { rows } = await db.query<{ next: Date | null }>({
    name: 'find-next-change',
    text: `select least(
      (select min(next_change_at) from child_status where put_off_until is null),
      (select min(greatest(next_change_at, put_off_until)) from child_status
        where put_off_until is not null and next_change_at is not null)) as next`,
  });
  return rows[0]?.next ?? null;
}

/** Put a policy in force, in place of the previous one. */
export async function putInForce(db: Pick<pg.ClientBase, 'query'>, policyVersion: string): Promise<void> {
  await db.query(
    `insert into rollcall.policy_in_force (version) values ($1)
     on conflict ("only") do update set version = excluded.version where policy_in_force.version <> excluded.version`,
    [policyVersion],
  );
}

/** If this policy is in force, make every status that was assessed by another one due for assessment. @returns how many */
export async function markOtherPolicies(
  db: Pick<pg.ClientBase, 'query'>,
  policyVersion: string,
  at: Date,
): Promise<number> {
  const { rowCount } = await db.query({
    text: `update child_status set next_change_at = $2
     where policy_version <> $1 and (next_change_at is null or next_change_at > $2)
       and exists (select from rollcall.policy_in_force where version = $1)`,
    values: [policyVersion, at],
    ...UNLIMITED,
  });
  return rowCount ?? 0;
}

/**
 * Postpone a component's due children, because assessing them failed, so that they don't hold up others. The next write of their
 * status lifts it.
 */
export async function putOff(
  db: Pick<pg.ClientBase, 'query'>,
  componentId: string,
  { at, until }: { at: Date; until: Date },
): Promise<void> {
  await db.query(
    'update child_status set put_off_until = $3 where component_id = $1 and next_change_at <= $2',
    [componentId, at, until],
  );
}
