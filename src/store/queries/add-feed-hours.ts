import type pg from 'pg';

/** Records that one feed brought in an hour of receipt; moments as RFC 3339. */
export interface FeedHour {
  type: string;
  source: string;
  /** When it begins. */
  hour: string;
  records: number;
  /** How many of all its records are another content of an event received before; may be less than none, as it is added. */
  conflicts: number;
  lastReceivedAt: string;
}

/** In order of their keys, so that two transactions that count for the same hours take turns. */
const sql = `insert into feed_hour (type, source, hour, records, conflicts, last_received_at)
select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::int[], $5::int[], $6::timestamptz[])
  as more (type, source, hour, records, conflicts, last)
order by type, source, hour
on conflict (type, source, hour) do update set records = feed_hour.records + excluded.records,
  conflicts = feed_hour.conflicts + excluded.conflicts,
  last_received_at = greatest(feed_hour.last_received_at, excluded.last_received_at)`;

/** Add to the counts of the live tables or the shadow's, as the connection's search path says; each hour once. */
export async function addFeedHours(tx: pg.ClientBase, hours: readonly FeedHour[]): Promise<void> {
  if (hours.length === 0) return;
  await tx.query(sql, [
    hours.map((one) => one.type),
    hours.map((one) => one.source),
    hours.map((one) => one.hour),
    hours.map((one) => one.records),
    hours.map((one) => one.conflicts),
    hours.map((one) => one.lastReceivedAt),
  ]);
}
