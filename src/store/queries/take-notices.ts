import type pg from 'pg';
import type { AnnouncementType } from '../../contracts/announcement.ts';
import type { NewNotice } from './add-notices.ts';

/** A notice that is not in the log yet. */
export interface WaitingNotice extends NewNotice {
  seq: string;
  createdAt: Date;
}

/** The first notices in order. */
export async function readWaitingNotices(tx: pg.ClientBase, limit: number): Promise<WaitingNotice[]> {
  const { rows } = await tx.query<{
    seq: string;
    topic: string;
    key: string;
    type: AnnouncementType;
    payload: string;
    created_at: Date;
  }>({
    name: 'read-waiting-notices',
    text: 'select seq, topic, key, type, payload, created_at from rollcall.notice order by seq limit $1',
    values: [limit],
  });
  return rows.map(({ created_at: createdAt, ...notice }) => ({ ...notice, createdAt }));
}

/**
 * Delete those that are in the log now. By name and not up to the last: sequence numbers are given before a commit, so a smaller
 * one may still appear.
 */
export async function deleteNotices(tx: pg.ClientBase, seqs: readonly string[]): Promise<void> {
  await tx.query({
    name: 'delete-notices',
    text: 'delete from rollcall.notice where seq = any($1::bigint[])',
    values: [seqs],
  });
}
