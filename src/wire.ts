import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createRemoteJWKSet } from 'jose';
import { pino, type Logger } from 'pino';
import { Registry } from 'prom-client';
import { openLocalIssuer } from './api/auth/local-issuer.ts';
import { tokenVerifier, type VerifyToken } from './api/auth/verify-token.ts';
import { oversight } from './api/oversight.ts';
import { buildServer } from './api/server.ts';
import type { Role, Service, ServiceOptions, Store, Wiring } from './cli/wiring.ts';
import { issuerKeyPath, type Config } from './config.ts';
import { AppError, UnavailableError } from './contracts/errors.ts';
import { recordTopics, topics } from './contracts/topics.ts';
import type { EventLog } from './log/event-log.ts';
import { kafkaLog } from './log/kafka/kafka-log.ts';
import { postgresLog } from './log/postgres/postgres-log.ts';
import { caseFiles } from './reconciler/case-files.ts';
import { startOutbox } from './reconciler/outbox.ts';
import { RECONCILER_GROUP, reconciledTopics, startReconciler } from './reconciler/reconciler.ts';
import { startSweeper } from './reconciler/sweeper.ts';
import { startEmbeddedPostgres } from './store/embedded/embedded-postgres.ts';
import { migrate, pendingMigrations } from './store/migrate.ts';
import { openPool, whyNoConnection, type DatabaseTls, type Pool } from './store/pool.ts';
import { readConsumerOffsets } from './store/queries/read-consumer-offsets.ts';
import { feedStore } from './store/feed-store.ts';
import { readStore } from './store/read-store.ts';

/** Things opened one after the other, closed the other way round. */
class Closers {
  #stack: Array<{ name: string; close: () => Promise<unknown> }> = [];
  #closing: Promise<void> | null = null;

  add(name: string, close: () => Promise<unknown>): void {
    this.#stack.push({ name, close });
  }

  /** Each gets what is left of `limitMs`, and a second at least; one that fails or takes longer doesn't keep the rest. */
  close(limitMs: number, onTrouble: (name: string, error: unknown) => void): Promise<void> {
    return (this.#closing ??= this.#run(limitMs, onTrouble));
  }

  async #run(limitMs: number, onTrouble: (name: string, error: unknown) => void): Promise<void> {
    const end = performance.now() + limitMs;
    for (const { name, close } of this.#stack.reverse()) {
      const timeUp = new AbortController();
      const left = Math.max(1000, end - performance.now());
      try {
        await Promise.race([
          close(),
          delay(left, undefined, { signal: timeUp.signal }).then(() => {
            throw new Error('took too long to close');
          }),
        ]);
      } catch (error) {
        onTrouble(name, error);
      } finally {
        timeUp.abort();
      }
    }
  }
}

export const wiring: Wiring = { openService, openStore };

async function openService(config: Config, options: ServiceOptions): Promise<Service> {
  const logger = pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: true }));
  const closers = new Closers();
  const close = (): Promise<void> =>
    closers.close(config.limits.shutdownMs, (part, error) =>
      logger.error({ part, error: nameOf(error) }, 'close'),
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
  if (roles.includes('api')) await checkPort(config);
  const { pool, url, ended } = await openDatabase(config, closers, onStep, false);
  const migrated = await migrate(pool);
  if (migrated.length > 0) onStep(`Database: ${migrated.length} migrations applied`);
  const log = openLog(config, pool, url, closers, { logger });
  const topicChanges = await log.applyTopics(topics);
  if (topicChanges.length > 0) onStep(`Topics: ${topicChanges.length} created or updated`);
  const hadRecords = await holdsRecords(log);

  // Without its database the service can do nothing; whoever supervises it starts both again, and nothing accepted is lost.
  const faults: Array<Promise<Error>> = [
    ended.then(() => new UnavailableError('the embedded Postgres ended; start again to recover')),
  ];
  const listeners = new Set<() => void>();
  if (roles.includes('reconciler')) {
    const onTrouble = (error: unknown): void => logger.warn({ error: nameOf(error) }, 'tried again');
    const outbox = startOutbox({ pool, log, onTrouble });
    closers.add('outbox', () => outbox.stop());
    const onApplied = (): void => {
      outbox.wake();
      for (const listener of listeners) listener();
    };
    const { policy } = config;
    const { workers } = config.reconciler;
    const reconciler = startReconciler({ log, pool, workers, policy, onApplied, onTrouble });
    closers.add('reconciler', () => reconciler.stop());
    faults.push(reconciler.fault);
    const sweeper = startSweeper({ pool, policy, onSwept: onApplied, onTrouble });
    closers.add('sweeper', () => sweeper.stop());
  }
  const address = roles.includes('api')
    ? await openApi({ config, pool, log, logger, listeners, roles, closers })
    : null;
  return {
    url: address,
    topicChanges,
    hadRecords,
    caughtUp: (signal) => caughtUp(pool, log, signal),
    // A race of nothing stays open, which is what a service that can't fail by itself should say.
    fault: Promise.race(faults),
    close,
  };
}

async function openStore(config: Config, options: { log?: boolean } = {}): Promise<Store> {
  const closers = new Closers();
  const close = (): Promise<void> => closers.close(config.limits.shutdownMs, () => {});
  try {
    const { pool, url } = await openDatabase(config, closers, () => {}, true);
    const log = options.log ? openLog(config, pool, url, closers, { exclusive: false }) : null;
    return {
      pool,
      get log() {
        if (log === null) throw new Error('the log was not asked for');
        return log;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param join where the embedded database already runs under another process, use it */
async function openDatabase(
  config: Config,
  closers: Closers,
  onStep: (text: string) => void,
  join: boolean,
): Promise<{ pool: Pool; url: string; ended: Promise<void> }> {
  const { database } = config;
  let url = database.url;
  let ended = new Promise<void>(() => {});
  if (url === null) {
    url = join ? runningEmbedded(config.dataDir) : null;
    if (url === null) ({ url, ended } = await startEmbedded(config.dataDir, closers, onStep));
  }
  const pool = openPool(url, {
    max: database.poolSize,
    applicationName: 'rollcall',
    tls: tlsOf(config),
  });
  closers.add('database connections', () => pool.end());
  try {
    await pool.query('select 1');
  } catch (cause) {
    const { hostname, port } = new URL(url);
    throw new UnavailableError(`no Postgres at ${hostname}:${port || 5432}: ${whyNoConnection(cause)}`, {
      cause,
    });
  }
  return { pool, url, ended };
}

function tlsOf({ database: { tls, ca } }: Config): DatabaseTls | undefined {
  return tls ? { ca } : undefined;
}

async function startEmbedded(
  dataDir: string,
  closers: Closers,
  onStep: (text: string) => void,
): Promise<{ url: string; ended: Promise<void> }> {
  onStep(`Database: embedded Postgres in ${dataDir}`);
  try {
    const embedded = await startEmbeddedPostgres({ dataDir });
    closers.add('embedded Postgres', () => embedded.stop());
    return embedded;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'data-folder-in-use') throw error;
    throw new AppError(
      error.code,
      `${error.message}: stop that process, or give this one another folder with --data`,
      { details: error.details, cause: error },
    );
  }
}

/** URL of the embedded database where a process of this folder runs it; null where none does. */
function runningEmbedded(dataDir: string): string | null {
  const folder = resolve(dataDir);
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  if (!existsSync(join(folder, 'service.lock')) || !existsSync(pidFile)) return null;
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n');
  const [owner] = readFileSync(join(folder, 'service.lock'), 'utf8').split(' ');
  try {
    process.kill(Number(pid), 0);
    process.kill(Number(owner), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  const password = readFileSync(join(folder, 'postgres.password'), 'utf8').trim();
  return `postgres://rollcall:${password}@127.0.0.1:${port ?? ''}/rollcall`;
}

function openLog(
  config: Config,
  pool: Pool,
  url: string,
  closers: Closers,
  { exclusive = true, logger }: { exclusive?: boolean; logger?: Logger },
): EventLog {
  const alone = exclusive && config.database.url === null;
  const log =
    config.log.kind === 'kafka'
      ? kafkaLog({
          brokers: config.log.brokers,
          clientId: config.log.clientId,
          sessionMs: config.log.sessionMs,
          ...(config.log.tls ? { tls: config.log.ca === null ? {} : { ca: [config.log.ca] } } : {}),
          ...(config.log.sasl === null ? {} : { sasl: config.log.sasl }),
          onEvent: ({ level, message, details }) => logger?.[level](details, message),
        })
      : postgresLog({
          pool,
          clientId: `rollcall-${process.pid}`,
          exclusive: alone,
          listen: url,
          tls: tlsOf(config),
        });
  closers.add('log', () => log.close());
  return log;
}

async function openApi(parts: {
  config: Config;
  pool: Pool;
  log: EventLog;
  logger: Logger;
  listeners: Set<() => void>;
  roles: readonly Role[];
  closers: Closers;
}): Promise<string> {
  const { config, pool, log, logger, listeners, roles, closers } = parts;
  const clock = (): Date => new Date();
  const app = await buildServer({
    log,
    store: readStore(pool),
    feeds: feedStore(pool),
    caseFiles: caseFiles(pool, config.policy),
    oversight: oversight(pool, config.policy),
    verifyToken: await openVerifier(config, clock),
    clock,
    logger,
    metrics: new Registry(),
    readiness: [
      { name: 'database', check: async () => void (await pool.query('select 1')) },
      { name: 'migrations', check: () => checkMigrations(pool) },
      { name: 'log', check: async () => void (await log.watermarks(recordTopics[0]!)) },
    ],
    // Another process' reconciler can't tell us; the API then looks by itself.
    ...(roles.includes('reconciler')
      ? {
          onStatusChange: (listener: () => void) => {
            listeners.add(listener);
            return () => void listeners.delete(listener);
          },
        }
      : {}),
    limits: { requestMs: config.limits.requestMs, recordsPerMinute: config.limits.recordsPerMinute },
  });
  closers.add('api', () => app.close());
  const { host, port } = config.http;
  return shownUrl(
    await app.listen({ host, port }).catch((error: unknown) => Promise.reject(portError(config, error))),
  );
}

/** Before anything is made: a port that is taken would be found last otherwise. */
async function checkPort(config: Config): Promise<void> {
  const { host, port } = config.http;
  const probe = createServer();
  try {
    probe.listen({ host, port });
    await once(probe, 'listening');
  } catch (error) {
    throw portError(config, error);
  }
  probe.close();
  await once(probe, 'close');
}

function portError({ http: { host, port } }: Config, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  const why = code === 'EACCES' ? 'may not be used by this user' : 'is in use';
  return new AppError(
    'port-in-use',
    `port ${port} of ${host} ${why}: give another with --port, or 0 for a free one`,
  );
}

async function openVerifier(config: Config, clock: () => Date): Promise<VerifyToken> {
  const { auth } = config;
  const keys =
    auth.kind === 'local'
      ? (await openLocalIssuer(issuerKeyPath(config.dataDir))).keys
      : createRemoteJWKSet(new URL(auth.url));
  return tokenVerifier({ keys, issuer: auth.issuer, audience: auth.audience, clock });
}

async function checkMigrations(pool: Pool): Promise<void> {
  const pending = await pendingMigrations(pool);
  if (pending.length > 0) throw new Error(`${pending.length} migrations are missing`);
}

async function holdsRecords(log: EventLog): Promise<boolean> {
  for (const topic of recordTopics) {
    if ((await log.watermarks(topic)).some(({ high }) => high > 0n)) return true;
  }
  return false;
}

/** Resolves when what is in the log now is applied. */
async function caughtUp(pool: Pool, log: EventLog, signal: AbortSignal): Promise<void> {
  const ends: Array<{ key: string; high: bigint }> = [];
  for (const topic of reconciledTopics) {
    for (const { partition, low, high } of await log.watermarks(topic)) {
      if (high > low) ends.push({ key: `${topic}/${partition}`, high });
    }
  }
  for (;;) {
    const reached = await readConsumerOffsets(pool, RECONCILER_GROUP);
    if (ends.every(({ key, high }) => (reached.get(key) ?? 0n) >= high)) return;
    await delay(100, undefined, { signal });
  }
}

function shownUrl(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

/** What kind of error it was. Its message may quote what was being handled. */
function nameOf(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  return code ?? name ?? 'unknown';
}
