import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { Client } from 'pg';
import { agencyOfSource } from '../src/contracts/envelope.ts';
import type { Agency } from '../src/contracts/record.ts';
import type { LogMessage } from '../src/log/event-log.ts';
import { partitionOf } from '../src/log/partition-of.ts';
import { simulate } from '../src/simulator/index.ts';
import { brokerFiles, startKafkaBroker } from '../test/support/kafka-broker.ts';
import { messageOf } from '../test/support/simulated-messages.ts';
import { migrate } from '../src/store/migrate.ts';
import { openPool } from '../src/store/pool.ts';
import type { BenchPostgres } from './support/database.ts';
import { ratioOf, type Measurement } from './support/measurement.ts';
import { post } from './support/post.ts';
import { startService } from './support/service.ts';
import { say, type Sizes } from './support/settings.ts';

const BATCH = 1_000;
/** Each of the three agencies streams its own records, all at once. */
const agencies: readonly Agency[] = ['ice', 'hhs', 'eoir'];

interface Load {
  messages: LogMessage[];
  bodies: Map<Agency, string>;
}

/** Records never sent before: other children in each round. */
function loadOf(children: number, first: number): Load {
  const messages: LogMessage[] = [];
  const lines = new Map<Agency, string[]>(agencies.map((agency) => [agency, []]));
  for (const sent of simulate({ children, first, seed: 'bench' })) {
    const message = messageOf(sent);
    if (message === null) continue;
    messages.push(message);
    lines.get(agencyOfSource(message.headers['ce_source']!))!.push(JSON.stringify(sent.event));
  }
  return { messages, bodies: new Map([...lines].map(([agency, own]) => [agency, `${own.join('\n')}\n`])) };
}

type Produce = (messages: readonly LogMessage[]) => Promise<void>;

export async function measureIntake(postgres: BenchPostgres, sizes: Sizes): Promise<Measurement[]> {
  const found = [await onPostgres(postgres, sizes)];
  const files = await brokerFiles(join(import.meta.dirname, '..'));
  if ('none' in files) say(`intake on Kafka is left out: ${files.none}`);
  else found.push(await onKafka(postgres, sizes));
  return found;
}

async function onPostgres(postgres: BenchPostgres, sizes: Sizes): Promise<Measurement> {
  const url = await postgres.create('intake');
  const bareUrl = await postgres.create('bare_intake');
  const pool = openPool(bareUrl);
  await migrate(pool);
  await pool.end();
  const bare = new Client({ connectionString: bareUrl });
  await bare.connect();
  let offset = 0;
  // The log's own table and key; no heads, no partitions, no positions given back.
  const produce: Produce = async (messages) => {
    await bare.query({
      name: 'insert',
      text: String.raw`insert into log.message ("offset", ts, partition, topic_id, key, headers, value)
        select $1::int8 + i, now(), 0, 1, key, headers, value from unnest(string_to_array($2, E'\x1e'),
        string_to_array($3, E'\x1e'), string_to_array($4, E'\x1e')) with ordinality as r(key, headers, value, i)`,
      values: [
        offset,
        messages.map((message) => message.key).join('\u001e'),
        messages.map((message) => JSON.stringify(message.headers)).join('\u001e'),
        messages.map((message) => message.value).join('\u001e'),
      ],
    });
    offset += messages.length;
  };
  const measured = await compare('durable intake, Postgres log', url, [], produce, postgres, sizes);
  await bare.end();
  await postgres.drop('intake');
  await postgres.drop('bare_intake');
  return measured;
}

async function onKafka(postgres: BenchPostgres, sizes: Sizes): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-kafka-'));
  const broker = await startKafkaBroker({ dir: folder });
  const url = await postgres.create('intake');
  const kafka = new Kafka({ brokers: broker.brokers, clientId: 'bench', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  try {
    await Promise.all([admin.connect(), producer.connect()]);
    const topics = new Set(loadOf(200, 0).messages.map((message) => message.topic));
    await admin.createTopics({
      topics: [...topics].map((topic) => ({
        topic: `bare.${topic}`,
        numPartitions: 4,
        replicationFactor: 1,
      })),
    });
    const produce: Produce = async (messages) => {
      const byTopic = new Map<string, LogMessage[]>();
      for (const message of messages) {
        const own = byTopic.get(message.topic);
        if (own === undefined) byTopic.set(message.topic, [message]);
        else own.push(message);
      }
      await producer.sendBatch({
        acks: -1,
        topicMessages: [...byTopic].map(([topic, own]) => ({
          topic: `bare.${topic}`,
          messages: own.map(({ key, headers, value }) => ({
            key,
            headers,
            value,
            partition: partitionOf(key, 4),
          })),
        })),
      });
    };
    return await compare('durable intake, Kafka', url, broker.brokers, produce, postgres, sizes);
  } finally {
    await Promise.allSettled([admin.disconnect(), producer.disconnect()]);
    await broker.stop();
    await postgres.drop('intake');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(
  name: string,
  url: string,
  brokers: readonly string[],
  produce: Produce,
  postgres: BenchPostgres,
  { children, rounds }: Sizes,
): Promise<Measurement> {
  const service = await startService(url, ['api'], brokers);
  const ours: number[] = [];
  const limit: number[] = [];
  // The first round warms both up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    const load = loadOf(children, round * children);
    await postgres.settle();
    const limitRate = await rateOf(load.messages.length, () => produceAll(load.messages, produce));
    await postgres.settle();
    const rate = await rateOf(load.messages.length, () => streamAll(service, load));
    if (round > 0) [ours[round - 1], limit[round - 1]] = [rate, limitRate];
    say(`${name}: ${Math.round(rate)} of ${Math.round(limitRate)} records/s`);
  }
  const peakMiB = await service.stop();
  return {
    name,
    unit: 'records/s',
    ours,
    limit,
    result: ratioOf(ours, limit),
    goal: { atLeast: 0.6 },
    peakMiB,
  };
}

async function produceAll(messages: readonly LogMessage[], produce: Produce): Promise<void> {
  for (let first = 0; first < messages.length; first += BATCH)
    await produce(messages.slice(first, first + BATCH));
}

async function streamAll(service: Awaited<ReturnType<typeof startService>>, load: Load): Promise<void> {
  let accepted = 0;
  await Promise.all(
    [...load.bodies].map(async ([agency, body]) => {
      const { status, text } = await post(`${service.url}/v1/records`, {
        token: await service.token(agency),
        type: 'application/x-ndjson',
        headers: { prefer: 'return=minimal' },
        body,
      });
      if (status !== 207) throw new Error(`intake answered ${status}: ${text.slice(0, 300)}`);
      const last = JSON.parse(text.trimEnd().split('\n').at(-1)!) as { summary: Record<string, number> };
      accepted += last.summary['accepted']! + last.summary['conflict']! + last.summary['duplicate']!;
    }),
  );
  if (accepted !== load.messages.length)
    throw new Error(`${accepted} of ${load.messages.length} records were taken`);
}

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (count / (performance.now() - start)) * 1000;
}
