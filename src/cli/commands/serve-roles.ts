import { parseConfig } from '../../config/index.ts';
import { exitCodes, parseFlags, UsageError, type Command } from '../command.ts';
import { untilStopped } from '../until-stopped.ts';
import type { Role } from '../wiring.ts';

export const serveRoles: Command = {
  name: 'serve',
  goesOnUnread: true,
  summary: 'run api, reconciler or both, beside your own Postgres and Kafka',
  help: `Run some of the service's roles, each of which scales alone: any number of processes may have either.

Use: rollcall serve [--roles api,reconciler] [--port P] [--health-port P] [--data DIR]

      --roles LIST     api, reconciler or both (api,reconciler)
      --port P         port of the API (ROLLCALL_HTTP_PORT, 8080)
      --health-port P  port of /livez, /readyz and /metrics without role api (ROLLCALL_HEALTH_PORT, none)
      --data DIR       data folder (ROLLCALL_DATA_DIR)

Migrates the database and creates missing topics first; several processes may do so at once. Where the database, the
log and the issuer are is settings: rollcall config print.

Examples:
  ROLLCALL_DATABASE_URL_FILE=/run/secrets/db ROLLCALL_KAFKA_BROKERS=kafka:9092 rollcall serve
  rollcall serve --roles reconciler --health-port 8081

SIGTERM: new requests are refused, what was taken is finished, then it ends. A second signal ends it now.

Exit codes: 0 stopped, 1 broke while it ran, 69 no database, broker or port, 78 settings.
`,
  async run({ args, env, stderr, signal, wiring }) {
    const { values } = parseFlags(args, {
      roles: { type: 'string', default: 'api,reconciler' },
      port: { type: 'string' },
      'health-port': { type: 'string' },
      data: { type: 'string' },
    });
    const roles = rolesOf(values.roles);
    const config = parseConfig(
      env({
        ROLLCALL_HTTP_PORT: values.port,
        ROLLCALL_HEALTH_PORT: values['health-port'],
        ROLLCALL_DATA_DIR: values.data,
      }),
    );
    const say = (text: string): void => void stderr.write(`${text}\n`);
    const service = await wiring.openService(config, { roles, onStep: say });
    say(`Running ${roles.join(' and ')}${service.url === null ? '' : ` at ${service.url}`}`);
    return (await untilStopped(service, signal, say)) ? exitCodes.ok : exitCodes.fault;
  },
};

function rolesOf(text: string): Role[] {
  const roles = text.split(',').map((role) => {
    if (role !== 'api' && role !== 'reconciler')
      throw new UsageError(`--roles has "${role}": expected api, reconciler or both with a comma`);
    return role;
  });
  return [...new Set(roles)];
}
