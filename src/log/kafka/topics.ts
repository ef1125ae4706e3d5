import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';
import { UnavailableError } from '../../contracts/errors.ts';
import type { TopicSpec } from '../../contracts/topics.ts';
import { OffsetOutOfRangeError, UnknownTopicError, type TopicChange, type Watermark } from '../event-log.ts';
import { kafkaCode, within, type LastFault } from './faults.ts';
import { areThere, planTopics, settingsFor, type TopicsThere } from './plan-topics.ts';
import { partitionName } from '../../contracts/topics.ts';

const { ConfigResourceTypes, ConfigSource } = kafkajs;
const DEADLINE_MS = 15_000;
const CLOSE_MS = 1_000;
/** A partition has another leader, or a new one none yet, or this broker hasn't heard of it. */
const MOVED = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
]);
/** Partitions grow rarely; a count older than this is asked for again. */
const FRESH_MS = 60_000;

/** The topics of a broker: what there is, what should be, where they begin and end. */
export interface KafkaTopics {
  /** Of the brokers together, for as long as they are. */
  clusterId(): Promise<string>;
  /** Count of partitions. Throws UnknownTopicError. */
  partitions(topic: string): Promise<number>;
  apply(specs: readonly TopicSpec[], dryRun: boolean): Promise<TopicChange[]>;
  watermarks(topic: string): Promise<Watermark[]>;
  offsetsAt(topic: string, time: Date): Promise<Array<{ partition: number; offset: bigint | null }>>;
  trim(topic: string, partition: number, before: bigint): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param newAdmin a client of its own, not connected
 * @param replicationFactor null takes three, or as many as there are brokers
 */
export function kafkaTopics(
  newAdmin: () => Promise<Admin>,
  replicationFactor: number | null,
  lastFault: LastFault,
): KafkaTopics {
  let client: Promise<Admin> | null = null;
  let known = new Map<string, number>();
  let knownAt = Number.NEGATIVE_INFINITY;

  const connect = async (): Promise<Admin> => {
    const admin = await newAdmin();
    await admin.connect();
    return admin;
  };

  const letGo = async (): Promise<void> => {
    const left = client?.then((admin) => admin.disconnect()).catch(() => {});
    client = null;
    // One that is still trying to connect can't be called off, and takes up to a minute.
    await Promise.race([left, delay(CLOSE_MS, undefined, { ref: false })]);
  };

  const ask = async <T>(doing: string, question: (admin: Admin) => Promise<T>): Promise<T> => {
    const giveUpAt = performance.now() + DEADLINE_MS;
    const asked = async (): Promise<T> => {
      for (;;) {
        client ??= connect();
        const admin = client;
        try {
          return await question(await admin);
        } catch (error) {
          const code = kafkaCode(error);
          // kafkajs neither tries these again nor looks for the new leader until its picture is 5 minutes old: a new
          // client has a new picture. Any other fault may be a connection's.
          if (client === admin) await letGo();
          if (code === undefined || !MOVED.has(code) || performance.now() > giveUpAt) throw error;
          await delay(50);
        }
      }
    };
    return within(DEADLINE_MS, doing, asked(), lastFault);
  };

  const refresh = async (): Promise<Map<string, number>> => {
    // All of them: asked for one that is missing, kafkajs tries again and again.
    const { topics } = await ask('list topics', (admin) => admin.fetchTopicMetadata());
    known = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
    knownAt = performance.now();
    return known;
  };

  const partitions = async (topic: string): Promise<number> => {
    const fresh = performance.now() - knownAt < FRESH_MS;
    const count = (fresh ? known.get(topic) : undefined) ?? (await refresh()).get(topic);
    if (count === undefined) throw new UnknownTopicError(topic);
    return count;
  };

  const watermarks = async (topic: string): Promise<Watermark[]> => {
    await partitions(topic);
    const found = await ask('tell where a topic ends', (admin) => admin.fetchTopicOffsets(topic));
    return found
      .map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }))
      .sort((a, b) => a.partition - b.partition);
  };

  const cluster = () => ask('describe itself', (admin) => admin.describeCluster());

  const replicas = async (): Promise<number> =>
    replicationFactor ?? Math.min(3, (await cluster()).brokers.length);

  /** Name and value of each setting made for the topic itself, ours or an operator's. */
  const settingsOf = async (names: readonly string[]): Promise<Map<string, Map<string, string>>> => {
    if (names.length === 0) return new Map();
    const { resources } = await ask('describe topics', (admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
      }),
    );
    return new Map(
      resources.map(({ resourceName, configEntries }) => [
        resourceName,
        new Map(
          configEntries
            .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
            .map(({ configName, configValue }) => [configName, configValue]),
        ),
      ]),
    );
  };

  const there = async (specs: readonly TopicSpec[]): Promise<TopicsThere> => {
    const partitions = await refresh();
    const names = specs.map(({ name }) => name).filter((name) => partitions.has(name));
    return { partitions, settings: await settingsOf(names) };
  };

  const apply = async (specs: readonly TopicSpec[], dryRun: boolean): Promise<TopicChange[]> => {
    const is = await there(specs);
    const factor = await replicas();
    const { changes, missing, growing, altering } = planTopics(specs, is, factor);
    if (dryRun || changes.length === 0) return changes;

    if (missing.length > 0) {
      await ask('create topics', (admin) =>
        admin.createTopics({
          waitForLeaders: false, // kafkajs gives up on a broker that hasn't heard of them yet; we wait below
          timeout: 10_000,
          topics: missing.map((spec) => ({
            topic: spec.name,
            numPartitions: spec.partitions,
            replicationFactor: factor,
            configEntries: entries(settingsFor(spec, factor)),
          })),
        }),
      );
    }
    if (growing.length > 0) {
      const topicPartitions = growing.map(({ name, partitions: count }) => ({ topic: name, count }));
      await ask('add partitions', (admin) => admin.createPartitions({ topicPartitions, timeout: 10_000 }));
    }
    if (altering.length > 0) {
      // AlterConfigs replaces all settings of a topic: an operator's own are given back.
      const resources = altering.map((spec) => ({
        type: ConfigResourceTypes.TOPIC,
        name: spec.name,
        configEntries: entries({
          ...Object.fromEntries(is.settings.get(spec.name) ?? []),
          ...settingsFor(spec, factor),
        }),
      }));
      await ask('change topics', (admin) => admin.alterConfigs({ validateOnly: false, resources }));
    }
    await untilSeen(specs);
    // And until each partition's leader serves it: a send that one of them refuses is repeated as a whole.
    for (const { name } of [...missing, ...growing]) await watermarks(name);
    return changes;
  };

  /** A broker learns of new topics and settings a moment after the controller has agreed to them. */
  const untilSeen = async (specs: readonly TopicSpec[]): Promise<void> => {
    const stopAt = performance.now() + DEADLINE_MS;
    for (;;) {
      if (areThere(specs, await there(specs))) return;
      if (performance.now() > stopAt)
        throw new UnavailableError('Kafka did not show the topics as they were made');
      await delay(50);
    }
  };

  return {
    clusterId: async () => (await cluster()).clusterId,
    partitions,
    apply,
    watermarks,
    async offsetsAt(topic, time) {
      // kafkajs gives the end where nothing is that late (#1065). The end is asked for first, so a message that comes
      // between the two questions is not taken for a late one.
      const ends = await watermarks(topic);
      const found = await ask('find offsets by time', (admin) =>
        admin.fetchTopicOffsetsByTimestamp(topic, time.getTime()),
      );
      return ends.map(({ partition, high }) => {
        const offset = BigInt(found.find((at) => at.partition === partition)?.offset ?? high);
        return { partition, offset: offset < high ? offset : null };
      });
    },
    async trim(topic, partition, before) {
      const kept = (await watermarks(topic)).find((mark) => mark.partition === partition);
      if (kept === undefined) throw new UnknownTopicError(partitionName({ topic, partition }));
      if (before > kept.high) throw new OffsetOutOfRangeError({ topic, partition, offset: before }, kept);
      if (before <= kept.low) return;
      const partitionsToTrim = [{ partition, offset: String(before) }];
      await ask('trim a topic', (admin) => admin.deleteTopicRecords({ topic, partitions: partitionsToTrim }));
    },
    async close() {
      await letGo();
    },
  };
}

function entries(settings: Record<string, string>): Array<{ name: string; value: string }> {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
