import { ObligationAct } from '../../contracts/obligation.ts';
import { actKey } from '../../domain/case-file.ts';
import { aliasOf } from '../../domain/case-files.ts';
import type { Pool } from '../pool.ts';

/**
 * What is applied goes before what was only taken; of one version the content in use is the one recorded last, then of the greater digest
 * (domain/case-file.ts).
 */
const sql = `select key, act, in_log from (
  select child_id::text as key, data as act, true as in_log, true as applied, version, recorded_at, digest from projection.record
  where component_id = (select component_id from projection.identifier where id = $1) and record_key = $2
  union all
  select key, act, in_log, false, version, null, null from rollcall.act_taken where record_id = $3
) as known order by version desc, applied desc, recorded_at desc, digest desc limit 1`;

/** A person's act in one version. */
export interface KnownAct {
  act: ObligationAct;
  /** Of its message: the child whose duty it is about, or the record that is to start the duty. */
  key: string;
  /** Whether it is known to be in the log. */
  inLog: boolean;
}

interface Row {
  key: string | null;
  act: string;
  in_log: boolean;
}

/** An act in its highest version, applied or taken; null: none of this id. */
export async function findAct(db: Pick<Pool, 'query'>, recordId: string): Promise<KnownAct | null> {
  const key = actKey(recordId);
  const { rows } = await db.query<Row>({
    name: 'find-act',
    text: sql,
    values: [aliasOf(key), key, recordId],
  });
  return rows[0] === undefined ? null : knownOf(rows[0]);
}

function knownOf(row: Row): KnownAct {
  const act = ObligationAct.parse(JSON.parse(row.act));
  return { act, key: row.key ?? act.subject, inLog: row.in_log };
}

/**
 * Keep a version of an act, unless that version was taken before.
 * @returns null where it is kept now; else what was taken before
 */
export async function keepAct(
  db: Pick<Pool, 'query'>,
  { act, key }: Omit<KnownAct, 'inLog'>,
): Promise<KnownAct | null> {
  const { rowCount } = await db.query({
    name: 'keep-act',
    text: `insert into rollcall.act_taken (record_id, version, key, act, in_log) values ($1, $2, $3, $4, false)
      on conflict do nothing`,
    values: [act.recordId, act.version, key, JSON.stringify(act)],
  });
  if (rowCount === 1) return null;
  const { rows } = await db.query<Row>({
    name: 'read-act-taken',
    text: 'select key, act, in_log from rollcall.act_taken where record_id = $1 and version = $2',
    values: [act.recordId, act.version],
  });
  return knownOf(rows[0]!);
}

/** Note that a version is in the log. */
export async function noteActInLog(
  db: Pick<Pool, 'query'>,
  { recordId, version }: Pick<ObligationAct, 'recordId' | 'version'>,
): Promise<void> {
  await db.query({
    name: 'note-act-in-log',
    text: 'update rollcall.act_taken set in_log = true where record_id = $1 and version = $2',
    values: [recordId, version],
  });
}
