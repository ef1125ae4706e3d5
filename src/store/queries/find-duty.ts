import type { Pool } from '../pool.ts';

const sql = `select closed_at from projection.obligation
where child_id = $1 and rule = $2 and owner = $3 and subject = $4`;

/** One duty of a child; null: it has no such duty. */
export async function findDuty(
  db: Pick<Pool, 'query'>,
  duty: { childId: string; rule: string; owner: string; subject: string },
): Promise<{ closedAt: Date | null } | null> {
  const { rows } = await db.query<{ closed_at: Date | null }>({
    name: 'find-duty',
    text: sql,
    values: [duty.childId, duty.rule, duty.owner, duty.subject],
  });
  return rows[0] === undefined ? null : { closedAt: rows[0].closed_at };
}
