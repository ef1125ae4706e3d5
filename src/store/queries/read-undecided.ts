import type pg from 'pg';

/** Records of one type and source that belong to no child (docs/domain.md §3): a person has to say whose they are. */
export interface WaitingRecords {
  type: string;
  source: string;
  /** By key; those that are withdrawn wait for nobody. */
  records: number;
}

/** Canonical JSON: within a text the quotes would be escaped. */
const waitingSql = `select split_part(record_key, '/', 1) as type, source, count(*)::int as records
from (select distinct on (record_key) record_key, source, data from projection.record where child_id is null
  order by record_key, version desc, recorded_at desc, digest desc) latest
where strpos(data, '"voided":true') = 0
group by 1, 2`;

export async function readWaitingRecords(db: Pick<pg.ClientBase, 'query'>): Promise<WaitingRecords[]> {
  const { rows } = await db.query<WaitingRecords>(waitingSql);
  return rows;
}

/** What software does not decide. */
export interface Undecided {
  /** Records, and acts on duties, that belong to no child. */
  records: number;
  /** Agencies' ids that stand for none. */
  identifiers: number;
}

export async function readUndecided(db: Pick<pg.ClientBase, 'query'>): Promise<Undecided> {
  const waiting = await readWaitingRecords(db);
  const { rows } = await db.query<{ n: number }>(
    'select count(*)::int as n from projection.overused_identifier',
  );
  return { records: waiting.reduce((sum, { records }) => sum + records, 0), identifiers: rows[0]!.n };
}
