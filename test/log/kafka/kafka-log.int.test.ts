import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { topics } from '../../../src/contracts/topics.ts';
import { kafkaLog } from '../../../src/log/kafka/kafka-log.ts';
import { partitionOf } from '../../../src/log/partition-of.ts';
import { eventLogSuite } from '../../suites/event-log.suite.ts';
import { describeKafka, kafkaBrokers } from '../../support/services.ts';

describeKafka('Kafka', () => {
  const create = async () =>
    kafkaLog({ brokers: kafkaBrokers()!, clientId: 'rollcall-test', replicationFactor: 1 });
  eventLogSuite('kafka', {
    create,
    second: create,
    features: { durable: true, shared: true, compaction: true, retention: true },
  });

  it('appends nothing twice where a message for a partition added since is refused', async () => {
    const log = await create();
    try {
      const topic = { ...topics[0]!, name: `test-${randomUUID()}`, partitions: 2 };
      await log.applyTopics([topic]);
      await log.append([{ topic: topic.name, key: 'before', value: '{}', headers: {} }]);
      await log.applyTopics([{ ...topic, partitions: 6 }]);
      const messageIn = (partition: number, value: string) => {
        const key = Array.from({ length: 1000 }, (_, i) => `key-${i}`).find(
          (name) => partitionOf(name, 6) === partition,
        )!;
        return { topic: topic.name, key, value, headers: {} };
      };
      const outcomes = await Promise.allSettled([
        log.append([messageIn(0, '{}')]),
        log.append([messageIn(4, '€'.repeat(400_000))]),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      const ends = (await log.watermarks(topic.name)).map(({ high }) => Number(high));
      expect(ends.reduce((sum, end) => sum + end)).toBe(2);
    } finally {
      await log.close();
    }
  });
});
