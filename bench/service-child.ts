import type { Role } from '../src/cli/wiring.ts';
import { parseConfig } from '../src/config/index.ts';
import { wiring } from '../src/wire/index.ts';
import { peakMemory, send, stopped, taskOf } from './support/child.ts';

/** The service with some roles, until told to stop. */
const task = taskOf() as { databaseUrl: string; roles: Role[]; brokers: string[]; dataDir: string };
const config = parseConfig({
  vars: {
    ROLLCALL_HTTP_PORT: '0',
    ROLLCALL_DATABASE_URL: task.databaseUrl,
    ROLLCALL_DATA_DIR: task.dataDir,
    ROLLCALL_LOG_LEVEL: 'warn',
    ROLLCALL_RECORDS_PER_MINUTE: '100000000',
    ...(task.brokers.length === 0 ? {} : { ROLLCALL_KAFKA_BROKERS: task.brokers.join(',') }),
  },
});
const service = await wiring.openService(config, { roles: task.roles });
send({ url: service.url });
await stopped();
await service.close();
send({ peakMiB: peakMemory() });
process.disconnect();
