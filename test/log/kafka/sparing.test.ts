import { expect, it } from '@jest/globals';
import { sparing, type KafkaEvent } from '../../../src/log/kafka/client.ts';

it('tells the same of the same broker once in a while, and anything else at once', () => {
  const told: KafkaEvent[] = [];
  const tell = sparing((event) => told.push(event));
  const event = (message: string, broker: string): KafkaEvent => ({
    level: 'warn',
    message,
    details: { broker },
  });
  for (let n = 0; n < 100; n++) tell(event('no connection', 'b1:9092'));
  tell(event('no connection', 'b2:9092'));
  tell(event('refused', 'b1:9092'));
  expect(told).toEqual([
    event('no connection', 'b1:9092'),
    event('no connection', 'b2:9092'),
    event('refused', 'b1:9092'),
  ]);
});
