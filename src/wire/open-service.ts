import { pino, type Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Service, ServiceOptions } from '../cli/wiring.ts';
import type { Config } from '../config/index.ts';
import { UnavailableError } from '../contracts/errors.ts';
import { recordTopics, topics } from '../contracts/topics.ts';
import type { EventLog } from '../log/event-log.ts';
import { bindOrRefuse } from '../reconciler/bound-log.ts';
import { startOutbox } from '../reconciler/outbox.ts';
import type { AppliedBatch } from '../reconciler/apply-messages.ts';
import { startReconciler } from '../reconciler/reconciler.ts';
import { startSweeper } from '../reconciler/sweeper.ts';
import { migrate } from '../store/migrate.ts';
import { backlogMetrics } from './backlog-metrics.ts';
import { caughtUp } from './caught-up.ts';
import { clockMetric } from './clock-metric.ts';
import { Closers } from './closers.ts';
import { databaseClock } from './database-clock.ts';
import { openApi } from './open-api.ts';
import { openDatabase } from './open-database.ts';
import { openHealth } from './open-health.ts';
import { openLog } from './open-log.ts';
import { noteAppends } from './note-appends.ts';
import { kindOfError } from './kind-of-error.ts';
import { checkPort } from './port.ts';
import { readinessChecks } from './readiness.ts';
import { reconcilerMetrics } from './reconciler-metrics.ts';

/** Longer than any statement of a running service takes, except those marked UNLIMITED. */
const STATEMENT_MS = 120_000;

export async function openService(config: Config, options: ServiceOptions): Promise<Service> {
  const logger = pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: true }));
  const closers = new Closers();
  const close = (): Promise<void> =>
    closers.close(config.limits.shutdownMs, (part, error) =>
      logger.error({ part, error: kindOfError(error) }, 'close'),
    );
  try {
    return await build(config, options, logger, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  config: Config,
  { roles, onStep = () => {} }: ServiceOptions,
  logger: Logger,
  closers: Closers,
  close: () => Promise<void>,
): Promise<Service> {
  const port = roles.includes('api') ? config.http.port : config.http.healthPort;
  if (port !== null) await checkPort(config.http, port);
  const { pool, url, ended } = await openDatabase(config, closers, onStep, {
    join: false,
    make: true,
    statementMs: STATEMENT_MS,
  });
  const migrated = await migrate(pool);
  if (migrated.length > 0) onStep(`Database: ${migrated.length} migrations applied`);
  const clock = await databaseClock(pool, closers);
  const { log, takesAppends } = noteAppends(await openLog(config, pool, url, closers, { logger }));
  await bindOrRefuse(pool, log);
  const topicChanges = await log.applyTopics(topics);
  if (topicChanges.length > 0) onStep(`Topics: ${topicChanges.length} created or updated`);
  const hadRecords = await holdsRecords(log);

  // Without its database a service can do nothing. Its supervisor restarts both, and nothing that was accepted is lost.
  const faults: Array<Promise<Error>> = [
    ended.then(() => new UnavailableError('the embedded Postgres ended; start again to recover')),
  ];
  const listeners = new Set<() => void>();
  const metrics = new Registry();
  backlogMetrics(metrics, pool, log, clock);
  clockMetric(metrics, clock);
  if (roles.includes('reconciler')) {
    const counts = reconcilerMetrics(metrics);
    const onTrouble = (error: unknown): void => {
      counts.triedAgain();
      logger.warn({ error: kindOfError(error) }, 'tried again');
    };
    const outbox = startOutbox({ pool, log, onTrouble });
    closers.add('outbox', () => outbox.stop());
    const tell = (): void => {
      outbox.wake();
      for (const listener of listeners) listener();
    };
    const onApplied = (done: AppliedBatch): void => {
      counts.applied(done);
      tell();
    };
    const onSwept = (changes: number): void => {
      counts.swept(changes);
      tell();
    };
    const { policy } = config;
    const { workers } = config.reconciler;
    const reconciler = startReconciler({ log, pool, workers, policy, clock, onApplied, onTrouble });
    closers.add('reconciler', () => reconciler.stop());
    faults.push(reconciler.fault);
    const sweeper = startSweeper({ pool, policy, clock, onSwept, onTrouble });
    closers.add('sweeper', () => sweeper.stop());
  }
  const readiness = readinessChecks(pool, log, takesAppends);
  const address = roles.includes('api')
    ? await openApi({ config, clock, pool, log, logger, metrics, readiness, listeners, roles, closers })
    : await openHealth({ config, logger, metrics, readiness, closers });
  return {
    url: address,
    topicChanges,
    hadRecords,
    caughtUp: (signal) => caughtUp(pool, log, signal),
    fault: Promise.race(faults),
    close,
  };
}

async function holdsRecords(log: EventLog): Promise<boolean> {
  for (const topic of recordTopics) {
    if ((await log.watermarks(topic)).some(({ high }) => high > 0n)) return true;
  }
  return false;
}
