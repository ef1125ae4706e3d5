import type pg from 'pg';
import { column } from './column.ts';
import type { DimensionValues } from './write-statuses.ts';

interface Row {
  child_id: string;
  component_id: string;
  etag: string;
  policy_version: string;
  next_change_at: Date | null;
  findings: string;
  placement: string;
  notice_to_appear: string;
  court: string;
  address: string;
  contact: string;
  verification: string;
}

/** What a child's status was before a batch, as far as saying what changed needs it. */
export interface StatusBefore {
  childId: string;
  componentId: string;
  etag: string;
  policyVersion: string;
  /** From then on it held no longer, if not from sooner; null: until news. */
  nextChangeAt: Date | null;
  /** As `findingsText` wrote them. */
  findings: string;
  values: DimensionValues;
}

const sql = `select child_id, component_id, etag, policy_version, next_change_at, findings, placement, notice_to_appear, court, address, contact, verification
from child_status where component_id = any(string_to_array($1, E'\\x1e', E'\\x1f')::uuid[])`;

export async function loadStatusValues(
  tx: pg.ClientBase,
  componentIds: readonly string[],
): Promise<StatusBefore[]> {
  if (componentIds.length === 0) return [];
  const { rows } = await tx.query<Row>({
    name: 'load-status-values',
    text: sql,
    values: [column(componentIds)],
  });
  return rows.map((row) => ({
    childId: row.child_id,
    componentId: row.component_id,
    etag: row.etag,
    policyVersion: row.policy_version,
    nextChangeAt: row.next_change_at,
    findings: row.findings,
    values: {
      placement: row.placement,
      noticeToAppear: row.notice_to_appear,
      court: row.court,
      address: row.address,
      contact: row.contact,
      verification: row.verification,
    },
  }));
}
