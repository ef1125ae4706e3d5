import { afterAll, beforeAll, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { topics } from '../../src/contracts/topics.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import type { EventLog, LogMessage, PartitionBatch } from '../../src/log/event-log.ts';
import { kafkaLog } from '../../src/log/kafka/kafka-log.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { reconciledTopics, RECONCILER_GROUP, startReconciler } from '../../src/reconciler/reconciler.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase } from '../support/migrated-database.ts';
import { describeKafka, kafkaBrokers } from '../support/services.ts';
import { messageOf } from '../support/simulated-messages.ts';
import { partitionName } from '../../src/contracts/topics.ts';

const at = Date.parse('2026-09-30T12:00:00Z');
const settings = { policy: currentPolicy, at, announce: true };
const TOPIC = 'hhs.placement.v1';

interface Place {
  pool: Pool;
  log: EventLog;
  close(): Promise<void>;
}

/** A database of its own beside the log. On a broker that others used before, it begins where the topics end now. */
async function openPlace(log: EventLog): Promise<Place> {
  const database = await migratedDatabase();
  const { pool } = database;
  await log.applyTopics(topics);
  for (const topic of reconciledTopics) {
    for (const { partition, high } of await log.watermarks(topic)) {
      await pool.query(
        'insert into projection.consumer_offset (consumer_group, topic, partition, next_offset) values ($1, $2, $3, $4)',
        [RECONCILER_GROUP, topic, partition, String(high)],
      );
    }
  }
  return {
    pool,
    log,
    async close() {
      await log.close();
      await database.close();
    },
  };
}

/** All that a reader can see, arrival left out. */
async function tables({ pool }: Place): Promise<unknown[]> {
  const queries = [
    `select child_id, doc, next_change_at, placement, notice_to_appear, court, address, contact, verification
       from projection.child_status order by child_id`,
    `select * from projection.status_history order by child_id, valid_from`,
    `select record_key, version, digest, source, event_id, sender, child_id, link_rule, data
       from projection.record order by source, event_id, digest`,
    `select stage, code, field, reason, original from rollcall.dead_letter order by original`,
  ];
  const results = [];
  for (const query of queries) results.push((await pool.query(query)).rows);
  return results;
}

function messages(children: number, seed: string): LogMessage[] {
  return [...simulateChildren({ children, seed })].flatMap(({ events }) =>
    events.flatMap((sent) => messageOf(sent) ?? []),
  );
}

describeKafka('the reconciler on Kafka', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace(kafkaLog({ brokers: kafkaBrokers()!, clientId: 'reconciler-test' }));
  }, 400_000);
  afterAll(() => place.close(), 120_000);

  it('gives what it gives on a log in memory, while members of its group come and go', async () => {
    const all = messages(300, 'kafka');
    const third = Math.ceil(all.length / 3);
    const memory = await openPlace(memoryLog());
    const expected = startReconciler({ log: memory.log, pool: memory.pool, clock: () => at });
    await memory.log.append(all);
    await caughtUp(memory.pool, memory.log);
    await expected.stop();

    const open = (): ReturnType<typeof startReconciler> =>
      startReconciler({ log: place.log, pool: place.pool, clock: () => at, workers: 1, maxMessages: 97 });
    const first = open();
    await place.log.append(all.slice(0, third));
    const second = open();
    await place.log.append(all.slice(third, 2 * third));
    await first.stop();
    await place.log.append(all.slice(2 * third));
    await caughtUp(place.pool, place.log);
    await second.stop();

    expect(await tables(place)).toEqual(await tables(memory));
    await memory.close();
  }, 400_000);

  it('lets one that lost its partitions while it slept commit nothing', async () => {
    const stale = await readAhead(place, messages(40, 'zombie'));
    const apply = (batches: PartitionBatch[]) =>
      withTransaction(place.pool, (tx) => applyMessages(tx, RECONCILER_GROUP, batches, settings));
    // Another took over from where the sleeper began, and is past what the sleeper holds.
    const taken = await apply(stale);
    expect(taken.records).toBeGreaterThan(0);
    const before = await tables(place);
    const feed = await place.pool.query('select next from rollcall.change_head');

    const late = await apply(stale);
    expect(late).toMatchObject({ records: 0, changes: 0, deadLetters: 0 });
    expect(late.elsewhere.map(({ topic, partition, next }) => ({ topic, partition, next }))).toEqual(
      stale.map(({ topic, partition, next }) => ({ topic, partition, next })),
    );
    expect(await tables(place)).toEqual(before);
    expect((await place.pool.query('select next from rollcall.change_head')).rows).toEqual(feed.rows);
  }, 400_000);

  it('lets one that holds what comes later, before what comes first, commit nothing either', async () => {
    const batches = await readAhead(place, messages(40, 'too-early'));
    const whole = batches.find((batch) => batch.messages.length >= 2)!;
    const cut = whole.messages[1]!.offset;
    const early = { ...whole, from: cut, messages: whole.messages.slice(1) };
    const applied = await withTransaction(place.pool, (tx) =>
      applyMessages(tx, RECONCILER_GROUP, [early], settings),
    );
    expect(applied).toMatchObject({ records: 0, elsewhere: [{ next: whole.from }] });
    const all = await withTransaction(place.pool, (tx) =>
      applyMessages(tx, RECONCILER_GROUP, batches, settings),
    );
    expect(all.elsewhere).toEqual([]);
    expect(all.records + all.duplicates).toBe(batches.flatMap((batch) => batch.messages).length);
  }, 400_000);

  it('puts a message of bytes that are no text among the dead letters and goes on', async () => {
    const kafka = new kafkajs.Kafka({
      brokers: kafkaBrokers()!,
      clientId: 'stranger',
      logLevel: kafkajs.logLevel.NOTHING,
    });
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({
      topic: TOPIC,
      acks: -1,
      messages: [
        { key: Buffer.from([0xff, 0x00]), value: Buffer.from([0x7b, 0xff, 0xfe, 0x00]), partition: 0 },
        { value: null, partition: 0 },
        { value: '{}', headers: { ce_type: Buffer.from([0xff, 0x00]), ce_id: ['a', 'b'] }, partition: 0 },
      ],
    });
    await producer.disconnect();
    const letters = async (): Promise<string[]> => {
      const { rows } = await place.pool.query<{ code: string }>(
        `select code from rollcall.dead_letter where origin like $1 order by id`,
        [`${TOPIC}/0/%`],
      );
      return rows.map((row) => row.code);
    };
    const before = await letters();
    const reconciler = startReconciler({ log: place.log, pool: place.pool, workers: 1 });
    await caughtUp(place.pool, place.log);
    await reconciler.stop();
    expect((await letters()).slice(before.length)).toEqual(['unknown-type', 'unknown-type', 'unknown-type']);
  }, 400_000);
});

/** Append, and read as a member of the group that starts where the tables stand would. */
async function readAhead({ pool, log }: Place, appended: readonly LogMessage[]): Promise<PartitionBatch[]> {
  const { rows } = await pool.query<{ topic: string; partition: number; next_offset: string }>(
    'select topic, partition, next_offset from projection.consumer_offset where consumer_group = $1',
    [RECONCILER_GROUP],
  );
  const starts = new Map(rows.map((row) => [partitionName(row), BigInt(row.next_offset)]));
  await log.append(appended);
  const subscription = await log.subscribe({
    group: `reader-${process.pid}-${appended.length}`,
    topics: reconciledTopics,
    start: async (partitions) =>
      partitions.map(({ topic, partition }) => starts.get(partitionName({ topic, partition })) ?? null),
  });
  const found = new Map<string, PartitionBatch>();
  try {
    for (let count = 0; count < appended.length;) {
      for (const batch of await subscription.poll({ maxMessages: 10_000, maxWaitMs: 1_000 })) {
        count += batch.messages.length;
        const name = partitionName(batch);
        const known = found.get(name);
        if (known === undefined) found.set(name, batch);
        else
          found.set(name, { ...known, next: batch.next, messages: [...known.messages, ...batch.messages] });
      }
    }
  } finally {
    await subscription.close();
  }
  return [...found.values()].sort((a, b) => (partitionName(a) < partitionName(b) ? -1 : 1));
}
