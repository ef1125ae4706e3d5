import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { Consumer, Kafka } from 'kafkajs';
import { connectKafka, RETRY } from '../../../src/log/kafka/client.ts';
import { LastFault } from '../../../src/log/kafka/faults.ts';
import { kafkaSubscription } from '../../../src/log/kafka/subscription.ts';
import { describeKafka, kafkaBrokers } from '../../support/services.ts';
import { until } from '../../support/until.ts';

/** Real consumers of which the test says when they crash, and when they may leave. */
function watched(kafka: Kafka, mayLeave: Promise<void>) {
  const made: Array<{ crash?: (error: Error) => void; left: boolean }> = [];
  const consumer: Kafka['consumer'] = (config) => {
    const real = kafka.consumer(config);
    const one: (typeof made)[number] = { left: false };
    made.push(one);
    const on = (event: string, hear: (said: unknown) => void): unknown => {
      if (event === real.events.CRASH) one.crash = (error) => hear({ payload: { error } });
      return (real.on as (name: string, hear: (said: unknown) => void) => unknown)(event, hear);
    };
    const disconnect = async (): Promise<void> => {
      await mayLeave;
      await real.disconnect();
      one.left = true;
    };
    return { ...real, on: on as Consumer['on'], disconnect };
  };
  return { made, kafka: Object.assign(Object.create(kafka) as Kafka, { consumer }) };
}

describeKafka('a Kafka subscription', () => {
  it('closed while it begins anew, joins its group no more', async () => {
    const [group, topic] = [randomUUID(), randomUUID()];
    const brokers = kafkaBrokers()!;
    const kafka = connectKafka({ brokers, clientId: 'rollcall-test' }, RETRY, new LastFault());
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic, numPartitions: 1, replicationFactor: 1 }],
      waitForLeaders: true,
    });
    let letLeave = (): void => {};
    const watching = watched(kafka, new Promise((resolve) => (letLeave = resolve)));
    const subscription = kafkaSubscription({
      kafka: watching.kafka,
      options: { group, topics: [topic], start: async (partitions) => partitions.map(() => null) },
      sessionMs: 10_000,
      watermarks: async () => [{ partition: 0, low: 0n, high: 0n }],
      onEvent: () => {},
      onClosed: () => {},
    });
    await until('it to hold its partition', async () => {
      await subscription.poll({ maxMessages: 1, maxWaitMs: 100 });
      return subscription.assignment().length === 1;
    });
    watching.made.at(-1)!.crash!(new Error('the broker went away'));
    const polled = subscription.poll({ maxMessages: 1, maxWaitMs: 0 }).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    const closed = subscription.close();
    letLeave();
    await closed;
    expect(await polled).toMatchObject({ code: 'closed' });
    await until('every consumer made has left', () => watching.made.every(({ left }) => left), 5_000);
    const { groups } = await admin.describeGroups([group]);
    expect(groups[0]!.members).toEqual([]);
    await admin.disconnect();
  });
});
