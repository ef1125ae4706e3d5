import type pg from 'pg';
import { recordColumns, toAppliedRecord, type AppliedRecord, type RecordRow } from './record-row.ts';

const PAGE = 4_000;

/**
 * The records of each component, one component after the other, streamed by a cursor that ends with the caller's transaction.
 * @param from SQL after `from`: which rows of projection.record, by the name `record`
 */
export async function* readComponents(
  tx: Pick<pg.ClientBase, 'query'>,
  from: string,
  signal?: AbortSignal,
): AsyncGenerator<AppliedRecord[], void, undefined> {
  await tx.query(
    `declare records no scroll cursor for select record.component_id, ${recordColumns}
     from ${from} order by record.component_id`,
  );
  let component = '';
  let records: AppliedRecord[] = [];
  for (;;) {
    signal?.throwIfAborted();
    const { rows } = await tx.query<RecordRow & { component_id: string }>(`fetch ${PAGE} from records`);
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.component_id !== component && records.length > 0) {
        yield records;
        records = [];
      }
      component = row.component_id;
      records.push(toAppliedRecord(row));
    }
  }
  if (records.length > 0) yield records;
  await tx.query('close records');
}
