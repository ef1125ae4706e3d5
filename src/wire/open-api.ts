import { availableParallelism } from 'node:os';
import { createRemoteJWKSet } from 'jose';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { openLocalIssuer } from '../api/auth/local-issuer.ts';
import { tokenVerifier, type VerifyToken } from '../api/auth/verify-token.ts';
import { oversight } from '../api/oversight.ts';
import { buildServer } from '../api/server.ts';
import type { Role } from '../cli/wiring.ts';
import { issuerKeyPath, type Config } from '../config/index.ts';
import { checkHere, type LineChecker } from '../intake/check-lines.ts';
import { openCheckThreads } from '../intake/threads/check-threads.ts';
import type { EventLog } from '../log/event-log.ts';
import { caseFiles } from '../reconciler/case-files.ts';
import { disclosureStore } from '../store/disclosure-store.ts';
import { feedStore } from '../store/feed-store.ts';
import type { Pool } from '../store/pool.ts';
import { readStore } from '../store/read-store.ts';
import type { Closers } from './closers.ts';
import { kindOfError } from './kind-of-error.ts';
import { listenOn } from './port.ts';
import type { readinessChecks } from './readiness.ts';

export async function openApi(parts: {
  config: Config;
  /** Milliseconds since 1970 UTC. */
  clock: () => number;
  pool: Pool;
  log: EventLog;
  logger: Logger;
  metrics: Registry;
  readiness: ReturnType<typeof readinessChecks>;
  listeners: Set<() => void>;
  roles: readonly Role[];
  closers: Closers;
}): Promise<string> {
  const { config, pool, log, logger, metrics, readiness, listeners, roles, closers } = parts;
  const clock = (): Date => new Date(parts.clock());
  const lineChecker = await openLineChecker(config, logger, closers);
  const app = await buildServer({
    log,
    lineChecker,
    store: readStore(pool),
    feeds: feedStore(pool),
    disclosures: disclosureStore(pool),
    caseFiles: caseFiles(pool, config.policy),
    oversight: oversight(pool, config.policy),
    verifyToken: await openVerifier(config, () => new Date()),
    clock,
    logger,
    metrics,
    readiness,
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
  return await listenOn(app, config.http, config.http.port);
}

async function openLineChecker(config: Config, logger: Logger, closers: Closers): Promise<LineChecker> {
  // One core then is left for what the main thread and the database do.
  const count = config.intake.threads ?? Math.min(3, Math.ceil(availableParallelism() / 2));
  if (count === 0) return checkHere;
  const threads = await openCheckThreads(count, (error) =>
    logger.warn({ error: kindOfError(error) }, 'a thread that checks records ended'),
  );
  closers.add('intake threads', () => threads.close());
  return threads;
}

async function openVerifier(config: Config, clock: () => Date): Promise<VerifyToken> {
  const { auth } = config;
  const keys =
    auth.kind === 'local'
      ? (await openLocalIssuer(issuerKeyPath(config.dataDir))).keys
      : createRemoteJWKSet(new URL(auth.url));
  return tokenVerifier({ keys, issuer: auth.issuer, audience: auth.audience, clock });
}
