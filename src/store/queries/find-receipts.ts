import type { Pool } from '../pool.ts';
import { column } from './column.ts';

interface Row {
  id: string;
  digest: string;
}

/**
 * `offset 0` keeps it a look-up by key for each event. As a join, of tables that were empty when it was first planned, the plan was to read them
 * whole, and was kept while they grew.
 */
const sql = `select event.id, found.digest
from unnest(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[], string_to_array($2, E'\\x1e', E'\\x1f'), string_to_array($3, E'\\x1e', E'\\x1f')) as event (id, source, event_id),
lateral (
  select record.digest from projection.record record
  where record.component_id = (select component_id from projection.identifier where id = event.id)
    and record.source = event.source and record.event_id = event.event_id
  offset 0
) found`;

/** Digests of all contents applied for each event, by event key (the hash of source and id); unknown: left out. */
export async function findReceipts(
  db: Pick<Pool, 'query'>,
  events: ReadonlyArray<{ eventKey: string; source: string; id: string }>,
): Promise<Map<string, string[]>> {
  const { rows } = await db.query<Row>({
    name: 'find-receipts',
    text: sql,
    values: [
      column(events.map((e) => e.eventKey)),
      column(events.map((e) => e.source)),
      column(events.map((e) => e.id)),
    ],
  });
  const receipts = new Map<string, string[]>();
  for (const row of rows) {
    const known = receipts.get(row.id);
    if (known === undefined) receipts.set(row.id, [row.digest]);
    else known.push(row.digest);
  }
  return receipts;
}
