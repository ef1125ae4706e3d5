import type pg from 'pg';
import { easternDay } from '../../domain/eastern.ts';
import type { Pool } from '../pool.ts';

/** An event that was sent again with the same content. */
export interface FeedDuplicate {
  type: string;
  source: string;
  eventId: string;
  /** RFC 3339. */
  receivedAt: string;
}

const knownSql = `insert into rollcall.duplicate (day, source, type, event_id, times)
select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::int[]) as more (day, source, type, event_id, times)
order by day, source, type, event_id
on conflict (day, source, type, event_id) do update set times = duplicate.times + excluded.times`;

/** Count what intake recognised, each time it came. One statement. */
export async function addFeedDuplicates(
  db: Pick<Pool, 'query'>,
  duplicates: readonly FeedDuplicate[],
): Promise<void> {
  if (duplicates.length === 0) return;
  const rows = new Map<string, FeedDuplicate & { day: string; times: number }>();
  for (const one of duplicates) {
    const day = easternDay(Date.parse(one.receivedAt));
    const key = `${day} ${one.source} ${one.type} ${one.eventId}`;
    const found = rows.get(key);
    if (found === undefined) rows.set(key, { ...one, day, times: 1 });
    else found.times += 1;
  }
  const list = [...rows.values()];
  await db.query(knownSql, [
    list.map((one) => one.day),
    list.map((one) => one.source),
    list.map((one) => one.type),
    list.map((one) => one.eventId),
    list.map((one) => one.times),
  ]);
}

/** A duplicate that the log holds. */
export interface AppliedDuplicate extends FeedDuplicate {
  digest: string;
}

const appliedSql = `insert into rollcall.duplicate_applied (received_at, source, event_id, digest, type)
select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::uuid[], $5::text[])
on conflict do nothing`;

/** Note what the log holds again; noting it again changes nothing. */
export async function insertAppliedDuplicates(
  tx: pg.ClientBase,
  duplicates: readonly AppliedDuplicate[],
): Promise<void> {
  if (duplicates.length === 0) return;
  await tx.query(appliedSql, [
    duplicates.map((one) => one.receivedAt),
    duplicates.map((one) => one.source),
    duplicates.map((one) => one.eventId),
    duplicates.map((one) => one.digest),
    duplicates.map((one) => one.type),
  ]);
}
