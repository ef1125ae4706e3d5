import type pg from 'pg';
import type { Assertion } from '../../domain/case-file.ts';
import { column } from './column.ts';

/** A content to be kept, with where it came from and whose it is. */
export interface NewRecord {
  componentId: string;
  assertion: Assertion;
  /** Canonical JSON, as in the log. */
  value: string;
  sender: string;
  receivedAt: string;
  position: { topic: string; partition: number; offset: string };
  childId: string | null;
  linkRule: string;
}

const sql = `insert into record (component_id, record_key, version, digest, source, event_id, sender, occurred_at, recorded_at, received_at, topic, partition, "offset", child_id, link_rule, data)
select * from unnest(
  string_to_array($1, E'\\x1e', E'\\x1f')::uuid[],
  string_to_array($2, E'\\x1e', E'\\x1f')::text[],
  string_to_array($3, E'\\x1e', E'\\x1f')::int[],
  string_to_array($4, E'\\x1e', E'\\x1f')::uuid[],
  string_to_array($5, E'\\x1e', E'\\x1f')::text[],
  string_to_array($6, E'\\x1e', E'\\x1f')::text[],
  string_to_array($7, E'\\x1e', E'\\x1f')::text[],
  string_to_array($8, E'\\x1e', E'\\x1f')::timestamptz[],
  string_to_array($9, E'\\x1e', E'\\x1f')::timestamptz[],
  string_to_array($10, E'\\x1e', E'\\x1f')::timestamptz[],
  string_to_array($11, E'\\x1e', E'\\x1f')::text[],
  string_to_array($12, E'\\x1e', E'\\x1f')::int[],
  string_to_array($13, E'\\x1e', E'\\x1f')::bigint[],
  string_to_array($14, E'\\x1e', E'\\x1f')::uuid[],
  string_to_array($15, E'\\x1e', E'\\x1f')::text[],
  string_to_array($16, E'\\x1e', E'\\x1f')::text[]
)`;

export async function insertRecords(tx: pg.ClientBase, records: readonly NewRecord[]): Promise<void> {
  if (records.length === 0) return;
  const values = [
    column(records.map((r) => r.componentId)),
    column(records.map((r) => r.assertion.key)),
    column(records.map((r) => r.assertion.data.version)),
    column(records.map((r) => r.assertion.digest)),
    column(records.map((r) => r.assertion.source)),
    column(records.map((r) => r.assertion.eventId)),
    column(records.map((r) => r.sender)),
    column(records.map((r) => r.assertion.data.occurredAt)),
    column(records.map((r) => r.assertion.data.recordedAt)),
    column(records.map((r) => r.receivedAt)),
    column(records.map((r) => r.position.topic)),
    column(records.map((r) => r.position.partition)),
    column(records.map((r) => r.position.offset)),
    column(records.map((r) => r.childId)),
    column(records.map((r) => r.linkRule)),
    column(records.map((r) => r.value)),
  ];
  await tx.query({ name: 'insert-records', text: sql, values });
}
