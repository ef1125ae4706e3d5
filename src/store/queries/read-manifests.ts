import type { FeedName } from '../../contracts/feed.ts';
import { MANIFEST_DAYS, type ManifestBalance } from '../../contracts/manifest.ts';
import type { Pool } from '../pool.ts';

/** A manifest as it is kept. */
export interface StoredManifest extends FeedName {
  id: string;
  /** YYYY-MM-DD. */
  day: string;
  sent: number;
  digest: string;
  /** Whether it lists its event ids. */
  listed: boolean;
  client: string;
  postedAt: Date;
  /** What was held when `balance` was computed; both null: not computed yet. */
  totals: string | null;
  balance: ManifestBalance | null;
}

interface Row {
  id: string;
  type: FeedName['type'];
  source: string;
  day: string;
  sent: string;
  digest: string;
  listed: boolean;
  client: string;
  posted_at: Date;
  totals: string | null;
  balance: string | null;
}

const columns =
  'id, type, source, day::text as day, sent, digest, event_ids is not null as listed, client, posted_at, totals, balance';

const ofFeedSql = `select distinct on (day) ${columns} from rollcall.manifest
where type = $1 and source = $2 and ($3::date is null or day = $3)
order by day desc, id desc limit $4`;

/** A feed's manifests, of each day the latest posted, latest day first; of one day only where it is given. */
export async function readManifests(
  db: Pick<Pool, 'query'>,
  { type, source }: FeedName,
  day: string | null,
  limit: number,
): Promise<StoredManifest[]> {
  const { rows } = await db.query<Row>(ofFeedSql, [type, source, day, limit]);
  return rows.map(toManifest);
}

const recentSql = `select distinct on (type, source, day) ${columns} from rollcall.manifest m
where day > (select max(day) - ${MANIFEST_DAYS} from rollcall.manifest l where l.type = m.type and l.source = m.source)
order by type, source, day desc, id desc`;

/** Of each feed the manifests of its last days, of each day the latest posted; latest day first. */
export async function readRecentManifests(db: Pick<Pool, 'query'>): Promise<StoredManifest[]> {
  const { rows } = await db.query<Row>(recentSql);
  return rows.map(toManifest);
}

function toManifest(row: Row): StoredManifest {
  return {
    id: row.id,
    type: row.type,
    source: row.source,
    day: row.day,
    sent: Number(row.sent),
    digest: row.digest,
    listed: row.listed,
    client: row.client,
    postedAt: row.posted_at,
    totals: row.totals,
    balance: row.balance === null ? null : (JSON.parse(row.balance) as ManifestBalance),
  };
}
