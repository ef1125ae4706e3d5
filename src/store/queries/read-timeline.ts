import type { Pool } from '../pool.ts';
import { recordColumns, toAppliedRecord, type AppliedRecord, type RecordRow } from './record-row.ts';

/** Values of all dimensions from a moment on, until the next interval. */
export interface StatusInterval {
  validFrom: Date;
  placement: string;
  noticeToAppear: string;
  court: string;
  address: string;
  contact: string;
  verification: string;
}

const recordsSql = `select ${recordColumns}
from projection.record record
where record.component_id = (select component_id from projection.child_status where child_id = $1)`;

/**
 * All records that could have to do with a child, its own and those of others in its component: which content of an
 * event is in use depends on all. Empty where the child is unknown.
 */
export async function readRecordsAround(db: Pick<Pool, 'query'>, childId: string): Promise<AppliedRecord[]> {
  const { rows } = await db.query<RecordRow>({
    name: 'read-records-around',
    text: recordsSql,
    values: [childId],
  });
  return rows.map(toAppliedRecord);
}

interface IntervalRow {
  valid_from: Date;
  placement: string;
  notice_to_appear: string;
  court: string;
  address: string;
  contact: string;
  verification: string;
}

const historySql = `select valid_from, placement, notice_to_appear, court, address, contact, verification
from projection.status_history where child_id = $1 order by valid_from`;

/** What the child's status was in each interval, by what is known now; earliest first. */
export async function readStatusHistory(db: Pick<Pool, 'query'>, childId: string): Promise<StatusInterval[]> {
  const { rows } = await db.query<IntervalRow>({
    name: 'read-status-history',
    text: historySql,
    values: [childId],
  });
  return rows.map((row) => ({
    validFrom: row.valid_from,
    placement: row.placement,
    noticeToAppear: row.notice_to_appear,
    court: row.court,
    address: row.address,
    contact: row.contact,
    verification: row.verification,
  }));
}
