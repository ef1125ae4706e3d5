import { feedId } from '../../contracts/feed.ts';
import { NAMED_IDS, type ManifestBalance } from '../../contracts/manifest.ts';
import { easternMidnight } from '../../domain/eastern.ts';
import { differencesOf } from '../../domain/feeds/differences.ts';
import { endOfDay } from '../../domain/working-days.ts';
import type { Pool } from '../pool.ts';
import type { StoredManifest } from './read-manifests.ts';

/**
 * What is held of one feed's day, as cheap sums. Nothing of a day is ever taken away, so equal sums mean the same events. Dead letters that
 * name no source or type are the manifest's client's own.
 */
const totalsSql = `select concat_ws(' ',
  (select coalesce(sum(records), 0) from projection.feed_hour where type = $1 and source = $2 and hour >= $3 and hour < $4),
  (select coalesce(sum(times), 0) from rollcall.duplicate where day = $5 and source = $2 and type = $1),
  (select count(*) from rollcall.duplicate_applied where received_at >= $3 and received_at < $4 and source = $2 and type = $1),
  (select count(*) from rollcall.dead_letter where received_at >= $3 and received_at < $4
    and (source = $2 and type = $1 or sender = $6 and (source is null or type is null)))) as totals`;

/**
 * Every event of the feed's day by what became of it. Of several contents of one event the first received is the accepted one and
 * the others conflict; all are in one component. What another agency sent in the feed's name is not the feed's. An id that is no
 * event id is in nobody's digest.
 */
const balanceSql = `with event as materialized (
  select event_id, case when earlier then 'conflict' else 'accepted' end as outcome, 1 as times
  from (
    select r.event_id, exists (
      select from projection.record e
      where e.component_id = r.component_id and e.source = r.source and e.event_id = r.event_id
        and (e.received_at, e.topic, e.partition, e."offset") < (r.received_at, r.topic, r.partition, r."offset")) as earlier
    from projection.record r
    where r.topic = $1 || '.v1' and r.source = $2 and r.received_at >= $3 and r.received_at < $4
  ) record
  union all
  select event_id, 'duplicate', times from rollcall.duplicate where day = $5 and source = $2 and type = $1
  union all
  select event_id, 'duplicate', 1 from rollcall.duplicate_applied
  where received_at >= $3 and received_at < $4 and source = $2 and type = $1
  union all
  select event_id, 'rejected', 1 from rollcall.dead_letter
  where received_at >= $3 and received_at < $4 and source = $2 and type = $1 and code <> 'foreign-source'
), id as materialized (
  select distinct event_id collate "C" as event_id from event where event_id ~ '^[!-~]{1,128}$'
), listed as materialized (
  select distinct event_id collate "C" as event_id from rollcall.manifest, unnest(string_to_array(event_ids, E'\\n')) as list (event_id)
  where id = $7
), missing as materialized (
  select event_id from listed except select event_id from id
), extra as materialized (
  select event_id from id where $8 except select event_id from listed
)
select
  (select coalesce(sum(times) filter (where outcome = 'accepted'), 0)::int from event) as accepted,
  (select coalesce(sum(times) filter (where outcome = 'duplicate'), 0)::int from event) as duplicate,
  (select coalesce(sum(times) filter (where outcome = 'conflict'), 0)::int from event) as conflict,
  (select coalesce(sum(times) filter (where outcome = 'rejected'), 0)::int from event) as rejected,
  (select encode(sha256(convert_to(coalesce(string_agg(event_id, E'\\n' order by event_id), ''), 'UTF8')), 'hex') from id) as digest,
  (select count(*)::int from rollcall.dead_letter
    where received_at >= $3 and received_at < $4 and sender = $6 and (source is null or type is null)) as unattributed,
  (select count(*)::int from missing) as missing_count,
  (select coalesce(array_agg(event_id), '{}') from (select event_id from missing order by 1 limit ${NAMED_IDS}) m) as missing_ids,
  (select count(*)::int from extra) as extra_count,
  (select coalesce(array_agg(event_id), '{}') from (select event_id from extra order by 1 limit ${NAMED_IDS}) e) as extra_ids`;

interface BalanceRow {
  accepted: number;
  duplicate: number;
  conflict: number;
  rejected: number;
  digest: string;
  unattributed: number;
  missing_count: number;
  missing_ids: string[];
  extra_count: number;
  extra_ids: string[];
}

/** A manifest against what is held now. Computed anew only where that is not what it was; the answer is kept with the manifest. */
export async function balanceManifest(
  db: Pick<Pool, 'query'>,
  manifest: StoredManifest,
  now: Date,
): Promise<ManifestBalance> {
  const { type, source, day, client } = manifest;
  const from = new Date(easternMidnight(day)).toISOString();
  const to = new Date(endOfDay(day)).toISOString();
  // Read before the events: if one comes between, the sums are out of date next time, and not the answer for ever.
  const { rows } = await db.query<{ totals: string }>(totalsSql, [type, source, from, to, day, client]);
  const { totals } = rows[0]!;
  if (manifest.balance !== null && manifest.totals === totals) return manifest.balance;
  const found = await db.query<BalanceRow>(balanceSql, [
    type,
    source,
    from,
    to,
    day,
    client,
    manifest.id,
    manifest.listed,
  ]);
  const balance = balanceOf(manifest, found.rows[0]!, now);
  await db.query('update rollcall.manifest set totals = $2, balance = $3 where id = $1', [
    manifest.id,
    totals,
    JSON.stringify(balance),
  ]);
  return balance;
}

function balanceOf(manifest: StoredManifest, row: BalanceRow, now: Date): ManifestBalance {
  const { accepted, duplicate, conflict, rejected } = row;
  const received = {
    accepted,
    duplicate,
    conflict,
    rejected,
    total: accepted + duplicate + conflict + rejected,
  };
  const digest = { sent: manifest.digest, received: row.digest, same: manifest.digest === row.digest };
  const { listed } = manifest;
  const notReceived = listed ? { count: row.missing_count, ids: row.missing_ids } : null;
  const notListed = listed ? { count: row.extra_count, ids: row.extra_ids } : null;
  return {
    feed: feedId(manifest),
    day: manifest.day,
    postedAt: manifest.postedAt.toISOString(),
    evaluatedAt: now.toISOString(),
    balanced: received.total === manifest.sent && digest.same,
    sent: manifest.sent,
    received,
    digest,
    differences: differencesOf({
      sent: manifest.sent,
      received: received.total,
      sameDigest: digest.same,
      notReceived: notReceived?.count ?? null,
      notListed: notListed?.count ?? null,
      unattributed: row.unattributed,
    }),
    notReceived,
    notListed,
  };
}
