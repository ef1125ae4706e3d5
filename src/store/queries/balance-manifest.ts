import { feedId } from '../../contracts/feed.ts';
import { NAMED_IDS, type ManifestBalance } from '../../contracts/manifest.ts';
import { easternMidnight } from '../../domain/eastern.ts';
import { differencesOf } from '../../domain/feeds/differences.ts';
import { endOfDay } from '../../domain/working-days.ts';
import type { Pool } from '../pool.ts';
import type { StoredManifest } from './read-manifests.ts';

/**
 * What is held of one feed's day, as sums that are cheap to compute. What another agency sent in the feed's name does not count. Dead
 * letters without a source or type are `unattributed` if the manifest's own client sent them.
 * $1 and $2 the feed's type and source; $3 and $4 when its day begins and ends; $5 the day; $6 the client.
 */
const totals = `
  (select coalesce(sum(records - conflicts), 0)::int from projection.feed_hour
    where type = $1 and source = $2 and hour >= $3 and hour < $4) as accepted,
  (select coalesce(sum(conflicts), 0)::int from projection.feed_hour
    where type = $1 and source = $2 and hour >= $3 and hour < $4) as conflict,
  (select coalesce(sum(times), 0)::int from rollcall.duplicate where day = $5 and source = $2 and type = $1)
    + (select count(*)::int from rollcall.duplicate_applied
      where received_at >= $3 and received_at < $4 and source = $2 and type = $1) as duplicate,
  (select count(*)::int from rollcall.dead_letter
    where received_at >= $3 and received_at < $4 and source = $2 and type = $1 and code <> 'foreign-source') as rejected,
  (select count(*)::int from rollcall.dead_letter
    where received_at >= $3 and received_at < $4 and sender = $6 and (source is null or type is null)) as unattributed`;

const totalsSql = `select ${totals}`;

/**
 * The same, and what differs by id, whatever became of each event. A refused event whose id is not a valid event id is in nobody's digest.
 * Besides: $7 the manifest's id; $8 whether it lists its ids.
 */
const balanceSql = `with id as materialized (
  select event_id collate "C" as event_id from projection.record
  where topic = $1 || '.v1' and source = $2 and received_at >= $3 and received_at < $4
  union
  select event_id collate "C" from rollcall.duplicate where day = $5 and source = $2 and type = $1
  union
  select event_id collate "C" from rollcall.duplicate_applied
  where received_at >= $3 and received_at < $4 and source = $2 and type = $1
  union
  select event_id collate "C" from rollcall.dead_letter
  where received_at >= $3 and received_at < $4 and source = $2 and type = $1 and code <> 'foreign-source'
    and event_id <> '' and length(event_id) <= 128 and event_id !~ '[^!-~]'
), listed as materialized (
  select distinct event_id collate "C" as event_id
  from rollcall.manifest, unnest(string_to_array(event_ids, E'\\n')) as list (event_id)
  where id = $7
), missing as materialized (
  select event_id from listed except select event_id from id
), extra as materialized (
  select event_id from id where $8 except select event_id from listed
)
select ${totals},
  (select encode(sha256(convert_to(coalesce(string_agg(event_id, E'\\n' order by event_id), ''), 'UTF8')), 'hex') from id) as digest,
  (select count(*)::int from missing) as missing_count,
  (select coalesce(array_agg(event_id), '{}') from (select event_id from missing order by 1 limit ${NAMED_IDS}) m) as missing_ids,
  (select count(*)::int from extra) as extra_count,
  (select coalesce(array_agg(event_id), '{}') from (select event_id from extra order by 1 limit ${NAMED_IDS}) e) as extra_ids`;

interface Totals {
  accepted: number;
  conflict: number;
  duplicate: number;
  rejected: number;
  unattributed: number;
}

interface BalanceRow extends Totals {
  digest: string;
  missing_count: number;
  missing_ids: string[];
  extra_count: number;
  extra_ids: string[];
}

/**
 * Weigh a manifest against what is held now. Nothing is ever taken away from a day, so as long as its sums are unchanged it holds the
 * same events and the balance kept with the manifest is still right. Otherwise it is computed again, and kept.
 */
export async function balanceManifest(
  db: Pick<Pool, 'query'>,
  manifest: StoredManifest,
  now: Date,
): Promise<ManifestBalance> {
  const { type, source, day, client } = manifest;
  const from = new Date(easternMidnight(day)).toISOString();
  const to = new Date(endOfDay(day)).toISOString();
  const ofDay = [type, source, from, to, day, client];
  if (manifest.balance !== null) {
    const { rows } = await db.query<Totals>(totalsSql, ofDay);
    if (textOf(rows[0]!) === manifest.totals) return { ...manifest.balance, evaluatedAt: now.toISOString() };
  }
  const { rows } = await db.query<BalanceRow>(balanceSql, [...ofDay, manifest.id, manifest.listed]);
  const balance = balanceOf(manifest, rows[0]!, now);
  await db.query('update rollcall.manifest set totals = $2, balance = $3 where id = $1', [
    manifest.id,
    textOf(rows[0]!),
    JSON.stringify(balance),
  ]);
  return balance;
}

function textOf({ accepted, conflict, duplicate, rejected, unattributed }: Totals): string {
  return [accepted, conflict, duplicate, rejected, unattributed].join(' ');
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
