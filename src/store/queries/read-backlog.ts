import type pg from 'pg';

/** What waits in the database to be done. */
export interface Backlog {
  /** Statuses that no longer hold, since a deadline passed or a policy changed. */
  deadlines: number;
  /** Changes of the feed that are not on `child-status.v1`. */
  changes: number;
  /** Notices that are not on their topics. */
  notices: number;
}

const sql = `select (select count(*) from child_status where next_change_at <= $1) as deadlines,
  (select next - 1 - published from rollcall.change_head) as changes,
  (select count(*) from rollcall.notice) as notices`;

export async function readBacklog(db: Pick<pg.ClientBase, 'query'>, at: Date): Promise<Backlog> {
  const { rows } = await db.query<Record<keyof Backlog, string>>(sql, [at]);
  const { deadlines, changes, notices } = rows[0]!;
  return { deadlines: Number(deadlines), changes: Number(changes), notices: Number(notices) };
}
