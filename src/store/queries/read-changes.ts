import type { Pool } from '../pool.ts';

/** One change of a child's status, in the order in which they became visible. */
export interface StatusChange {
  /** Dense and ordered; decimal text. */
  seq: string;
  childId: string;
  kind: 'changed' | 'redirected';
  etag: string | null;
  /** Where a redirected id leads. */
  movedTo: string | null;
  /** As it was planned (reconciler/what-changed.ts): what a reader is told of it is to be chosen. */
  changed: string[];
  changedAt: Date;
}

interface Row {
  seq: string;
  child_id: string;
  kind: 'changed' | 'redirected';
  etag: string | null;
  moved_to: string | null;
  changed: string;
  changed_at: Date;
}

const changesSql = `select seq, child_id, kind, etag, moved_to, changed, changed_at
from rollcall.status_change where seq > $1 order by seq limit $2`;

/** Changes after a sequence number, at most `limit`. */
export async function readChanges(
  db: Pick<Pool, 'query'>,
  after: bigint,
  limit: number,
): Promise<StatusChange[]> {
  const { rows } = await db.query<Row>({
    name: 'read-changes',
    text: changesSql,
    values: [String(after), limit],
  });
  return rows.map((row) => ({
    seq: row.seq,
    childId: row.child_id,
    kind: row.kind,
    etag: row.etag,
    movedTo: row.moved_to,
    changed: row.changed === '' ? [] : row.changed.split(','),
    changedAt: row.changed_at,
  }));
}

/** The last sequence number given; 0 where there is none. */
export async function readChangeHead(db: Pick<Pool, 'query'>): Promise<bigint> {
  const { rows } = await db.query<{ next: string }>({
    name: 'read-change-head',
    text: 'select next from rollcall.change_head',
  });
  return BigInt(rows[0]?.next ?? '1') - 1n;
}
