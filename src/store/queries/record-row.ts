import type { Assertion } from '../../domain/case-file.ts';

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
  /** Identifiers that stand for no child (domain/identity/overused-ids.ts), all of its own among them. */
  overusedIds: readonly string[];
}

/** Whether a record says an overused identifier `o`, as JSON writes it; or the same text elsewhere. */
export const saysIdentifier = `strpos(record.data, '"' || substr(o.id, strpos(o.id, ':') + 1) || '"') > 0`;

/** Mostly nothing is overused, and to look for it costs next to nothing. */
export const recordColumns = `record.record_key, record.digest, record.source, record.event_id, record.received_at,
  record.topic, record.partition, record."offset", record.child_id, record.link_rule, record.data,
  exists (select from overused_event o where o.source = record.source and o.event_id = record.event_id) as overused,
  (select array_agg(o.id) from overused_identifier o
   where ${saysIdentifier}) as overused_ids`;

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
