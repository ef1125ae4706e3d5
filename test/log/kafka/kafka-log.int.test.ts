import { kafkaLog } from '../../../src/log/kafka/kafka-log.ts';
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
});
