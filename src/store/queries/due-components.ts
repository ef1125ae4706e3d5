import type pg from 'pg';
import { UNLIMITED } from '../pool.ts';

/**
 * Hold components of which a child's status no longer holds at a moment, those that ceased to hold longest ago first, until
 * the transaction ends. What another holds is passed over: it is being assessed there. The status is held too, so that one which another
 * assessed while this query ran is looked at as it is now.
 * @param limit of children looked at
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

/** From now on statuses are to be by this policy, and no more by what was in force before. */
export async function putInForce(db: Pick<pg.ClientBase, 'query'>, policyVersion: string): Promise<void> {
  await db.query(
    `insert into rollcall.policy_in_force (version) values ($1)
     on conflict ("only") do update set version = excluded.version where policy_in_force.version <> excluded.version`,
    [policyVersion],
  );
}

/** Have every status assessed again that was assessed by another policy than this one, if it is in force; returns how many. */
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
 * Put off the children of a component that are due and whose assessment fails, so that they don't hold up the others; what is written of
 * them next takes it back.
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
