import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EventLog, PartitionBatch, Subscription } from '../../../src/log/event-log.ts';
import { kafkaLog } from '../../../src/log/kafka/kafka-log.ts';
import { startKafkaBroker, type KafkaBroker } from '../../support/kafka-broker.ts';
import { describeOwnBroker, testFolder } from '../../support/services.ts';
import { until } from '../../support/until.ts';

await describeOwnBroker('a broker that goes away', () => {
  const folder = testFolder();
  const topic = `restart.${randomUUID()}.v1`;
  let broker: KafkaBroker;
  let log: EventLog;

  beforeAll(async () => {
    broker = await startKafkaBroker({ dir: folder.path });
    log = kafkaLog({ brokers: broker.brokers, clientId: 'rollcall-test' });
    await log.applyTopics([
      { name: topic, partitions: 4, retentionHours: null, compacted: false, key: 'any' },
    ]);
  });
  afterAll(async () => {
    await log.close();
    await broker.stop();
    folder.remove();
  });

  it.each(['kill', 'stop'] as const)(
    'and comes back (%s): nothing that was acknowledged is lost, and reading goes on in order',
    async (how) => {
      const acknowledged = new Set<string>();
      const seen = new Set<string>();
      const positions = new Map<number, bigint>();
      const ending = new AbortController();
      const appended = new AbortController();
      let round = 0;

      const reader = await log.subscribe({
        group: randomUUID(),
        topics: [topic],
        start: async (partitions) => partitions.map(({ partition }) => positions.get(partition) ?? null),
      });
      const allSeen = () => appended.signal.aborted && [...acknowledged].every((id) => seen.has(id));
      const reading = (async () => {
        while (!allSeen()) {
          for (const batch of await pollOrRetry(reader)) {
            expect(batch.from).toBe(positions.get(batch.partition) ?? 0n);
            positions.set(batch.partition, batch.next);
            for (const message of batch.messages) seen.add(message.value!);
          }
        }
      })();
      const appending = (async () => {
        while (!ending.signal.aborted) {
          round += 1;
          const ids = Array.from({ length: 20 }, (_, n) => `${how}-${round}-${n}`);
          try {
            await log.append(ids.map((id) => ({ topic, key: id, headers: {}, value: id })));
            for (const id of ids) acknowledged.add(id);
          } catch (error) {
            expect(error).toMatchObject({ retriable: true });
          }
          await delay(2);
        }
      })();

      await until('messages to be read', () => seen.size > 500, 45_000);
      await broker[how]();
      broker = await startKafkaBroker({ dir: folder.path });
      const before = acknowledged.size;
      await until('messages to be acknowledged again', () => acknowledged.size > before + 500, 45_000);
      ending.abort();
      await appending;
      appended.abort();
      await reading;
      await reader.close();
      expect([...acknowledged].filter((id) => !seen.has(id))).toEqual([]);
    },
    400_000,
  );
});

/** As a consumer would: what is retriable is tried again. */
async function pollOrRetry(reader: Subscription): Promise<PartitionBatch[]> {
  try {
    return await reader.poll({ maxMessages: 500, maxWaitMs: 200 });
  } catch (error) {
    expect(error).toMatchObject({ retriable: true });
    return [];
  }
}
