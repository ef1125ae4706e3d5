import kafkajs from 'kafkajs';
import { AppError } from '../../contracts/errors.ts';
import type { EventLog, LogMessage, LogPosition, Subscription } from '../event-log.ts';
import { kafkaAppender } from './appender.ts';
import {
  connectKafka,
  CONSUMER_RETRY,
  RETRY,
  sparing,
  sslOf,
  type KafkaConnection,
  type KafkaEvent,
} from './client.ts';
import { LastFault } from './faults.ts';
import { kafkaSubscription } from './subscription.ts';
import { kafkaTopics } from './topics.ts';
import { checkCertificates } from './trust.ts';

const { Partitioners } = kafkajs;

export interface KafkaLogOptions extends KafkaConnection {
  /** Copies of each topic that is made here. Not given: three, or as many as there are brokers. */
  replicationFactor?: number;
  /** After how long without a word a consumer counts as dead, in ms; 10 s by default. Brokers set bounds, commonly 6 s to 30 min. */
  sessionMs?: number;
}

/**
 * The log on Apache Kafka, by kafkajs 2.2.4. Connects when first used. No type of kafkajs leaves this folder: it has
 * had no release since 2023, and nothing here relies on it for correctness (docs/decisions).
 */
export function kafkaLog(options: KafkaLogOptions): EventLog {
  const lastFault = new LastFault();
  const onEvent = sparing((event: KafkaEvent): void => options.onEvent?.(event));
  const kafka = connectKafka({ ...options, onEvent }, RETRY, lastFault);
  const consumers = connectKafka({ ...options, onEvent }, CONSUMER_RETRY, lastFault);
  const newAdmin = async () => {
    const ssl = sslOf(options);
    if (ssl !== null) await checkCertificates(options.brokers, ssl);
    return kafka.admin({ retry: RETRY });
  };
  const topics = kafkaTopics(newAdmin, options.replicationFactor ?? null, lastFault);
  const newProducer = () =>
    kafka.producer({
      allowAutoTopicCreation: false,
      // We choose the partition; kafkajs warns where none is named.
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: RETRY,
    });
  const appender = kafkaAppender(newProducer, lastFault);
  const subscriptions = new Set<Subscription>();
  const appending = new Set<Promise<unknown>>();
  let closing: Promise<void> | null = null;

  const append = async (messages: readonly LogMessage[]): Promise<LogPosition[]> => {
    const counts = new Map<string, number>();
    for (const { topic } of messages) {
      if (!counts.has(topic)) counts.set(topic, await topics.partitions(topic));
    }
    return appender.append(messages, counts);
  };

  const close = async (): Promise<void> => {
    await Promise.allSettled(appending);
    try {
      await Promise.all([
        appender.close(),
        ...Array.from(subscriptions, (subscription) => subscription.close()),
      ]);
    } finally {
      await topics.close();
    }
  };
  const open = (): void => {
    if (closing !== null) throw new AppError('closed', 'the log is closed');
  };

  return {
    features: { durable: true, shared: true, compaction: true, retention: true },
    async identity() {
      open();
      return { kind: 'kafka', id: await topics.clusterId() };
    },
    async applyTopics(specs, { dryRun = false } = {}) {
      open();
      return topics.apply(specs, dryRun);
    },
    async append(messages) {
      open();
      if (messages.length === 0) return [];
      const appended = append(messages);
      appending.add(appended);
      return appended.finally(() => appending.delete(appended));
    },
    async watermarks(topic) {
      open();
      return topics.watermarks(topic);
    },
    async offsetsAt(topic, time) {
      open();
      return topics.offsetsAt(topic, time);
    },
    async trim(topic, partition, before) {
      open();
      return topics.trim(topic, partition, before);
    },
    async subscribe(subscribeOptions) {
      open();
      for (const topic of subscribeOptions.topics) await topics.partitions(topic);
      const subscription = kafkaSubscription({
        kafka: consumers,
        options: subscribeOptions,
        sessionMs: options.sessionMs ?? 10_000,
        watermarks: (topic) => topics.watermarks(topic),
        onEvent,
        onClosed: () => subscriptions.delete(subscription),
      });
      subscriptions.add(subscription);
      return subscription;
    },
    async close() {
      closing ??= close();
      await closing;
    },
  };
}
