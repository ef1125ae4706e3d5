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
  /** Who checks the lines of streams; by default the API does, between all else. */
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
  /** Metrics of the API are registered here and shown at /metrics, with whatever else is registered. */
  metrics: Registry;
  /** What /readyz asks, each within two seconds; a rejection means not ready. */
  readiness: ReadonlyArray<{ name: string; check: () => Promise<void> }>;
  /** Call the listener whenever statuses may have changed, in this process; returns how to stop. */
  onStatusChange?: (listener: () => void) => () => void;
  limits?: Partial<ApiLimits>;
}

export interface ApiLimits {
  /** How long a request that is not a stream may take to arrive, and a handler to answer, in ms. */
  requestMs: number;
  /** Bytes of a batch body. */
  batchBytes: number;
  /** Events of a batch. */
  batchEvents: number;
  /** Bytes on their way into the log above which new records are turned away. */
  unackedBytes: number;
  /** Records that one client may send in a minute. */
  recordsPerMinute: number;
  /** How long a caller may wait for changes, in seconds. */
  maxWaitSeconds: number;
}

export const defaultLimits: ApiLimits = {
  requestMs: 30_000,
  batchBytes: 8 * 1024 * 1024,
  batchEvents: 1000,
  unackedBytes: 64 * 1024 * 1024,
  recordsPerMinute: 6_000_000,
  maxWaitSeconds: 30,
};
