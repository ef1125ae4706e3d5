import { agencyOfType } from '../../contracts/envelope.ts';
import { feedId, feedOf, type Feed, type FeedName } from '../../contracts/feed.ts';
import { recordTypes, type RecordType } from '../../contracts/records/index.ts';
import { silenceOf } from '../../domain/feeds/silence.ts';
import type { RecentBalance } from '../../store/feed-store.ts';
import { nothingOf, type FeedRow } from '../../store/queries/read-feeds.ts';

/**
 * Every feed that was ever heard of, by its records, refused events or manifests, and every record type of which nothing was; sorted by
 * type, then source.
 */
export function feedList(rows: readonly FeedRow[], balances: readonly RecentBalance[], now: number): Feed[] {
  const balanceOf = new Map(balances.map((one) => [feedId(one), one]));
  const feeds = new Map<string, Feed>();
  for (const row of rows) {
    // Refused events may name anything.
    const name = feedOf(row.type, row.source);
    if (name !== null) feeds.set(feedId(name), feedFrom(name, row, balanceOf.get(feedId(name)), now));
  }
  for (const one of balances) {
    const id = feedId(one);
    if (!feeds.has(id)) feeds.set(id, feedFrom(one, nothingOf(one), one, now));
  }
  const heard = new Set([...feeds.values()].map(({ type }) => type));
  const unheard = recordTypes.filter((type) => !heard.has(type)).map(unheardType);
  return [...feeds.values(), ...unheard].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function feedFrom(name: FeedName, row: FeedRow, recent: RecentBalance | undefined, now: number): Feed {
  const { state, rhythm, expectedBy, silentSince } = silenceOf(row.hours, row.lastReceivedAt, now);
  return {
    id: feedId(name),
    type: name.type,
    agency: agencyOfType(name.type),
    source: name.source,
    state,
    lastReceivedAt: moment(row.lastReceivedAt),
    records: row.records,
    rejected: row.rejected,
    waiting: row.waiting,
    rhythm:
      rhythm === null
        ? null
        : { ...rhythm, usualLongestGapHours: Math.round(rhythm.usualLongestGapHours * 10) / 10 },
    expectedBy: moment(expectedBy),
    silentSince: moment(silentSince),
    manifest:
      recent === undefined
        ? null
        : {
            day: recent.balance.day,
            count: recent.balance.sent,
            balanced: recent.balance.balanced,
            postedAt: recent.balance.postedAt,
            unbalancedDays: recent.unbalancedDays,
          },
  };
}

function unheardType(type: RecordType): Feed {
  return {
    id: null,
    type,
    agency: agencyOfType(type),
    source: null,
    state: 'never-heard',
    lastReceivedAt: null,
    records: NONE,
    rejected: NONE,
    waiting: 0,
    rhythm: null,
    expectedBy: null,
    silentSince: null,
    manifest: null,
  };
}

const NONE = { last24Hours: 0, last7Days: 0 };

function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function sortKey({ type, source }: Feed): string {
  return `${type} ${source ?? ''}`;
}
