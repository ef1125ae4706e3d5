import { expect, it } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import { kafkaSubscription } from '../../../src/log/kafka/subscription.ts';
import { until } from '../../support/until.ts';

/** kafkajs, as far as a member uses it: consumers that crash when told, and end when `disconnected` does. */
function fakeKafka(disconnected: Promise<void>) {
  const made: Array<{ crash: (error: Error) => void; left: boolean }> = [];
  const consumer = () => {
    const heard = new Map<string, (event: unknown) => void>();
    const one = {
      crash: (error: Error) => heard.get('crash')?.({ payload: { error } }),
      left: false,
    };
    made.push(one);
    return {
      events: { GROUP_JOIN: 'join', CRASH: 'crash' },
      on: (name: string, hear: (event: unknown) => void) => heard.set(name, hear),
      connect: async () => {},
      subscribe: async () => {},
      run: async () => {},
      disconnect: async () => {
        await disconnected;
        one.left = true;
      },
    };
  };
  return { made, kafka: { consumer } as unknown as Kafka };
}

it('closed while it begins anew, joins its group no more', async () => {
  let disconnect = (): void => {};
  const { made, kafka } = fakeKafka(new Promise((resolve) => (disconnect = resolve)));
  const subscription = kafkaSubscription({
    kafka,
    options: { group: 'g', topics: ['t'], start: async () => [] },
    sessionMs: 10_000,
    watermarks: async () => [],
    onEvent: () => {},
    onClosed: () => {},
  });
  made[0]!.crash(new Error('the broker went away'));
  const polled = subscription.poll({ maxMessages: 1, maxWaitMs: 0 }).catch((error: unknown) => error);
  await new Promise((resolve) => setImmediate(resolve));
  const closed = subscription.close();
  disconnect();
  await closed;
  expect(await polled).toMatchObject({ code: 'closed' });
  await until('every consumer made has left', () => made.every(({ left }) => left), 2_000);
});
