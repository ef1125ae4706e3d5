import type pg from 'pg';
import type { dimensions } from '../../domain/assess.ts';
import { column } from './column.ts';

export type DimensionValues = Record<(typeof dimensions)[number], string>;

/** A rendered status, as the API sends it. */
export interface NewStatus {
  childId: string;
  componentId: string;
  etag: string;
  doc: string;
  positions: string;
  nextChangeAt: string | null;
  values: DimensionValues;
}

const sql = `insert into child_status (child_id, component_id, etag, doc, positions, next_change_at, placement, notice_to_appear, court, address, contact, verification)
select * from unnest(
  string_to_array($1, E'\\x1e', E'\\x1f')::uuid[],
  string_to_array($2, E'\\x1e', E'\\x1f')::uuid[],
  string_to_array($3, E'\\x1e', E'\\x1f')::text[],
  string_to_array($4, E'\\x1e', E'\\x1f')::text[],
  string_to_array($5, E'\\x1e', E'\\x1f')::text[],
  string_to_array($6, E'\\x1e', E'\\x1f')::timestamptz[],
  string_to_array($7, E'\\x1e', E'\\x1f')::text[],
  string_to_array($8, E'\\x1e', E'\\x1f')::text[],
  string_to_array($9, E'\\x1e', E'\\x1f')::text[],
  string_to_array($10, E'\\x1e', E'\\x1f')::text[],
  string_to_array($11, E'\\x1e', E'\\x1f')::text[],
  string_to_array($12, E'\\x1e', E'\\x1f')::text[]
)
on conflict (child_id) do update set
  component_id = excluded.component_id,
  etag = excluded.etag,
  doc = excluded.doc,
  positions = excluded.positions,
  next_change_at = excluded.next_change_at,
  placement = excluded.placement,
  notice_to_appear = excluded.notice_to_appear,
  court = excluded.court,
  address = excluded.address,
  contact = excluded.contact,
  verification = excluded.verification`;

export async function writeStatuses(tx: pg.ClientBase, statuses: readonly NewStatus[]): Promise<void> {
  if (statuses.length === 0) return;
  const values = [
    column(statuses.map((s) => s.childId)),
    column(statuses.map((s) => s.componentId)),
    column(statuses.map((s) => s.etag)),
    column(statuses.map((s) => s.doc)),
    column(statuses.map((s) => s.positions)),
    column(statuses.map((s) => s.nextChangeAt)),
    column(statuses.map((s) => s.values.placement)),
    column(statuses.map((s) => s.values.noticeToAppear)),
    column(statuses.map((s) => s.values.court)),
    column(statuses.map((s) => s.values.address)),
    column(statuses.map((s) => s.values.contact)),
    column(statuses.map((s) => s.values.verification)),
  ];
  await tx.query({ name: 'write-statuses', text: sql, values });
}
