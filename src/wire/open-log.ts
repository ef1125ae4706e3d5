import type { Logger } from 'pino';
import type { Config } from '../config/index.ts';
import type { EventLog } from '../log/event-log.ts';
import { kafkaLog } from '../log/kafka/kafka-log.ts';
import { postgresLog } from '../log/postgres/postgres-log.ts';
import type { Pool } from '../store/pool.ts';
import type { Closers } from './closers.ts';
import { tlsOf } from './open-database.ts';

export function openLog(
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
