import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Interval } from '../domain/assess.ts';
import type { LineChecker } from '../intake/check-lines.ts';
import type { EventLog } from '../log/event-log.ts';
import type { FeedStore } from '../store/feed-store.ts';
import type { AppliedRecord } from '../store/queries/record-row.ts';
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
  caseFiles: CaseFiles;
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

/** A child's status as texts to send. */
export interface StatusTexts {
  childId: string;
  doc: string;
  positions: string;
  etag: string;
}

/**
 * Where an id leads that is no child's own. `waiting`: the record that gave it belongs to no child until a person decides;
 * `unknown`: it was never given out.
 */
export type Alias = { kind: 'moved'; to: string } | { kind: 'waiting' } | { kind: 'unknown' };

/** No child by what was known then: nothing of it had been received, or what makes several one child came later. */
export type NotThen = { kind: 'not-known-then' } | { kind: 'several-then'; childIds: string[] };

/** Case files as the reconciler sees them. */
export interface CaseFiles {
  /** The status as it holds at `at`; null: no such child. */
  reassess(childId: string, at: Date): Promise<StatusTexts | null>;
  /**
   * By what had been received until `knownAt`, under the id that the child had then; `around`: all that could have to do with it.
   */
  asKnown(
    id: string,
    knownAt: Date,
    at: Date,
  ): Promise<
    | { kind: 'known'; status: StatusTexts & { history: Interval[] }; around: AppliedRecord[] }
    | NotThen
    | Alias
  >;
  resolveAlias(id: string): Promise<Alias>;
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
