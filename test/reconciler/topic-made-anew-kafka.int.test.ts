import { afterAll, beforeAll, expect, it } from '@jest/globals';
import kafkajs, { type Admin } from 'kafkajs';
import { topics } from '../../src/contracts/topics.ts';
import type { EventLog, LogMessage } from '../../src/log/event-log.ts';
import { kafkaLog } from '../../src/log/kafka/kafka-log.ts';
import { rewind } from '../../src/replay/rewind.ts';
import { startReconciler, type Reconciler } from '../../src/reconciler/reconciler.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import { caughtUp } from '../support/caught-up.ts';
import { startKafkaBroker, type KafkaBroker } from '../support/kafka-broker.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { describeOwnBroker, testFolder } from '../support/services.ts';
import { messageOf } from '../support/simulated-messages.ts';
import { until } from '../support/until.ts';

const TOPIC = 'hhs.placement.v1';
const placements = [...simulateChildren({ children: 60, seed: 'anew' })].flatMap(({ events }) =>
  events.flatMap((event) => messageOf(event) ?? []).filter(({ topic }) => topic === TOPIC),
);

await describeOwnBroker('a topic of Kafka that is deleted and made again', () => {
  const folder = testFolder();
  let broker: KafkaBroker;
  let database: MigratedDatabase;
  let log: EventLog;
  let admin: Admin;
  beforeAll(async () => {
    [broker, database] = await Promise.all([startKafkaBroker({ dir: folder.path }), migratedDatabase()]);
    const { brokers } = broker;
    log = kafkaLog({ brokers, clientId: 'rollcall-test', replicationFactor: 1 });
    await log.applyTopics(topics);
    admin = new kafkajs.Kafka({ clientId: 'operator', brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
  }, 400_000);
  afterAll(async () => {
    await admin.disconnect();
    await log.close();
    await broker.stop();
    await database.close();
    folder.remove();
  });

  const start = () => startReconciler({ log, pool: database.pool });
  const faultOf = async (reconciler: Reconciler): Promise<Error> => {
    const fault = await reconciler.fault;
    await reconciler.stop();
    return fault;
  };
  const append = (messages: readonly LogMessage[]) =>
    until('the topic to take messages', () =>
      log.append(messages).then(
        () => true,
        () => false,
      ),
    );
  const stored = async (): Promise<number> =>
    (await database.pool.query('select from projection.record')).rowCount!;

  it('ends each reconciler that is started on it, until a replay', async () => {
    await append(placements.slice(0, 20));
    const first = start();
    await caughtUp(database.pool, log);
    await first.stop();
    const before = await stored();
    expect(before).toBeGreaterThan(0);

    await admin.deleteTopics({ topics: [TOPIC] });
    await until('the topic to be gone', async () => !(await admin.listTopics()).includes(TOPIC));
    await log.applyTopics(topics);
    expect(await faultOf(start())).toMatchObject({ code: 'offset-out-of-range' });
    // More in each partition than there were: all offsets are there again.
    for (let i = 0; i < 3; i++) await append(placements.slice(20));
    expect(await faultOf(start())).toMatchObject({ code: 'topic-made-anew' });
    expect(await stored()).toBe(before);

    await rewind({ pool: database.pool, log, to: { kind: 'beginning' }, topic: TOPIC, dryRun: false });
    const replayed = start();
    await caughtUp(database.pool, log);
    await replayed.stop();
    expect(await stored()).toBe(new Set(placements.map(({ value }) => value)).size);
  }, 300_000);
});
