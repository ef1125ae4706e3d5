import type { Logger } from 'pino';
import type { Config } from '../config/index.ts';
import type { EventLog } from '../log/event-log.ts';
import { postgresLog } from '../log/postgres/postgres-log.ts';
import type { Pool } from '../store/pool.ts';
import type { Closers } from './closers.ts';
import { tlsOf } from './open-database.ts';

export async function openLog(
  config: Config,
  pool: Pool,
  url: string,
  closers: Closers,
  { exclusive = true, logger }: { exclusive?: boolean; logger?: Logger },
): Promise<EventLog> {
  const alone = exclusive && config.database.url === null;
  const log =
    config.log.kind === 'kafka'
      ? await onKafka(config.log, logger)
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

/** Who has no broker does not load its client. */
async function onKafka(
  config: Extract<Config['log'], { kind: 'kafka' }>,
  logger: Logger | undefined,
): Promise<EventLog> {
  const { kafkaLog } = await import('../log/kafka/kafka-log.ts');
  return kafkaLog({
    brokers: config.brokers,
    clientId: config.clientId,
    sessionMs: config.sessionMs,
    ...(config.tls ? { tls: config.ca === null ? {} : { ca: [config.ca] } } : {}),
    ...(config.sasl === null ? {} : { sasl: config.sasl }),
    onEvent: ({ level, message, details }) => logger?.[level](details, message),
  });
}
