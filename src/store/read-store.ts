import type { Pool } from './pool.ts';
import { coalesce } from './coalesce.ts';
import { findReceipts, type AskedContent } from './queries/find-receipts.ts';
import { readChangeHead, readChanges, type StatusChange } from './queries/read-changes.ts';
import { readStatuses, type StatusRow } from './queries/read-status.ts';
import { readRecordsAround, readStatusHistory, type StatusInterval } from './queries/read-timeline.ts';
import type { AppliedRecord } from './queries/record-row.ts';
import { searchChildren, type SearchResult } from './queries/search-children.ts';

/** Everything the API reads of the store. */
export interface ReadStore {
  /** Concurrent calls go to the database together. Null: no such child. */
  readStatus(childId: string): Promise<StatusRow | null>;
  findReceipts(contents: readonly AskedContent[]): Promise<Map<string, Set<string>>>;
  searchChildren(texts: readonly string[]): Promise<SearchResult>;
  readRecordsAround(childId: string): Promise<AppliedRecord[]>;
  readStatusHistory(childId: string): Promise<StatusInterval[]>;
  readChanges(after: bigint, limit: number): Promise<StatusChange[]>;
  readChangeHead(): Promise<bigint>;
}

export function readStore(pool: Pool): ReadStore {
  return {
    readStatus: coalesce((ids) => readStatuses(pool, ids)),
    findReceipts: (contents) => findReceipts(pool, contents),
    searchChildren: (texts) => searchChildren(pool, texts),
    readRecordsAround: (childId) => readRecordsAround(pool, childId),
    readStatusHistory: (childId) => readStatusHistory(pool, childId),
    readChanges: (after, limit) => readChanges(pool, after, limit),
    readChangeHead: () => readChangeHead(pool),
  };
}
