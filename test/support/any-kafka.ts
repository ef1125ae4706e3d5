import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/store/embedded/free-port.ts';
import { BROKER_SETTINGS, brokerFiles, startKafkaBroker } from './kafka-broker.ts';

/** A broker for the tests, or why there is none. */
export type AnyKafka = { brokers: string[]; stop: () => Promise<void> } | { none: string };

/**
 * The first of: the broker in ROLLCALL_KAFKA_BROKERS; one in a container, where an engine answers; one run with Java
 * from the artifacts that pom.xml names.
 * @param folder for the broker's data
 */
export async function startAnyKafka(folder: string, rootDir: string): Promise<AnyKafka> {
  const given = process.env['ROLLCALL_KAFKA_BROKERS'];
  if (given !== undefined && given !== '') return { brokers: given.split(','), stop: async () => {} };
  const reasons: string[] = ['ROLLCALL_KAFKA_BROKERS is not set'];
  if (await containerEngineAnswers()) {
    try {
      return await startContainer();
    } catch (error) {
      reasons.push(`the container did not start (${(error as Error).message})`);
    }
  } else {
    reasons.push('no container engine answers');
  }
  const files = await brokerFiles(rootDir);
  if ('none' in files) return { none: [...reasons, files.none].join('; ') };
  return startKafkaBroker({ dir: folder });
}

/** The image of docker-compose.yml. */
const IMAGE = 'apache/kafka:4.3.1';
const PORT = 9094;

async function startContainer(): Promise<AnyKafka> {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers');
  const { host } = (await getContainerRuntimeClient()).info.containerRuntime;
  // A broker tells its clients where it is, so the port must be known before it starts.
  const port = await freePort();
  const container = await new GenericContainer(IMAGE)
    .withEnvironment(
      asVariables({
        ...BROKER_SETTINGS,
        'node.id': 1,
        'process.roles': 'broker,controller',
        listeners: `INSIDE://:9092,CONTROLLER://:9093,OUTSIDE://:${PORT}`,
        'advertised.listeners': `INSIDE://localhost:9092,OUTSIDE://${host}:${port}`,
        'listener.security.protocol.map': 'INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT,OUTSIDE:PLAINTEXT',
        'inter.broker.listener.name': 'INSIDE',
        'controller.listener.names': 'CONTROLLER',
        'controller.quorum.voters': '1@localhost:9093',
      }),
    )
    .withEnvironment({ CLUSTER_ID: 'cm9sbGNhbGwtdGVzdC1rYQ' })
    .withExposedPorts({ container: PORT, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(180_000)
    .start();
  return { brokers: [`${host}:${port}`], stop: async () => void (await container.stop()) };
}

/** Broker settings as the image takes them: `node.id` is KAFKA_NODE_ID. */
function asVariables(settings: Record<string, string | number | boolean>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `KAFKA_${name.replaceAll('.', '_').toUpperCase()}`,
      String(value),
    ]),
  );
}

/** Asked directly, with little patience: loading the container library takes longer than the question. */
async function containerEngineAnswers(): Promise<boolean> {
  const host = process.env['DOCKER_HOST'];
  const sockets = [
    host?.startsWith('unix://') ? host.slice('unix://'.length) : '/var/run/docker.sock',
    join(homedir(), '.docker/run/docker.sock'),
    join(process.env['XDG_RUNTIME_DIR'] ?? '/nowhere', 'docker.sock'),
  ];
  if (host?.startsWith('tcp://')) return pings({ host: new URL(host).hostname, port: new URL(host).port });
  const socketPath = sockets.find((path) => existsSync(path));
  return socketPath !== undefined && pings({ socketPath });
}

function pings(where: { socketPath: string } | { host: string; port: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ ...where, path: '/_ping', timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', () => resolve(false));
    ping.end();
  });
}
