import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { buildHealthServer } from '../api/health-server.ts';
import type { Config } from '../config/index.ts';
import type { Closers } from './closers.ts';
import { listenOn } from './port.ts';
import type { readinessChecks } from './readiness.ts';

/** Health and metrics of a process without the API; null where no port is set for them. */
export async function openHealth(parts: {
  config: Config;
  logger: Logger;
  metrics: Registry;
  readiness: ReturnType<typeof readinessChecks>;
  closers: Closers;
}): Promise<string | null> {
  const { config, logger, metrics, readiness, closers } = parts;
  const { healthPort } = config.http;
  if (healthPort === null) return null;
  const app = await buildHealthServer({ logger, metrics, readiness });
  closers.add('health', () => app.close());
  return await listenOn(app, config.http, healthPort);
}
