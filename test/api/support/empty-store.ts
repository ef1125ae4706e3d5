import type { ReadStore } from '../../../src/store/read-store.ts';

/** A store in which there is nothing. */
export const emptyStore: ReadStore = {
  readStatus: async () => null,
  findReceipts: async () => new Map(),
  searchChildren: async () => ({ children: [], unlinked: { records: 0, reasons: [] } }),
  readRecordsAround: async () => [],
  readStatusHistory: async () => [],
  readChanges: async () => [],
  readChangeHead: async () => 0n,
  ping: async () => {},
};
