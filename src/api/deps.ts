import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { LineChecker } from '../intake/check-lines.ts';
import type { EventLog } from '../log/event-log.ts';
import type { CaseFileReader } from '../reconciler/case-files.ts';
import type { DisclosureStore } from '../store/disclosure-store.ts';
import type { FeedStore } from '../store/feed-store.ts';
import type { ReadStore } from '../store/read-store.ts';
import type { Oversight } from './oversight.ts';
import type { VerifyToken } from './auth/verify-token.ts';

/** What the API is built from. */
export interface ApiDeps {
  log: Pick<EventLog, 'append'>;
  /** Checks the lines of streams; by default on this thread. */
  lineChecker?: LineChecker;
  store: ReadStore;
  feeds: FeedStore;
  disclosures: DisclosureStore;
  caseFiles: CaseFileReader;
  oversight: Oversight;
  verifyToken: VerifyToken;
  clock: () => Date;
  /** The API writes allow-listed fields only. */
  logger: Logger;
  /** The API registers its metrics here; /metrics shows everything registered. */
  metrics: Registry;
  /** What /readyz checks; one that rejects, or takes longer than two seconds, means not ready. */
  readiness: ReadonlyArray<{ name: string; check: () => Promise<void> }>;
  /** Call the listener whenever statuses may have changed, in this process; returns how to stop. */
  onStatusChange?: (listener: () => void) => () => void;
  limits?: Partial<ApiLimits>;
}

export interface ApiLimits {
  /** How long the body of a request that is not a stream may take to arrive, in ms. */
  requestMs: number;
  /** Bytes of a batch body. */
  batchBytes: number;
  /** Events of a batch. */
  batchEvents: number;
  /** Records that one client may send in a minute. */
  recordsPerMinute: number;
  /** How long a caller may wait for changes, in seconds. */
  maxWaitSeconds: number;
}

export const defaultLimits: ApiLimits = {
  requestMs: 30_000,
  batchBytes: 8 * 1024 * 1024,
  batchEvents: 1000,
  recordsPerMinute: 6_000_000,
  maxWaitSeconds: 30,
};
