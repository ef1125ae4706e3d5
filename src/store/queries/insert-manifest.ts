import type { FeedName } from '../../contracts/feed.ts';
import type { Manifest } from '../../contracts/manifest.ts';
import type { Pool } from '../pool.ts';

/** Adds no second row where the latest of the feed and day says the same: a request sent again changes nothing. */
const sql = `insert into rollcall.manifest (type, source, day, sent, digest, event_ids, client, posted_at)
select $1::text, $2::text, $3::date, $4::int8, $5::text, $6::text, $7::text, $8::timestamptz
where not exists (
  select from (
    select sent, digest, event_ids, client from rollcall.manifest
    where type = $1 and source = $2 and day = $3 order by id desc limit 1
  ) latest where (latest.sent, latest.digest, latest.client) = ($4, $5, $7) and latest.event_ids is not distinct from $6
)`;

/** Keep what an agency says it sent. @returns whether it was new */
export async function insertManifest(
  db: Pick<Pool, 'query'>,
  { type, source }: FeedName,
  manifest: Manifest,
  client: string,
  postedAt: Date,
): Promise<boolean> {
  const ids = manifest.eventIds === undefined ? null : [...new Set(manifest.eventIds)].sort().join('\n');
  const { rowCount } = await db.query(sql, [
    type,
    source,
    manifest.day,
    manifest.count,
    manifest.digest,
    ids,
    client,
    postedAt,
  ]);
  return rowCount === 1;
}
