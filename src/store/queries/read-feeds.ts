import type { Pool } from '../pool.ts';
import { readWaitingRecords } from './read-undecided.ts';

/** What is known of one feed; moments are milliseconds since 1970 UTC. */
export interface FeedRow {
  type: string;
  source: string;
  /** Null: nothing of it was ever taken in. */
  lastReceivedAt: number | null;
  /** When each of its latest hours with records began, ascending. */
  hours: number[];
  /** In this hour and the 23, or 167, before it. */
  records: { last24Hours: number; last7Days: number };
  rejected: { last24Hours: number; last7Days: number };
  /** Records that belong to no child now. */
  waiting: number;
}

/** Hours that the rhythm may look at: four weeks of one that comes round the clock, half a year of one that comes rarely. */
const HOURS = 4 * 7 * 24 + 24;
const DAYS = 27 * 7;

/** Feeds are found by jumping from one to the next along the key, whatever the count of hours. */
const recordsSql = `with recursive feed as (
  (select type, source from projection.feed_hour order by type, source limit 1)
  union all
  select next.type, next.source from feed, lateral (
    select h.type, h.source from projection.feed_hour h where (h.type, h.source) > (feed.type, feed.source)
    order by h.type, h.source limit 1) next
)
select feed.type, feed.source, latest.last_received_at, latest.hours, counts.day, counts.week
from feed, lateral (
  select max(h.last_received_at) as last_received_at, array_agg(extract(epoch from h.hour)::int8 order by h.hour) as hours
  from (
    select hour, last_received_at from projection.feed_hour h where h.type = feed.type and h.source = feed.source
    order by hour desc limit ${HOURS}
  ) h
) latest, lateral (
  select coalesce(sum(records) filter (where hour > $1::timestamptz - interval '24 hours'), 0)::int as day,
    coalesce(sum(records), 0)::int as week
  from projection.feed_hour h
  where h.type = feed.type and h.source = feed.source and hour > $1::timestamptz - interval '168 hours'
) counts`;

/** What another agency sent in a feed's name is not the feed's. */
const rejectedSql = `select type, source, count(*) filter (where received_at >= $1::timestamptz - interval '23 hours')::int as day, count(*)::int as week
from rollcall.dead_letter
where received_at >= $1::timestamptz - interval '167 hours' and source is not null and type is not null and code <> 'foreign-source'
group by type, source`;

interface RecordsRow {
  type: string;
  source: string;
  last_received_at: Date;
  hours: string[];
  day: number;
  week: number;
}

interface RejectedRow {
  type: string;
  source: string;
  day: number;
  week: number;
}

/** All feeds of which anything was taken in, or refused within the last week. @param now milliseconds since 1970 UTC */
export async function readFeeds(db: Pick<Pool, 'query'>, now: number): Promise<FeedRow[]> {
  const hour = new Date(now - (now % 3_600_000)).toISOString();
  const [records, rejected, waiting] = await Promise.all([
    db.query<RecordsRow>(recordsSql, [hour]),
    db.query<RejectedRow>(rejectedSql, [hour]),
    readWaitingRecords(db),
  ]);
  const feeds = new Map<string, FeedRow>();
  for (const { type, source, last_received_at: last, hours, day, week } of records.rows) {
    feeds.set(`${type} ${source}`, {
      type,
      source,
      lastReceivedAt: last.getTime(),
      hours: recent(hours.map((seconds) => Number(seconds) * 1000)),
      records: { last24Hours: day, last7Days: week },
      rejected: NONE,
      waiting: 0,
    });
  }
  for (const { type, source, day, week } of rejected.rows) {
    const key = `${type} ${source}`;
    const counts = { last24Hours: day, last7Days: week };
    const found = feeds.get(key);
    if (found !== undefined) found.rejected = counts;
    else feeds.set(key, { ...nothingOf({ type, source }), rejected: counts });
  }
  for (const { type, source, records: count } of waiting) {
    const found = feeds.get(`${type} ${source}`);
    if (found !== undefined) found.waiting = count;
  }
  return [...feeds.values()];
}

/** A feed of which nothing was taken in. */
export function nothingOf({ type, source }: { type: string; source: string }): FeedRow {
  return { type, source, lastReceivedAt: null, hours: [], records: NONE, rejected: NONE, waiting: 0 };
}

const NONE = { last24Hours: 0, last7Days: 0 };

function recent(hours: readonly number[]): number[] {
  const since = (hours.at(-1) ?? 0) - DAYS * 24 * 3_600_000;
  return hours.filter((hour) => hour >= since);
}
