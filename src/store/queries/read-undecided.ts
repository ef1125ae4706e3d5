import type pg from 'pg';

/** What software does not decide (docs/domain.md §3), and a person has to. */
export interface Undecided {
  /** Records, and acts on duties, that belong to no child. */
  records: number;
  /** Agencies' ids that stand for no child. */
  identifiers: number;
}

const sql = `select (select count(distinct record_key) from record where child_id is null) as records,
  (select count(*) from overused_identifier) as identifiers`;

export async function readUndecided(db: Pick<pg.ClientBase, 'query'>): Promise<Undecided> {
  const { rows } = await db.query<Record<keyof Undecided, string>>(sql);
  const { records, identifiers } = rows[0]!;
  return { records: Number(records), identifiers: Number(identifiers) };
}
