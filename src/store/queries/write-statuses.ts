import type pg from 'pg';
import type { dimensions } from '../../domain/assess.ts';
import { column } from './column.ts';
import { copyIn, copyRow } from './copy-in.ts';

export type DimensionValues = Record<(typeof dimensions)[number], string>;

/** A rendered status, as the API sends it. */
export interface NewStatus {
  childId: string;
  componentId: string;
  etag: string;
  doc: string;
  positions: string;
  nextChangeAt: string | null;
  policyVersion: string;
  /** Its rows in obligation, discrepancy and accountability (write-findings.ts). */
  findings: string;
  values: DimensionValues;
}

const target =
  'child_status (child_id, component_id, etag, doc, positions, next_change_at, policy_version, findings, placement, notice_to_appear, court, address, contact, verification)';

const sql = `update child_status s set
  component_id = n.component_id,
  etag = n.etag,
  doc = n.doc,
  positions = n.positions,
  next_change_at = n.next_change_at,
  put_off_until = null,
  policy_version = n.policy_version,
  findings = n.findings,
  placement = n.placement,
  notice_to_appear = n.notice_to_appear,
  court = n.court,
  address = n.address,
  contact = n.contact,
  verification = n.verification
from unnest(
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
  string_to_array($12, E'\\x1e', E'\\x1f')::text[],
  string_to_array($13, E'\\x1e', E'\\x1f')::text[],
  string_to_array($14, E'\\x1e', E'\\x1f')::text[]
) as n (child_id, component_id, etag, doc, positions, next_change_at, policy_version, findings, placement, notice_to_appear, court, address, contact, verification)
where s.child_id = n.child_id`;

/** Statuses of children that have none yet; the lock on the component keeps others from writing one meanwhile. */
export async function insertStatuses(tx: pg.ClientBase, statuses: readonly NewStatus[]): Promise<void> {
  await copyIn(tx, target, statuses.map(rowOf));
}

function rowOf({ values, ...status }: NewStatus): string {
  return copyRow([
    status.childId,
    status.componentId,
    status.etag,
    status.doc,
    status.positions,
    status.nextChangeAt,
    status.policyVersion,
    status.findings,
    values.placement,
    values.noticeToAppear,
    values.court,
    values.address,
    values.contact,
    values.verification,
  ]);
}

/** Statuses in place of those there are. */
export async function updateStatuses(tx: pg.ClientBase, statuses: readonly NewStatus[]): Promise<void> {
  if (statuses.length === 0) return;
  const values = [
    column(statuses.map((s) => s.childId)),
    column(statuses.map((s) => s.componentId)),
    column(statuses.map((s) => s.etag)),
    column(statuses.map((s) => s.doc)),
    column(statuses.map((s) => s.positions)),
    column(statuses.map((s) => s.nextChangeAt)),
    column(statuses.map((s) => s.policyVersion)),
    column(statuses.map((s) => s.findings)),
    column(statuses.map((s) => s.values.placement)),
    column(statuses.map((s) => s.values.noticeToAppear)),
    column(statuses.map((s) => s.values.court)),
    column(statuses.map((s) => s.values.address)),
    column(statuses.map((s) => s.values.contact)),
    column(statuses.map((s) => s.values.verification)),
  ];
  await tx.query({ name: 'update-statuses', text: sql, values });
}
