import type { RecordType } from '../../contracts/records/index.ts';
import { recordKey } from '../../domain/case-file.ts';
import { aliasOf } from '../../domain/case-files.ts';
import type { Pool } from '../pool.ts';
import { column } from './column.ts';

/** A content of an event that may be known. */
export interface AskedContent {
  /** The hash of source and id. */
  eventKey: string;
  source: string;
  id: string;
  digest: string;
  type: RecordType;
  recordId(): string;
}

const eventsSql = `select id from projection.identifier where id = any(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[])`;

/**
 * Contents are looked up by their record, not by their event: most contents of an overused event are in other components than the event's.
 * Each component is read once and returns only what was asked for.
 *
 * `offset 0` forces a look-up by key for each component. Written as a join, a plan made while the tables were still empty read them
 * whole, and Postgres kept that plan while they grew.
 */
const contentsSql = `with asked as materialized (
  select * from unnest(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[], string_to_array($2, E'\\x1e', E'\\x1f')::uuid[],
    string_to_array($3, E'\\x1e', E'\\x1f'), string_to_array($4, E'\\x1e', E'\\x1f')) as one (record_id, digest, source, event_id)
)
select distinct found.source, found.event_id, found.digest
from (
  select distinct named.component_id
  from (select distinct record_id from asked) one,
  lateral (select component_id from projection.identifier where id = one.record_id offset 0) named
) component,
lateral (
  select record.source, record.event_id, record.digest from projection.record record
  where record.component_id = component.component_id
  offset 0
) found
where (found.digest, found.source, found.event_id) in (select digest, source, event_id from asked)`;

/** Which of these contents were applied: digests by event key, empty if only others of the event were; unknown events are left out. */
export async function findReceipts(
  db: Pick<Pool, 'query'>,
  contents: readonly AskedContent[],
): Promise<Map<string, Set<string>>> {
  const events = await db.query<{ id: string }>({
    name: 'find-events',
    text: eventsSql,
    values: [column([...new Set(contents.map(({ eventKey }) => eventKey))])],
  });
  const receipts = new Map(events.rows.map(({ id }) => [id, new Set<string>()]));
  const ofKnown = contents.filter(({ eventKey }) => receipts.has(eventKey));
  if (ofKnown.length === 0) return receipts;
  const found = await db.query<{ source: string; event_id: string; digest: string }>({
    name: 'find-contents',
    text: contentsSql,
    values: [
      column(ofKnown.map((one) => aliasOf(recordKey(one.type, one.recordId(), one.source)))),
      column(ofKnown.map(({ digest }) => digest)),
      column(ofKnown.map(({ source }) => source)),
      column(ofKnown.map(({ id }) => id)),
    ],
  });
  const names = new Set(found.rows.map((row) => `${row.source} ${row.event_id} ${row.digest}`));
  for (const { eventKey, source, id, digest } of ofKnown)
    if (names.has(`${source} ${id} ${digest}`)) receipts.get(eventKey)!.add(digest);
  return receipts;
}
