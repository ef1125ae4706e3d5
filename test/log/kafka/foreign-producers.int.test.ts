import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { kafkaLog } from '../../../src/log/kafka/kafka-log.ts';
import type { EventLog, LogRecord } from '../../../src/log/event-log.ts';
import { describeKafka, kafkaBrokers } from '../../support/services.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** An LZ4 frame of one block that is stored as it is: magic, 64 KiB independent blocks, the header's checksum; the block; the end. */
function lz4Frame(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE((0x8000_0000 | bytes.length) >>> 0);
  return Buffer.concat([Buffer.from('04224d18604082', 'hex'), size, bytes, Buffer.alloc(4)]);
}

describeKafka('what others write to Kafka', () => {
  let log: EventLog;
  let kafka: Kafka;
  let producer: Producer;
  let topic: string;
  const readsNoLz4 = CompressionCodecs[CompressionTypes.LZ4];
  beforeAll(async () => {
    log = kafkaLog({ brokers: kafkaBrokers()!, clientId: 'rollcall-test', replicationFactor: 1 });
    topic = `own.${randomUUID()}.v1`;
    await log.applyTopics([
      { name: topic, partitions: 1, retentionHours: null, compacted: false, key: 'any' },
    ]);
    kafka = new kafkajs.Kafka({
      clientId: 'foreign',
      brokers: [...kafkaBrokers()!],
      logLevel: kafkajs.logLevel.NOTHING,
    });
    producer = kafka.producer();
    await producer.connect();
    // Only to write: kafkajs reads none of it.
    CompressionCodecs[CompressionTypes.LZ4] = () => ({
      compress: async ({ buffer }: { buffer: Buffer }) => lz4Frame(buffer),
      decompress: () => Promise.reject(new kafkajs.KafkaJSNonRetriableError('not here')),
    });
  });
  afterAll(async () => {
    await producer?.disconnect();
    await log?.close();
  });

  async function readAll(count: number): Promise<LogRecord[]> {
    const subscription = await log.subscribe({
      group: randomUUID(),
      topics: [topic],
      start: async (partitions) => partitions.map(() => 0n),
    });
    const messages: LogRecord[] = [];
    while (messages.length < count)
      for (const batch of await subscription.poll({ maxMessages: 100, maxWaitMs: 1_000 }))
        messages.push(...batch.messages);
    await subscription.close();
    return messages;
  }

  it('is read also where it was compressed by what kafkajs cannot read, and as the bytes that it is', async () => {
    const junk = Buffer.from('ff fe 00 80 81 c3 28'.replaceAll(' ', ''), 'hex');
    const messages = [
      { key: 'a', value: 'José' },
      { key: 'b', value: junk },
    ];
    await producer.send({ topic, compression: CompressionTypes.LZ4, messages });
    const [text, bytes] = await readAll(2);
    expect(text).toMatchObject({ key: 'a', value: 'José' });
    expect(text).not.toHaveProperty('bytes');
    expect(bytes!.bytes).toEqual(junk);
  }, 400_000);

  it('is named where it is kept compressed so, and not tried again for ever', async () => {
    const admin = kafka.admin();
    await admin.connect();
    const configEntries = [{ name: 'compression.type', value: 'producer' }];
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }],
    });
    await admin.disconnect();
    await producer.send({ topic, compression: CompressionTypes.LZ4, messages: [{ key: 'c', value: 'x' }] });
    CompressionCodecs[CompressionTypes.LZ4] = readsNoLz4;
    const reading = readAll(3);
    await expect(reading).rejects.toMatchObject({ code: 'log-unreadable', retriable: false });
    await expect(reading).rejects.toThrow(/LZ4.*rollcall topics apply/);
    const changes = await log.applyTopics([
      { name: topic, partitions: 1, retentionHours: null, compacted: false, key: 'any' },
    ]);
    const detail = 'compression.type producer to uncompressed';
    expect(changes).toContainEqual({ topic, change: 'set-other', detail });
  }, 400_000);
});
