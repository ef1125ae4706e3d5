import type pg from 'pg';
import type { AnnouncementType } from '../../contracts/announcement.ts';
import { copyIn, copyRow } from './copy-in.ts';

/** A message to go out on one of Rollcall's own topics. */
export interface NewNotice {
  topic: string;
  key: string;
  type: AnnouncementType;
  payload: string;
}

/** In the transaction of what they tell of; the outbox sends them on. */
export async function addNotices(tx: pg.ClientBase, notices: readonly NewNotice[]): Promise<void> {
  await copyIn(
    tx,
    'rollcall.notice (topic, key, type, payload)',
    notices.map(({ topic, key, type, payload }) => copyRow([topic, key, type, payload])),
  );
}
