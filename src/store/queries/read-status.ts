import type { Pool } from '../pool.ts';

/** One child's rendered status as it is stored. */
export interface StatusRow {
  childId: string;
  etag: string;
  /** contracts/status.ts ChildStatus, as JSON. */
  doc: string;
  /** Record key → topic, partition, offset, as JSON. */
  positions: string;
  /** From then on the document holds no longer; null: until news. */
  nextChangeAt: Date | null;
}

interface Row {
  child_id: string;
  etag: string;
  doc: string;
  positions: string;
  next_change_at: Date | null;
}

/** `offset 0` keeps it a look-up by key for each id, as in find-receipts.ts. */
const sql = `select found.*
from unnest($1::uuid[]) as wanted (child_id),
lateral (
  select child_id, etag, doc, positions, next_change_at from projection.child_status s
  where s.child_id = wanted.child_id
  offset 0
) found`;

/** Statuses by child id; an unknown id is left out. */
export async function readStatuses(
  db: Pick<Pool, 'query'>,
  childIds: readonly string[],
): Promise<Map<string, StatusRow>> {
  const { rows } = await db.query<Row>({ name: 'read-statuses', text: sql, values: [childIds] });
  return new Map(
    rows.map((row) => [
      row.child_id,
      {
        childId: row.child_id,
        etag: row.etag,
        doc: row.doc,
        positions: row.positions,
        nextChangeAt: row.next_change_at,
      },
    ]),
  );
}
