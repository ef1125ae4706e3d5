import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { brokerFiles, startKafkaBroker } from './kafka-broker.ts';

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

async function startContainer(): Promise<AnyKafka> {
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const container = await new KafkaContainer('confluentinc/cp-kafka:7.9.1')
    .withKraft()
    .withEnvironment({
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .start();
  return {
    brokers: [`${container.getHost()}:${container.getMappedPort(9093)}`],
    stop: async () => void (await container.stop()),
  };
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
