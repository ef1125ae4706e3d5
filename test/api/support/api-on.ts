import type { ApiDeps } from '../../../src/api/deps.ts';
import { oversight } from '../../../src/api/oversight.ts';
import { caseFiles } from '../../../src/reconciler/case-files.ts';
import { disclosureStore } from '../../../src/store/disclosure-store.ts';
import { feedStore } from '../../../src/store/feed-store.ts';
import type { Pool } from '../../../src/store/pool.ts';
import { readStore } from '../../../src/store/read-store.ts';
import { startApi, type TestServer } from './api-server.ts';

/** The API on a migrated database, all of it real but the log, which is in memory. */
export async function startApiOn(pool: Pool, options: Partial<ApiDeps> = {}): Promise<TestServer> {
  return await startApi({
    store: readStore(pool),
    feeds: feedStore(pool),
    disclosures: disclosureStore(pool),
    caseFiles: caseFiles(pool),
    oversight: oversight(pool),
    ...options,
  });
}
