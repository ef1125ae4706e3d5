import { resolve } from 'node:path';
import { AccountabilityReport } from '../../api/answers/accountability-report.ts';
import { parseConfig } from '../../config/index.ts';
import { askApi } from '../ask-api.ts';
import { exitCodes, parseFlags, wholeNumber, type Command } from '../command.ts';
import { feedDemonstration, readDemonstration } from '../demonstration.ts';
import type { FeedTarget } from '../feed-lines.ts';
import { localIssuer } from '../local-issuer.ts';
import { targetOf } from '../target.ts';
import { untilStopped } from '../until-stopped.ts';
import { welcomeText } from '../welcome-text.ts';

export const startService: Command = {
  name: 'start',
  goesOnUnread: true,
  summary: 'everything on this machine in one process, with a demonstration',
  help: `Run the whole service in one process: a Postgres of its own in the data folder, the topics on it, the API and the
reconciler. The first start of a data folder feeds invented children through the API; later ones keep what is there.

Use: rollcall start [--port P] [--data DIR] [--demo N]

      --port P    port of the API (ROLLCALL_HTTP_PORT, 8080); 0 takes a free one
      --data DIR  data folder (ROLLCALL_DATA_DIR, ./.rollcall); one process at a time uses it
      --demo N    how many invented children a first start feeds; 0 for none (2000)

Of its log only warnings come to this terminal; ROLLCALL_LOG_LEVEL=info adds every request with its requestId.
Where ROLLCALL_DATABASE_URL or ROLLCALL_KAFKA_BROKERS are set, those are used in place of the embedded ones.

Examples:
  rollcall start
  rollcall start --port 8090 --data /tmp/second --demo 0     a second one beside it, empty

Ctrl-C or SIGTERM stops everything, clean; a second one ends it now.

Exit codes: 0 stopped, 1 broke while it ran, 69 port or data folder taken, or a disk is full, 78 settings, or a data
folder that can't be one.
`,
  async run({ args, env, stdout, stderr, signal, wiring, self }) {
    const { values } = parseFlags(args, {
      port: { type: 'string' },
      data: { type: 'string' },
      demo: { type: 'string', default: '2000' },
    });
    const children = wholeNumber('demo', values.demo, 0, 10_000_000);
    const config = parseConfig(
      env({
        ROLLCALL_HTTP_PORT: values.port,
        ROLLCALL_DATA_DIR: values.data,
        // A person looks at this terminal: requests are not news there.
        ROLLCALL_LOG_LEVEL: env().vars['ROLLCALL_LOG_LEVEL'] ?? 'warn',
      }),
    );
    const say = (text: string): void => void stderr.write(`${text}\n`);
    const service = await wiring.openService(config, { roles: ['api', 'reconciler'], onStep: say });
    try {
      if (service.url === null) throw new Error('a service without API');
      let demonstration = readDemonstration(config.dataDir);
      const begun = demonstration?.state === 'feeding';
      if (children > 0 && config.auth.kind === 'local' && (begun || !service.hadRecords)) {
        const target = targetOf(config, { url: service.url });
        demonstration = await feedDemonstration({
          dataDir: config.dataDir,
          children: begun ? (demonstration?.children ?? children) : children,
          target,
          signal,
          terminal: stderr,
          caughtUp: (stop) => service.caughtUp(stop),
        });
      }
      stdout.write(
        welcomeText({
          url: service.url,
          token: localIssuer(config) === null ? null : { self, dataDir: resolve(config.dataDir) },
          child: demonstration?.state === 'done' ? demonstration : null,
          report:
            config.auth.kind === 'local'
              ? await readReport(targetOf(config, { url: service.url }), signal)
              : null,
        }),
      );
    } catch (error) {
      await service.close();
      if (signal.aborted) return exitCodes.ok;
      throw error;
    }
    return (await untilStopped(service, signal, say)) ? exitCodes.ok : exitCodes.fault;
  },
};

/** Null where no child was transferred yet. */
async function readReport(target: FeedTarget, signal: AbortSignal): Promise<AccountabilityReport | null> {
  const answer = await askApi(target, { path: '/v1/reports/accountability' }, signal);
  const report = AccountabilityReport.parse(answer.body);
  return report.total.counts.transferred === 0 ? null : report;
}
