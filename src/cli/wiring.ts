import type { Config } from '../config/index.ts';
import type { EventLog, TopicChange } from '../log/event-log.ts';
import type { Pool } from '../store/pool.ts';

export type Role = 'api' | 'reconciler';

/** What commands need built for them. `src/wire/` builds it; commands know only this. */
export interface Wiring {
  /** Database (migrated), topics, and the roles asked for, in one process. */
  openService(config: Config, options: ServiceOptions): Promise<Service>;
  /**
   * Database and log without a service, for the operators' commands. Joins an embedded database that runs, starts one that does not,
   * and makes one only where `make` says so. Throws AppError `not-there` where there is none, or it is not as this version needs it.
   */
  openStore(config: Config, options?: StoreOptions): Promise<Store>;
}

export interface StoreOptions {
  log?: boolean;
  /** Whether the database may belong to another log. */
  anyLog?: boolean;
  make?: boolean;
  /** Whether it may be as an older version left it, or empty. */
  unmigrated?: boolean;
  /** How many connections it must be able to hold at once, whatever the settings say. */
  connections?: number;
}

export interface ServiceOptions {
  roles: readonly Role[];
  /** What is being done, for people. */
  onStep?: (text: string) => void;
}

export interface Service {
  /** Where the API answers, such as `http://127.0.0.1:8080`; without role api health and metrics, null where no port is set for them. */
  url: string | null;
  topicChanges: TopicChange[];
  /** Whether records were in the log before. */
  hadRecords: boolean;
  /** Applied by the reconciler up to the log's present end. */
  caughtUp(signal: AbortSignal): Promise<void>;
  /** Resolves with what broke the service while it ran; stays open otherwise. */
  fault: Promise<Error>;
  /** In reverse order of opening. May be called again. */
  close(): Promise<void>;
}

export interface Store {
  pool: Pool;
  /** Throws where it was not asked for. */
  log: EventLog;
  /** The database's time, by which a service assesses too; milliseconds since 1970 UTC. */
  clock: () => number;
  close(): Promise<void>;
}
