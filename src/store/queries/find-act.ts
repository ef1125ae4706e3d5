import { ACT_TYPE, ObligationAct } from '../../contracts/obligation.ts';
import { recordKey } from '../../domain/case-file.ts';
import { aliasOf } from '../../domain/case-files.ts';
import type { Pool } from '../pool.ts';

/** Of one version the content in use is the one recorded last, then of the greater digest (domain/case-file.ts). */
const sql = `select child_id, data from projection.record
where component_id = (select component_id from projection.identifier where id = $1) and record_key = $2
order by version desc, recorded_at desc, digest desc limit 1`;

/** A person's act in one version. */
export interface KnownAct {
  act: ObligationAct;
  /** Whose duty it is about; null: it waits for the record that started the duty. */
  childId: string | null;
}

/** An act in its highest version, as far as it is applied; null: none of this id. */
export async function findAct(db: Pick<Pool, 'query'>, recordId: string): Promise<KnownAct | null> {
  const key = recordKey(ACT_TYPE, recordId);
  const { rows } = await db.query<{ child_id: string | null; data: string }>({
    name: 'find-act',
    text: sql,
    values: [aliasOf(key), key],
  });
  const [row] = rows;
  if (row === undefined) return null;
  return { act: ObligationAct.parse(JSON.parse(row.data)), childId: row.child_id };
}
