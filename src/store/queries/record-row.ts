import type { Assertion } from '../../domain/case-file.ts';
import { identifierFields } from '../../domain/identity/identifiers.ts';

/** A row of projection.record, as queries for reading select it. */
export interface RecordRow {
  record_key: string;
  digest: string;
  source: string;
  event_id: string;
  received_at: Date;
  topic: string;
  partition: number;
  offset: string;
  child_id: string | null;
  link_rule: string;
  data: string;
  overused: boolean;
  overused_ids: string[] | null;
}

/** One content applied, and what the log and the linking know of it. */
export interface AppliedRecord {
  assertion: Assertion;
  receivedAt: Date;
  position: { topic: string; partition: number; offset: string };
  /** Null: not linked to any child. */
  childId: string | null;
  linkRule: string;
  /** Its event has more contents than are named (domain/event-contents.ts), most of them in other components. */
  overused: boolean;
  /** Those of its identifiers that stand for no child (domain/identity/overused-ids.ts). */
  overusedIds: readonly string[];
}

/** A record's agencies' ids, out of canonical JSON: there no other text holds a field's name in quotes and a colon after it. */
const saidIds = Object.entries(identifierFields)
  .filter(([kind]) => kind !== 'a')
  .map(([kind, field]) => `'${kind}:' || split_part(split_part(record.data, '"${field}":"', 2), '"', 1)`);

/**
 * Those of a record's identifiers that are overused, in SQL, as a list or null. Looked up by key: an agency that puts its batches where
 * its id of a child belongs makes thousands. Mostly nothing is overused, and then the record is not looked at.
 * @param schema of the overused ones, with a dot, or nothing
 */
export function overusedIdsOf(schema: string): string {
  return `case when exists (select from ${schema}overused_identifier) then (
    select array_agg(known.id) from unnest(array[${saidIds.join(', ')}]) as said (id),
    lateral (select id from ${schema}overused_identifier o where o.id = said.id offset 0) known) end`;
}

/** Mostly nothing is overused, and to look for it costs next to nothing. */
export const recordColumns = `record.record_key, record.digest, record.source, record.event_id, record.received_at,
  record.topic, record.partition, record."offset", record.child_id, record.link_rule, record.data,
  exists (select from overused_event o where o.source = record.source and o.event_id = record.event_id) as overused,
  ${overusedIdsOf('')} as overused_ids`;

const NONE: readonly string[] = [];

export function toAppliedRecord(row: RecordRow): AppliedRecord {
  const type = row.record_key.slice(0, row.record_key.indexOf('/')) as Assertion['type'];
  return {
    assertion: {
      type,
      data: JSON.parse(row.data) as unknown,
      key: row.record_key,
      digest: row.digest,
      source: row.source,
      eventId: row.event_id,
    } as Assertion,
    receivedAt: row.received_at,
    position: { topic: row.topic, partition: row.partition, offset: row.offset },
    childId: row.child_id,
    linkRule: row.link_rule,
    overused: row.overused,
    overusedIds: row.overused_ids ?? NONE,
  };
}
