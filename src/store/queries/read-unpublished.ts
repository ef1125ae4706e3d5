import type pg from 'pg';

/** The last change of a child among a stretch of the feed, with the status as it is now. */
export interface UnpublishedChange {
  seq: string;
  childId: string;
  kind: 'changed' | 'redirected';
  movedTo: string | null;
  changedAt: Date;
  /** Null: no child has this id any more. */
  doc: string | null;
}

const sql = `with stretch as (
  select c.* from rollcall.status_change c
  where c.seq > (select published from rollcall.change_head) order by c.seq limit $1
), latest as (
  select distinct on (child_id) child_id, seq, kind, moved_to, changed_at from stretch order by child_id, seq desc
)
select latest.seq, latest.child_id, latest.kind, latest.moved_to, latest.changed_at, s.doc,
  (select max(seq) from stretch) as last_seq
from latest left join projection.child_status s on s.child_id = latest.child_id
order by latest.seq`;

interface Row {
  seq: string;
  child_id: string;
  kind: 'changed' | 'redirected';
  moved_to: string | null;
  changed_at: Date;
  doc: string | null;
  last_seq: string;
}

/** The next stretch of changes that are not on the topic, one per child, and the number of its last. */
export async function readUnpublished(
  db: Pick<pg.ClientBase, 'query'>,
  limit: number,
): Promise<{ changes: UnpublishedChange[]; lastSeq: string | null }> {
  const { rows } = await db.query<Row>(sql, [limit]);
  return {
    changes: rows.map((row) => ({
      seq: row.seq,
      childId: row.child_id,
      kind: row.kind,
      movedTo: row.moved_to,
      changedAt: row.changed_at,
      doc: row.doc,
    })),
    lastSeq: rows[0]?.last_seq ?? null,
  };
}

export async function markPublished(db: Pick<pg.ClientBase, 'query'>, lastSeq: string): Promise<void> {
  await db.query('update rollcall.change_head set published = $1 where published < $1', [lastSeq]);
}
