import type { Pool } from '../pool.ts';

interface Row {
  id: string;
  digest: string;
}

/** Between texts, in place of an array's quotes: cannot occur in a source or an id, which are printable ASCII. */
const SEPARATOR = '\u001e';

const sql = `select event.id, record.digest
from unnest($1::uuid[], string_to_array($2, E'\\x1e'), string_to_array($3, E'\\x1e')) as event (id, source, event_id)
join projection.identifier identifier on identifier.id = event.id
join projection.record record on record.component_id = identifier.component_id
  and record.source = event.source and record.event_id = event.event_id`;

/** Digests of all contents applied for each event, by event key (the hash of source and id); unknown: left out. */
export async function findReceipts(
  db: Pick<Pool, 'query'>,
  events: ReadonlyArray<{ eventKey: string; source: string; id: string }>,
): Promise<Map<string, string[]>> {
  const { rows } = await db.query<Row>({
    name: 'find-receipts',
    text: sql,
    values: [
      `{${events.map((e) => e.eventKey).join(',')}}`,
      events.map((e) => e.source).join(SEPARATOR),
      events.map((e) => e.id).join(SEPARATOR),
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
