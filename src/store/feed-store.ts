import type { FeedName } from '../contracts/feed.ts';
import type { Manifest, ManifestBalance } from '../contracts/manifest.ts';
import type { Pool } from './pool.ts';
import { balanceManifest } from './queries/balance-manifest.ts';
import { addFeedDuplicates, type FeedDuplicate } from './queries/insert-feed-duplicates.ts';
import { insertManifest } from './queries/insert-manifest.ts';
import { readFeeds, type FeedRow } from './queries/read-feeds.ts';
import { readRecentManifests, readManifests } from './queries/read-manifests.ts';

export interface RecentBalance extends FeedName {
  /** Of the latest day. */
  balance: ManifestBalance;
  /** Of that day and those before it that are looked at, the ones that do not balance; latest first. */
  unbalancedDays: string[];
}

/** What the API reads and keeps of feeds: how they come, and what agencies say they sent. */
export interface FeedStore {
  /** Durable when it resolves. */
  countDuplicates(duplicates: readonly FeedDuplicate[]): Promise<void>;
  readFeeds(now: Date): Promise<FeedRow[]>;
  /** Of each feed for which a manifest was posted. */
  readRecentBalances(now: Date): Promise<RecentBalance[]>;
  /** Keep a manifest and weigh it; `isNew` is false where the same was posted last. */
  postManifest(
    feed: FeedName,
    manifest: Manifest,
    client: string,
    now: Date,
  ): Promise<{ isNew: boolean; balance: ManifestBalance }>;
  /** Latest day first; of one day only where it is given. */
  readBalances(feed: FeedName, day: string | null, limit: number, now: Date): Promise<ManifestBalance[]>;
}

export function feedStore(pool: Pool): FeedStore {
  async function readBalances(
    feed: FeedName,
    day: string | null,
    limit: number,
    now: Date,
  ): Promise<ManifestBalance[]> {
    const balances: ManifestBalance[] = [];
    for (const manifest of await readManifests(pool, feed, day, limit))
      balances.push(await balanceManifest(pool, manifest, now));
    return balances;
  }
  return {
    countDuplicates: (duplicates) => addFeedDuplicates(pool, duplicates),
    readFeeds: (now) => readFeeds(pool, now.getTime()),
    async readRecentBalances(now) {
      const found: RecentBalance[] = [];
      for (const manifest of await readRecentManifests(pool)) {
        const { type, source, day } = manifest;
        const latest = found.at(-1);
        const isLatest = latest?.type !== type || latest.source !== source;
        // No more comes of an earlier day: one that balances will still.
        if (!isLatest && manifest.balance?.balanced === true) continue;
        const balance = await balanceManifest(pool, manifest, now);
        if (isLatest) found.push({ type, source, balance, unbalancedDays: balance.balanced ? [] : [day] });
        else if (!balance.balanced) latest.unbalancedDays.push(day);
      }
      return found;
    },
    async postManifest(feed, manifest, client, now) {
      const isNew = await insertManifest(pool, feed, manifest, client, now);
      const [balance] = await readBalances(feed, manifest.day, 1, now);
      return { isNew, balance: balance! };
    },
    readBalances,
  };
}
