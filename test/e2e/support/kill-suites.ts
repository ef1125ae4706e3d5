import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafkaLog } from '../../../src/log/kafka/kafka-log.ts';
import { postgresLog } from '../../../src/log/postgres/postgres-log.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../src/store/embedded/embedded-postgres.ts';
import { freePort } from '../../../src/store/embedded/free-port.ts';
import { startKafkaBroker, type KafkaBroker } from '../../support/kafka-broker.ts';
import { describeOwnBroker, testFolder } from '../../support/services.ts';
import { runRollcall } from '../../support/run-rollcall.ts';
import { until } from '../../support/until.ts';
import { killRun, type KillRun } from './kill-run.ts';
import { embeddedDatabase, serviceProcess, type ServiceProcess } from './service-process.ts';

export interface KillSuite {
  rounds: number;
  /** Times that what the service stands on is killed. */
  restarts: number;
  limitMs: number;
  /** See `KillRunOptions`. */
  pauseMs?: number;
  say?: (text: string) => void;
}

/** Events that must be acknowledged before, while and after something is killed. */
const SOME = 300;
/** Events that come in while a rebuild runs, which would else be behind for as long as it takes. */
const MORE = 3_000;

/** `rollcall start`: its own Postgres, which holds the log too. */
export function killsOnPostgres({ rounds, restarts, limitMs, pauseMs = 0, say = () => {} }: KillSuite): void {
  describe('a service killed under load, on the Postgres log, embedded', () => {
    const folder = testFolder();
    const dataDir = join(folder.path, 'data');
    let service: ServiceProcess;
    let run: KillRun;

    beforeAll(async () => {
      service = serviceProcess({ args: ['start', '--data', dataDir, '--demo', '0'], port: await freePort() });
      run = killRun({
        service,
        dataDir,
        pauseMs,
        say,
        databaseUrl: () => embeddedDatabase(dataDir)!.url,
        openLog: (pool) => postgresLog({ pool, clientId: `check-${process.pid}` }),
      });
      await run.begin();
    }, 400_000);
    afterAll(async () => {
      await run.close();
      folder.remove();
    }, 400_000);

    it(
      `killed ${rounds} times, its Postgres with it now and then, loses nothing and applies nothing twice`,
      () =>
        run.underLoad(() =>
          run.killRounds(rounds, (random) => {
            const postgres = embeddedDatabase(dataDir);
            if (postgres !== null && random.chance(0.3)) killedIfThere(postgres.pid);
          }),
        ),
      limitMs,
    );

    it(
      'its Postgres killed, and started again with it, too',
      () =>
        run.underLoad(async () => {
          for (let i = 1; i <= restarts; i++) {
            await run.acknowledged(SOME);
            killed(embeddedDatabase(dataDir)!.pid);
            await until('the service ends with its database', () => !service.running, 30_000);
            expect(service.tail()).toContain('the embedded Postgres ended');
            service.start();
            await service.ready();
            await run.acknowledged(SOME);
            say(`Postgres killed ${i} of ${restarts}`);
          }
        }),
      limitMs,
    );

    it(
      'is rebuilt from its log while records come in, and comes out equal',
      () => rebuilt(service, run, dataDir, {}),
      limitMs,
    );
  });
}

/** `rollcall serve` beside a Postgres and a broker, each of which is killed too while the service goes on. */
export async function killsOnKafka({
  rounds,
  restarts,
  limitMs,
  pauseMs = 0,
  say = () => {},
}: KillSuite): Promise<void> {
  await describeOwnBroker('a service killed under load, on Kafka', () => {
    const folder = testFolder();
    const dataDir = join(folder.path, 'data');
    let broker: KafkaBroker;
    let postgres: EmbeddedPostgres;
    let service: ServiceProcess;
    let run: KillRun;
    let databasePort: number;
    const startPostgres = () =>
      startEmbeddedPostgres({ dataDir: join(folder.path, 'database'), port: databasePort });
    const startBroker = () => startKafkaBroker({ dir: join(folder.path, 'broker') });

    beforeAll(async () => {
      databasePort = await freePort();
      [postgres, broker] = await Promise.all([startPostgres(), startBroker()]);
      service = serviceProcess({
        args: ['serve', '--roles', 'api,reconciler', '--data', dataDir],
        port: await freePort(),
        env: {
          ...environment(broker, postgres),
          // A killed process' place in the group is free after this.
          ROLLCALL_KAFKA_SESSION_MS: '1500',
          ROLLCALL_LOG_LEVEL: 'warn',
        },
      });
      run = killRun({
        service,
        dataDir,
        pauseMs,
        say,
        databaseUrl: () => postgres.url,
        openLog: () => kafkaLog({ brokers: broker.brokers, clientId: `check-${process.pid}` }),
      });
      await run.begin();
    }, 400_000);
    afterAll(async () => {
      await run.close();
      await Promise.all([broker.stop(), postgres.stop()]);
      folder.remove();
    }, 400_000);

    it(
      `killed ${rounds} times, loses nothing and applies nothing twice`,
      () => run.underLoad(() => run.killRounds(rounds)),
      limitMs,
    );

    it(
      'goes on by itself when its broker, then its Postgres, was killed and is back',
      () =>
        run.underLoad(async () => {
          for (let i = 1; i <= restarts; i++) {
            await run.acknowledged(SOME);
            await broker.kill();
            broker = await startBroker();
            await run.acknowledged(SOME);
            say(`broker killed ${i} of ${restarts}`);
            killed(postgres.pid);
            await postgres.stop();
            // Until the last of its processes is gone, the next one may not start.
            postgres = await until('Postgres to be back', startPostgres, 60_000);
            await run.acknowledged(SOME);
            say(`Postgres killed ${i} of ${restarts}`);
          }
          if (!service.running) throw new Error('the service ended');
        }),
      limitMs,
    );

    it(
      'is rebuilt from its log while records come in, and comes out equal',
      () => rebuilt(service, run, dataDir, environment(broker, postgres)),
      limitMs,
    );
  });
}

/** `rollcall rebuild`, swapping its tables in under load; after that too everything acknowledged must be there once. */
async function rebuilt(
  service: ServiceProcess,
  run: KillRun,
  dataDir: string,
  env: Record<string, string>,
): Promise<void> {
  if (!service.running) service.start();
  await service.ready();
  await run.underLoad(async () => {
    await run.acknowledged(SOME);
    const { code, stdout, stderr } = await runRollcall(['rebuild', '--json', '--data', dataDir], { env });
    if (code !== 0) throw new Error(`rebuild ended with ${code}: ${stdout} ${stderr}`);
    expect(JSON.parse(stdout)).toMatchObject({ swapped: true, differing: { child_status: 0, record: 0 } });
  }, MORE);
}

function environment(broker: KafkaBroker, postgres: EmbeddedPostgres): Record<string, string> {
  return {
    ROLLCALL_LOG: 'kafka',
    ROLLCALL_DATABASE_URL: postgres.url,
    ROLLCALL_KAFKA_BROKERS: broker.brokers.join(','),
  };
}

function killed(pid: number): void {
  process.kill(pid, 'SIGKILL');
}

/** A service that has just started may not have come to the file that a Postgres killed before it left. */
function killedIfThere(pid: number): void {
  try {
    killed(pid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
