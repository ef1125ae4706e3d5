import type { Oversight } from '../../../src/api/oversight.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import type { FeedStore } from '../../../src/store/feed-store.ts';
import type { ReadStore } from '../../../src/store/read-store.ts';

/** A store in which there is nothing. */
export const emptyStore: ReadStore = {
  readStatus: async () => null,
  findReceipts: async () => new Map(),
  searchChildren: async () => ({
    children: [],
    unlinked: { records: 0, reasons: [] },
    former: { records: 0 },
    overused: [],
  }),
  readRecordsAround: async () => [],
  readStatusHistory: async () => [],
  readChanges: async () => [],
  readChangeHead: async () => 0n,
};

/** No feed was ever heard of. */
export const emptyFeeds: FeedStore = {
  countDuplicates: async () => {},
  readFeeds: async () => [],
  readRecentBalances: async () => [],
  postManifest: () => Promise.reject(new Error('nothing is kept here')),
  readBalances: async () => [],
};

/** No child has a duty, or counts anywhere. */
export const emptyOversight: Oversight = {
  policy: currentPolicy,
  readWorklist: async () => ({ rows: [], next: null }),
  countAccountability: async () => [],
  readAccountability: async () => ({ rows: [], next: null }),
  readDiscrepancies: async () => ({ rows: [], next: null }),
  findDuty: async () => null,
  findAct: async () => null,
  keepAct: async () => null,
  noteActInLog: async () => {},
};
