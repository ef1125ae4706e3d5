import type pg from 'pg';
import { column } from './column.ts';
import { recordColumns, toAppliedRecord, type AppliedRecord, type RecordRow } from './record-row.ts';

const sql = `select record.component_id, ${recordColumns} from record where record.component_id = any(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[])`;

/**
 * All contents of some components, every version, with their component.
 * @param until those alone that had been received by then
 */
export async function loadRecords(
  tx: Pick<pg.ClientBase, 'query'>,
  componentIds: readonly string[],
  until?: Date,
): Promise<Array<AppliedRecord & { componentId: string }>> {
  if (componentIds.length === 0) return [];
  const { rows } = await tx.query<RecordRow & { component_id: string }>(
    until === undefined
      ? { name: 'load-records', text: sql, values: [column(componentIds)] }
      : {
          name: 'load-records-until',
          text: `${sql} and received_at <= $2`,
          values: [column(componentIds), until],
        },
  );
  return rows.map((row) => ({ ...toAppliedRecord(row), componentId: row.component_id }));
}
