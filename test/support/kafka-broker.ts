import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../src/store/embedded/free-port.ts';
import type { Certificate } from './certificates.ts';

export interface KafkaBroker {
  /** Without TLS and without a password. */
  brokers: string[];
  /** The port of each listener that `secured` asked for. */
  ports: Record<keyof typeof SECURED, number> | null;
  pid: number;
  /** As an operator would: in order, some 2 s. */
  stop: () => Promise<void>;
  /** As a power cut would, and wait until it is gone. */
  kill: () => Promise<void>;
}

/** What a broker may be asked to listen with beside its open port. */
export interface SecuredListeners {
  certificate: Certificate;
  /** How clients are told to reach the broker: a name in the certificate, or not. */
  host: string;
  /** One user may have another password for each mechanism. */
  users: ReadonlyArray<{
    mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
    name: string;
    password: string;
  }>;
}

/** Of one broker alone, for tests; the same however it is run. */
export const BROKER_SETTINGS = {
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'group.initial.rebalance.delay.ms': 0,
  // The server's own lower bound (6 s) would keep a test of a lost lease waiting.
  'group.min.session.timeout.ms': 500,
  'auto.create.topics.enable': false,
  // A broker killed can register again after this; by default it takes 9 s.
  'broker.session.timeout.ms': 1500,
  'broker.heartbeat.interval.ms': 300,
} as const;

/** Kafka's name of each protocol. */
const SECURED = { TLS: 'SSL', LOGIN: 'SASL_SSL' } as const;

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const START_MS = 180_000;

/**
 * Run one Apache Kafka broker (KRaft) with Java on a folder of its own. Started again on the same folder it has the
 * same ports and data. The folder's name is in its command line.
 * @throws Error where Java or the artifacts are missing (`brokerFiles` says why), or it does not start
 */
export async function startKafkaBroker(options: {
  dir: string;
  port?: number;
  secured?: SecuredListeners;
}): Promise<KafkaBroker> {
  const files = await brokerFiles(ROOT);
  if ('none' in files) throw new Error(`no Kafka broker: ${files.none}`);
  const properties = join(options.dir, 'server.properties');
  if (!existsSync(properties)) await format(options.dir, files, options);
  const written = readFileSync(properties, 'utf8');
  const portOf = (listener: string): number =>
    Number(new RegExp(`^listeners=.*\\b${listener}://127\\.0\\.0\\.1:(\\d+)`, 'm').exec(written)?.[1]);
  const port = portOf('PLAINTEXT');

  const args = [
    '-Xms256m',
    '-Xmx512m',
    '-XX:+UseSerialGC',
    // Halves the time to start and makes it slow at work: for a few messages only.
    ...(options.secured === undefined ? [] : ['-XX:TieredStopAtLevel=1']),
    `-Dlog4j2.configurationFile=${join(options.dir, 'log4j2.xml')}`,
  ];
  const child = spawn(files.java, [...args, '-cp', files.classPath, 'kafka.Kafka', properties], {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  process.once('exit', () => child.kill('SIGKILL'));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const hurry = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(hurry);
  };
  for (const stopAt = Date.now() + START_MS; !(await answers(port)); await delay(25)) {
    if (child.exitCode !== null || Date.now() > stopAt) {
      await end('SIGKILL');
      throw new Error(`Kafka did not start; see ${join(options.dir, 'broker.log')}: ${tail(options.dir)}`);
    }
  }
  return {
    brokers: [`127.0.0.1:${port}`],
    ports: options.secured === undefined ? null : { TLS: portOf('TLS'), LOGIN: portOf('LOGIN') },
    pid: child.pid!,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

interface BrokerFiles {
  java: string;
  classPath: string;
}

/** Java and the broker's jars (fetched once per pom.xml, into .rollcall/kafka/), or why not. */
export async function brokerFiles(rootDir: string): Promise<BrokerFiles | { none: string }> {
  const home = process.env['JAVA_HOME'];
  const java = home === undefined ? 'java' : join(home, 'bin', 'java');
  const version = await javaVersion(java);
  if (version < 17)
    return { none: `Java 17 or later is needed to run a broker (${version === 0 ? 'none' : version} here)` };

  const pom = join(rootDir, 'pom.xml');
  const jars = join(
    rootDir,
    '.rollcall',
    'kafka',
    createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12),
  );
  if (!existsSync(jars)) {
    const part = `${jars}.part-${process.pid}`;
    try {
      const args = [
        '-B',
        '-q',
        '-f',
        pom,
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${part}`,
      ];
      await run('mvn', args, { timeout: 300_000 });
    } catch (error) {
      rmSync(part, { recursive: true, force: true });
      return { none: `Maven could not fetch the broker (${(error as Error).message.split('\n')[0]})` };
    }
    try {
      renameSync(part, jars);
    } catch {
      rmSync(part, { recursive: true, force: true }); // another run was first
    }
  }
  return { java, classPath: join(jars, '*') };
}

async function javaVersion(java: string): Promise<number> {
  try {
    const { stderr } = await run(java, ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function format(
  dir: string,
  files: BrokerFiles,
  options: { port?: number; secured?: SecuredListeners },
): Promise<void> {
  mkdirSync(dir, { recursive: true });
  const port = options.port ?? (await freePort());
  const controller = await freePort();
  const { secured } = options;
  const ports = { TLS: await freePort(), LOGIN: await freePort() };
  const more = (host: string): string =>
    secured === undefined ? '' : `,TLS://${host}:${ports.TLS},LOGIN://${host}:${ports.LOGIN}`;
  const properties = join(dir, 'server.properties');
  writeFileSync(
    `${properties}.part`,
    Object.entries({
      'process.roles': 'broker,controller',
      'node.id': 1,
      'controller.quorum.bootstrap.servers': `127.0.0.1:${controller}`,
      listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}${more('127.0.0.1')}`,
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}${more(secured?.host ?? '')}`,
      'controller.listener.names': 'CONTROLLER',
      'inter.broker.listener.name': 'PLAINTEXT',
      'listener.security.protocol.map': `CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,TLS:${SECURED.TLS},LOGIN:${SECURED.LOGIN}`,
      'log.dirs': join(dir, 'data'),
      ...BROKER_SETTINGS,
      ...(secured === undefined ? {} : securedProperties(dir, secured)),
    })
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  writeFileSync(join(dir, 'log4j2.xml'), log4j(join(dir, 'broker.log')));
  const args = [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-cp',
    files.classPath,
    'kafka.tools.StorageTool',
  ];
  const id = createHash('sha256').update(dir).digest().subarray(0, 16).toString('base64url');
  const scram = (secured?.users ?? [])
    .filter(({ mechanism }) => mechanism !== 'PLAIN')
    .flatMap(({ mechanism, name, password }) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]);
  await run(
    files.java,
    [...args, 'format', `--cluster-id=${id}`, '-c', `${properties}.part`, '--standalone', ...scram],
    { cwd: dir },
  );
  renameSync(`${properties}.part`, properties);
}

/** Keys in PEM (KIP-651), users of PLAIN in the listener's own JAAS line (KIP-103). */
function securedProperties(dir: string, { certificate, users }: SecuredListeners): Record<string, string> {
  const keys = join(dir, 'broker.pem');
  writeFileSync(keys, certificate.key + certificate.cert, { mode: 0o600 });
  const plain = users
    .filter(({ mechanism }) => mechanism === 'PLAIN')
    .map(({ name, password }) => ` user_${name}="${password}"`)
    .join('');
  const modules = 'org.apache.kafka.common.security';
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keys,
    'listener.name.login.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.login.plain.sasl.jaas.config': `${modules}.plain.PlainLoginModule required${plain};`,
    'listener.name.login.scram-sha-256.sasl.jaas.config': `${modules}.scram.ScramLoginModule required;`,
    'listener.name.login.scram-sha-512.sasl.jaas.config': `${modules}.scram.ScramLoginModule required;`,
  };
}

function log4j(file: string): string {
  return `<Configuration><Appenders><File name="F" fileName="${file}"><PatternLayout pattern="%d %p %c{1} %m%n"/></File></Appenders>
<Loggers><Root level="warn"><AppenderRef ref="F"/></Root></Loggers></Configuration>\n`;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function tail(dir: string): string {
  const log = join(dir, 'broker.log');
  return existsSync(log) ? readFileSync(log, 'utf8').slice(-1000) : 'no log';
}
