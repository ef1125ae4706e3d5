import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { patchEncoder } from '../../../src/log/kafka/encoder-patch.ts';
import { messageOf } from '../../support/simulated-messages.ts';
import { simulate } from '../../../src/simulator/index.ts';

interface ProduceRequest {
  encode(): Promise<{ buffer: Buffer }>;
}

const require = createRequire(import.meta.url);
const produce = require('kafkajs/src/protocol/requests/produce/v3/request') as (
  options: object,
) => ProduceRequest;
const Encoder = require('kafkajs/src/protocol/encoder') as {
  new (): Record<string, (value: unknown) => { buffer: Buffer }>;
  sizeOfVarLong(value: number): number;
};

const bytesOf = async (messages: readonly object[], timestamp: number): Promise<Buffer> => {
  const stamped = messages.map((message, i) => ({ timestamp: timestamp + i, ...message }));
  const topicData = [{ topic: 't', partitions: [{ partition: 0, messages: stamped }] }];
  const { buffer } = await produce({ acks: -1, timeout: 1000, topicData }).encode();
  return Buffer.from(buffer);
};
const text = (length: number) => ({
  key: 'k'.repeat(length),
  value: 'é'.repeat(length),
  headers: { 'content-type': 'x'.repeat(length), é: 'é' },
});

describe('the patched encoder of kafkajs', () => {
  it('makes the same bytes', async () => {
    const messages = [...simulate({ children: 40, seed: 'encoder' })].flatMap(
      (sent) => messageOf(sent) ?? [],
    );
    const edges = [0, 1, 31, 32, 62, 63, 64, 255, 256, 509, 510, 511, 512, 1023, 1024, 70_000].map(text);
    const requests = [
      messages,
      [...edges, { key: 'k', value: null, headers: {} }],
      [text(1), { ...text(1), timestamp: 1_700_000_000_000 + 2 ** 31 }],
    ];
    const numbers = [0, 1, 63, 64, 127, 128, 8191, 8192, 2 ** 28, 2 ** 30 - 1, 2 ** 30, 2 ** 31, 2 ** 40];
    const small = [-(2 ** 31), -65, -1, ...numbers.slice(0, 11), 2 ** 31 - 1];
    const all = async (): Promise<unknown[]> => [
      ...(await Promise.all(requests.map((request) => bytesOf(request, 1_700_000_000_000)))),
      ...numbers.flatMap((n) => [
        new Encoder()['writeVarLong']!(n).buffer.toString('hex'),
        Encoder.sizeOfVarLong(n),
      ]),
      ...small.map((n) => new Encoder()['writeVarInt']!(n).buffer.toString('hex')),
    ];
    const before = await all();
    patchEncoder();
    expect(await all()).toEqual(before);
  });

  it('is of the version that was read', () => {
    expect((require('kafkajs/package.json') as { version: string }).version).toBe('2.2.4');
  });
});
