import { createHook } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import kafkajs, { type Producer } from 'kafkajs';
import { patchRequestQueue } from '../../../src/log/kafka/request-queue-patch.ts';
import { describeKafka, kafkaBrokers } from '../../support/services.ts';

describeKafka('the timers of an idle kafkajs', () => {
  let producer: Producer;

  beforeAll(async () => {
    patchRequestQueue();
    producer = new kafkajs.Kafka({ brokers: kafkaBrokers()!, logLevel: kafkajs.logLevel.NOTHING }).producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
  });
  afterAll(() => producer.disconnect());

  it('are few', async () => {
    let timers = 0;
    const hook = createHook({
      init(_id, type) {
        if (type === 'Timeout') timers += 1;
      },
    });
    hook.enable();
    await delay(500);
    hook.disable();
    // One is the delay's own. Unpatched, a connection makes one a millisecond.
    expect(timers).toBeLessThan(20);
  });

  it('are patched in the version that was read', () => {
    const { version } = createRequire(import.meta.url)('kafkajs/package.json') as { version: string };
    expect(version).toBe('2.2.4');
  });
});
