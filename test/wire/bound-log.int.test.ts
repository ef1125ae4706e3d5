import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '../../src/contracts/topics.ts';
import type { EventLog } from '../../src/log/event-log.ts';
import { kafkaLog } from '../../src/log/kafka/kafka-log.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { postgresLog } from '../../src/log/postgres/postgres-log.ts';
import { bindOrRefuse } from '../../src/reconciler/bound-log.ts';
import { startReconciler } from '../../src/reconciler/reconciler.ts';
import { bindLog } from '../../src/replay/bind-log.ts';
import { rebuild } from '../../src/replay/rebuild.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import type { Pool } from '../../src/store/pool.ts';
import { readBoundLog } from '../../src/store/queries/bound-log.ts';
import { runInProcess } from '../cli/support/run-in-process.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { describeKafka, kafkaBrokers } from '../support/services.ts';
import { messageOf } from '../support/simulated-messages.ts';

const sent = [...simulateChildren({ children: 8, seed: 'bound' })].flatMap(({ events }) =>
  events.flatMap((event) => messageOf(event) ?? []),
);
/** Each record once. */
const messages = [...new Map(sent.map((message) => [message.value, message])).values()];
const half = Math.floor(messages.length / 2);

let database: MigratedDatabase;
let pool: Pool;
let own: EventLog;
beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  own = postgresLog({ pool, clientId: 'test' });
  await own.applyTopics(topics);
});
afterAll(async () => {
  await own.close();
  await database.close();
});

const numberOf = async (what: string): Promise<number> =>
  (await pool.query<{ n: number }>(`select count(*)::int as n from ${what}`)).rows[0]!.n;

describe('the log that a database belongs to', () => {
  it('is the one of its first start, and no other one is taken then', async () => {
    expect(await readBoundLog(pool)).toBeNull();
    await Promise.all([bindOrRefuse(pool, own), bindOrRefuse(pool, own)]);
    expect(await readBoundLog(pool)).toEqual({ ...(await own.identity()), moved: false });
    await expect(bindOrRefuse(pool, memoryLog())).rejects.toMatchObject({ code: 'other-log' });
    await expect(bindOrRefuse(pool, own)).resolves.toBeUndefined();
  });

  it('is moved to another one whole, or not at all', async () => {
    await own.append(messages.slice(0, half));
    await own.append([{ topic: messages[0]!.topic, key: 'k', headers: {}, value: 'no record' }]);
    const first = startReconciler({ log: own, pool });
    await caughtUp(pool, own);
    expect(await numberOf('projection.record')).toBe(half);
    const next = memoryLog();
    await next.applyTopics(topics);

    expect(await bindLog(pool, next, true)).toMatchObject({ moves: true });
    expect(await readBoundLog(pool)).toMatchObject(await own.identity());
    expect(await numberOf('projection.consumer_offset')).toBeGreaterThan(0);

    expect(await bindLog(pool, next, false)).toMatchObject({ moves: true });
    expect(await readBoundLog(pool)).toEqual({ ...(await next.identity()), moved: true });
    expect(await numberOf('projection.consumer_offset')).toBe(0);
    expect(await bindLog(pool, next, false)).toMatchObject({ moves: false });

    // The reconciler that was left running on the old one applies nothing more of it.
    await own.append(messages.slice(half, half + 5));
    expect(await first.fault).toMatchObject({ code: 'other-log' });
    await first.stop();
    expect([await numberOf('projection.record'), await numberOf('projection.consumer_offset')]).toEqual([
      half,
      0,
    ]);

    await next.append([{ topic: messages[0]!.topic, key: 'k', headers: {}, value: 'no record either' }]);
    await next.append(messages.slice(half));
    const second = startReconciler({ log: next, pool });
    await caughtUp(pool, next);
    await second.stop();
    expect(await numberOf('projection.record')).toBe(messages.length);
    // Dead letters are known by their place, which both logs have.
    expect(await numberOf('rollcall.dead_letter')).toBe(2);

    await expect(rebuild({ pool, log: next, source: 'log', dryRun: true })).rejects.toMatchObject({
      code: 'log-moved',
    });
    const { differing } = await rebuild({ pool, log: next, source: 'records', dryRun: false });
    expect(Object.values(differing).reduce((sum, rows) => sum + rows, 0)).toBe(0);
    await next.close();
  }, 300_000);

  it('is named by topics bind, which changes nothing with --dry-run, or where it is the same', async () => {
    const env = { ROLLCALL_DATABASE_URL: database.url };
    const dry = await runInProcess(['topics', 'bind', '--dry-run'], env);
    const { id } = await own.identity();
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`^would +bind.*-> .*${id}`)),
    });
    expect((await runInProcess(['topics', 'bind', '--json'], env)).stdout).toContain('"moves": true');
    const again = await runInProcess(['topics', 'bind'], env);
    expect(again).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('already') });
  }, 100_000);
});

describeKafka('a database of the log on Postgres', () => {
  it.each([
    ['serve', '--port', '0'],
    ['start', '--port', '0', '--demo', '0'],
    ['replay', '--to', 'beginning'],
    ['rebuild'],
  ])(
    'is not touched with brokers: %s says so',
    async (...args) => {
      const brokers = kafkaBrokers()!.join(',');
      const { code, stderr } = await runInProcess(args, {
        ROLLCALL_DATABASE_URL: database.url,
        ROLLCALL_KAFKA_BROKERS: brokers,
        ROLLCALL_LOG_LEVEL: 'silent',
      });
      expect(stderr).toMatch(
        /^rollcall \w+: this database belongs to the log on Postgres \(.*\), and the settings name the log on Kafka \(cluster .*\): .*rollcall topics bind\n$/m,
      );
      expect(stderr).not.toContain(brokers);
      expect(code).toBe(78);
    },
    100_000,
  );

  it('moves there, and then wants no process without them', async () => {
    const brokers = kafkaBrokers()!;
    const env = { ROLLCALL_DATABASE_URL: database.url, ROLLCALL_LOG_LEVEL: 'silent' };
    const moved = await runInProcess(['topics', 'bind', '--json'], {
      ...env,
      ROLLCALL_KAFKA_BROKERS: brokers.join(','),
    });
    const log = kafkaLog({ brokers, clientId: 'test' });
    expect(JSON.parse(moved.stdout)).toEqual({
      dryRun: false,
      moves: true,
      from: await own.identity(),
      to: await log.identity(),
    });
    await log.close();
    const { code, stderr } = await runInProcess(['serve', '--roles', 'api', '--port', '0'], env);
    expect([code, stderr]).toEqual([78, expect.stringContaining('belongs to the log on Kafka')]);
  }, 100_000);
});
