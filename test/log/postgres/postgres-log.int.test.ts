import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import type { TopicSpec } from '../../../src/contracts/topics.ts';
import { FencedError, type LogMessage, type Subscription } from '../../../src/log/event-log.ts';
import {
  postgresLog,
  type PostgresLog,
  type PostgresLogOptions,
} from '../../../src/log/postgres/postgres-log.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { openPool } from '../../../src/store/pool.ts';
import { eventLogSuite } from '../../suites/event-log.suite.ts';
import { testDatabase } from '../../support/services.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
const pools: Pool[] = [];

const newPool = (): Pool => {
  const pool = openPool(database.url, { max: 4 });
  pools.push(pool);
  return pool;
};
const newLog = (options: Partial<PostgresLogOptions> = {}): PostgresLog =>
  postgresLog({ pool: newPool(), listen: database.url, clientId: 'test', ...options });

beforeAll(async () => {
  database = await testDatabase();
  await migrate(newPool());
});
afterAll(async () => {
  await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
  await database.drop();
});

eventLogSuite('postgres', {
  create: async () => newLog(),
  second: async () => newLog(),
  features: { durable: true, shared: true, compaction: true, retention: true },
  compact: async () => {
    const log = newLog({ compactionLagMs: 0 });
    await delay(2); // what was appended within this very millisecond is not old enough
    await log.sweep();
    await log.close();
    await pools.at(-1)!.end();
  },
});

describe('postgres log', () => {
  const newTopic = async (log: PostgresLog, changes: Partial<TopicSpec> = {}): Promise<string> => {
    const name = `own.${randomUUID()}.v1`;
    await log.applyTopics([
      { name, partitions: 2, retentionHours: null, compacted: false, key: 'any', ...changes },
    ]);
    return name;
  };
  const messages = (topic: string, count: number): LogMessage[] =>
    Array.from({ length: count }, (_, i) => ({ topic, key: `k${i}`, headers: {}, value: String(i) }));

  it('gives a killed member’s partitions to the others when its lease has ended', async () => {
    const [killed, log] = [newLog({ leaseMs: 400, renewMs: 50 }), newLog({ leaseMs: 400, renewMs: 50 })];
    const topic = await newTopic(log);
    const group = randomUUID();
    const before = await join(killed, group, topic);
    await pollUntil(before, () => before.assignment().length === 2);
    await pools.at(-2)!.end(); // as if its process was killed: nothing reaches the database any more
    const after = await join(log, group, topic);
    const began = performance.now();
    await pollUntil(after, () => after.assignment().length === 2);
    expect(performance.now() - began).toBeLessThan(5_000);
    await killed.close();
    await log.close();
  });

  it('fences a member that stalled past its lease, and lets it come back', async () => {
    const stalled = newLog({ leaseMs: 100, renewMs: 600_000 });
    const log = newLog();
    const topic = await newTopic(log);
    await log.append(messages(topic, 10));
    const group = randomUUID();
    const zombie = await join(stalled, group, topic);
    await pollUntil(zombie, () => zombie.assignment().length === 2);
    const next = [0, 1].map((partition) => ({ topic, partition, offset: 1n }));
    await zombie.commit(next);
    const heir = await join(log, group, topic);
    await pollUntil(heir, () => heir.assignment().length === 2);
    expect(zombie.assignment()).toHaveLength(2);
    await expect(zombie.commit(next)).rejects.toThrow(FencedError);
    await heir.close();
    await pollUntil(zombie, () => zombie.assignment().length === 2);
    await zombie.commit(next);
    await stalled.close();
    await log.close();
  });

  it('with exclusive takes over at once what a former process held', async () => {
    const former = newLog({ leaseMs: 600_000 });
    const topic = await newTopic(former);
    const group = randomUUID();
    const left = await join(former, group, topic);
    await pollUntil(left, () => left.assignment().length === 2);
    await pools.at(-1)!.end();
    const log = newLog({ exclusive: true });
    const reader = await join(log, group, topic);
    await reader.poll({ maxMessages: 1, maxWaitMs: 0 });
    expect(reader.assignment()).toHaveLength(2);
    await former.close();
    await log.close();
  });

  it('closing, lets the other processes know that its partitions are free', async () => {
    const log = newLog();
    const topic = await newTopic(log);
    const group = randomUUID();
    const leaving = await join(log, group, topic);
    await pollUntil(leaving, () => leaving.assignment().length === 2);
    const other = await newPool().connect();
    await delay(100); // what was told of joining has been told
    const heard: Array<string | undefined> = [];
    other.on('notification', ({ payload }) => heard.push(payload));
    await other.query('listen rollcall_log');
    await log.close();
    await other.query('select 1'); // what was told by then came before the answer
    other.release(true);
    expect(heard).toEqual(['group']);
  });

  it('a member that leaves while it settles is gone for good', async () => {
    const log = newLog();
    const topic = await newTopic(log);
    const group = randomUUID();
    const reader = await join(log, group, topic);
    const holder = await newPool().connect();
    await holder.query('begin');
    await holder.query('select pg_advisory_xact_lock(7265013, hashtext($1))', [group]);
    const polled = reader.poll({ maxMessages: 1, maxWaitMs: 0 }).catch((error: unknown) => error);
    await pollUntilTrue(async () => {
      const { rows } = await holder.query(
        `select from pg_locks where locktype = 'advisory' and classid = 7265013 and not granted
           and objid = (hashtext($1)::int8 & 4294967295)::oid`,
        [group],
      );
      return rows.length > 0;
    });
    const closed = reader.close();
    await delay(100);
    await holder.query('rollback');
    await Promise.all([closed, polled]);
    const { rows } = await holder.query('select member from log.member where group_name = $1', [group]);
    const leases = await holder.query('select from log.lease where group_name = $1 and member is not null', [
      group,
    ]);
    holder.release();
    expect(rows).toEqual([]);
    expect(leases.rows).toEqual([]);
    await log.close();
  });

  it('trims what is older than its topic’s retention', async () => {
    const log = newLog();
    const [short, long] = [await newTopic(log, { retentionHours: 0 }), await newTopic(log)];
    await log.append([...messages(short, 20), ...messages(long, 20)]);
    const kept = async (topic: string): Promise<number> =>
      (await log.watermarks(topic)).reduce((sum, mark) => sum + Number(mark.high - mark.low), 0);
    await pollUntilTrue(async () => {
      await log.sweep();
      return (await kept(short)) === 0;
    });
    expect(await kept(long)).toBe(20);
    const { rows } = await pools[0]!.query(
      'select 1 from log.message join log.topic using (topic_id) where name = $1',
      [short],
    );
    expect(rows).toHaveLength(0);
    await log.close();
  });

  it('refuses what Postgres can’t keep without harming other callers', async () => {
    const log = newLog();
    const topic = await newTopic(log);
    const good = log.append(messages(topic, 3));
    await expect(log.append([{ topic, key: 'k', headers: {}, value: 'a\0b' }])).rejects.toMatchObject({
      code: 'unstorable',
      retriable: false,
    });
    expect(await good).toHaveLength(3);
    await log.close();
  });

  it('rejects with a retriable error when the database is away', async () => {
    const log = newLog();
    const topic = await newTopic(log);
    await pools.at(-1)!.end();
    await expect(log.append(messages(topic, 1))).rejects.toMatchObject({ retriable: true });
    await log.close();
  });

  it('appends from several processes to all partitions at once without a deadlock', async () => {
    const logs = [newLog(), newLog(), newLog()];
    const topics = [await newTopic(logs[0]!), await newTopic(logs[0]!), await newTopic(logs[0]!)];
    await Promise.all(
      logs.map(async (log, i) => {
        for (let call = 0; call < 20; call++) {
          const order = i % 2 === 0 ? topics : topics.toReversed();
          await log.append(order.flatMap((topic) => messages(topic, 20)));
        }
      }),
    );
    for (const topic of topics) {
      const marks = await logs[0]!.watermarks(topic);
      expect(marks.reduce((sum, mark) => sum + Number(mark.high), 0)).toBe(3 * 20 * 20);
    }
    await Promise.all(logs.map((log) => log.close()));
  });

  it('reads what another wrote with headers that are none as without headers', async () => {
    const log = newLog();
    const topic = await newTopic(log);
    await log.append(messages(topic, 4));
    const bad = ['{"cut', 'null', '{"n":1}'];
    for (const [i, headers] of bad.entries())
      await pools.at(-1)!.query(
        `update log.message m set headers = $1 from log.topic t
          where t.topic_id = m.topic_id and t.name = $2 and m.value = $3`,
        [headers, topic, String(i)],
      );
    const start = (all: readonly unknown[]) => Promise.resolve(all.map(() => 0n));
    const subscription = await log.subscribe({ group: randomUUID(), topics: [topic], start });
    const read: string[] = [];
    while (read.length < 4)
      for (const batch of await subscription.poll({ maxMessages: 10, maxWaitMs: 1_000 }))
        read.push(...batch.messages.map(({ value, headers }) => `${value} ${JSON.stringify(headers)}`));
    expect(read.sort()).toEqual(['0 {}', '1 {}', '2 {}', '3 {}']);
    await subscription.close();
    await log.close();
  });

  it('forgets members gone for an hour, and the leases of a group that nobody is in', async () => {
    const log = newLog();
    const topic = await newTopic(log);
    const [left, cutOff, stays] = [randomUUID(), randomUUID(), randomUUID()];
    const start = (all: readonly unknown[]) => Promise.resolve(all.map(() => 0n));
    const join = async (group: string) => {
      const subscription = await log.subscribe({ group, topics: [topic], start });
      await subscription.poll({ maxMessages: 1, maxWaitMs: 0 });
      return subscription;
    };
    await (await join(left)).close();
    const staying = await join(stays);
    const pool = pools.at(-1)!;
    await pool.query(`insert into log.member values ($1, 'gone', 'killed', now() - interval '61 minutes')`, [
      cutOff,
    ]);
    await pool.query(`insert into log.lease (group_name, partition, member) values ($1, 0, 'gone')`, [
      cutOff,
    ]);
    await log.sweep();
    const { rows } = await pool.query<{ name: string }>(
      `select distinct group_name as name from log.lease where group_name = any($1)
       union all select group_name from log.member where group_name = any($1)`,
      [[left, cutOff, stays]],
    );
    expect(rows.map(({ name }) => name)).toEqual([stays, stays]);
    await staying.close();
    await log.close();
  });
});

describe('compaction of the postgres log', () => {
  const oneTopic = async (log: PostgresLog): Promise<string> => {
    const name = `compacted.${randomUUID()}.v1`;
    await log.applyTopics([{ name, partitions: 1, retentionHours: null, compacted: true, key: 'any' }]);
    return name;
  };
  const rounds = (topic: string, count: number, value: string | null = 'v'): LogMessage[] =>
    Array.from({ length: count }, (_, i) => ({ topic, key: `k${i % 10}`, headers: {}, value }));
  const offsets = async (topic: string): Promise<number[]> => {
    const { rows } = await pools[0]!.query<{ offset: string }>(
      'select "offset" from log.message join log.topic using (topic_id) where name = $1 order by 1',
      [topic],
    );
    return rows.map((row) => Number(row.offset));
  };
  const sweep = async (log: PostgresLog): Promise<void> => {
    await delay(2);
    await log.sweep();
  };
  const range = (from: number, past: number): number[] =>
    Array.from({ length: past - from }, (_, i) => from + i);

  it('leaves the messages of the last hour alone', async () => {
    const log = newLog();
    const topic = await oneTopic(log);
    await log.append(rounds(topic, 30));
    await log.sweep();
    expect(await offsets(topic)).toEqual(range(0, 30));
    await pools[0]!.query(
      `update log.message m set ts = m.ts - interval '61 minutes' from log.topic t
        where m.topic_id = t.topic_id and t.name = $1`,
      [topic],
    );
    await log.append(rounds(topic, 10));
    await log.sweep();
    expect(await offsets(topic)).toEqual(range(20, 40));
    await log.close();
  });

  it('waits until as much was appended as was kept', async () => {
    const log = newLog({ compactionLagMs: 0 });
    const topic = await oneTopic(log);
    await log.append(rounds(topic, 30));
    await sweep(log);
    expect(await offsets(topic)).toEqual(range(20, 30));
    await log.append(rounds(topic, 9));
    await sweep(log);
    expect(await offsets(topic)).toEqual(range(20, 39));
    await log.append([{ topic, key: 'k9', headers: {}, value: 'v' }]);
    await sweep(log);
    expect(await offsets(topic)).toEqual(range(30, 40));
    await log.close();
  });

  it('deletes a tombstone a day after what it supersedes, at a later compaction', async () => {
    const log = newLog({ compactionLagMs: 0 });
    const topic = await oneTopic(log);
    await log.append([...rounds(topic, 10), ...rounds(topic, 10, null)]);
    await sweep(log);
    expect(await offsets(topic)).toEqual(range(10, 20));
    await log.append(rounds(topic, 10, null).map((message) => ({ ...message, key: `l${message.key}` })));
    await sweep(log);
    expect(await offsets(topic)).toEqual(range(10, 30)); // too early
    await pools[0]!.query(
      `update log.head h set buried_at = h.buried_at - interval '24 hours' from log.topic t
        where h.topic_id = t.topic_id and t.name = $1`,
      [topic],
    );
    await log.append(rounds(topic, 20).map((message) => ({ ...message, key: `m${message.key}` })));
    await sweep(log);
    // Those of the second compaction stay, as does the newest of every key.
    expect(await offsets(topic)).toEqual([...range(20, 30), ...range(40, 50)]);
    await log.close();
  });

  it('killed in the middle leaves what can be read, and the next call finishes it', async () => {
    const log = newLog({ compactionLagMs: 0 });
    const topic = await oneTopic(log);
    await log.append(rounds(topic, 25_000));
    await pools[0]!.query(`
      create function stop_here() returns trigger language plpgsql as
        $$ begin if old."offset" >= 15000 then raise 'stop'; end if; return old; end $$;
      create trigger stop_here before delete on log.message for each row execute function stop_here()`);
    await delay(2);
    await expect(log.sweep()).rejects.toMatchObject({ retriable: true });
    await pools[0]!.query('drop trigger stop_here on log.message; drop function stop_here()');
    expect(await offsets(topic)).toEqual(range(10_000, 25_000));
    const reader = await join(log, randomUUID(), topic);
    let first: bigint | undefined;
    await pollUntilTrue(async () => {
      first = (await reader.poll({ maxMessages: 10, maxWaitMs: 20 }))[0]?.messages[0]?.offset;
      return first !== undefined;
    });
    expect(first).toBe(10_000n);
    await reader.close();
    await sweep(log);
    expect(await offsets(topic)).toEqual(range(24_990, 25_000));
    await log.close();
  });

  it('is left when the log closes', async () => {
    const log = newLog({ compactionLagMs: 0 });
    const topic = await oneTopic(log);
    await log.append(rounds(topic, 30));
    const holder = await pools[0]!.connect();
    await holder.query('begin');
    await holder.query(
      `select 1 from log.message join log.topic using (topic_id) where name = $1 for update of message`,
      [topic],
    );
    await delay(2);
    const sweeping = log.sweep().then(
      () => 'done',
      () => 'left',
    );
    await pollUntilTrue(async () => {
      const { rows } = await holder.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
    await log.close();
    expect(await sweeping).toBe('left');
    await holder.query('rollback');
    holder.release();
  });

  it('is not taken for damage, and hides none', async () => {
    const log = newLog({ compactionLagMs: 0 });
    const topic = await oneTopic(log);
    await log.append(rounds(topic, 30));
    await sweep(log);
    await log.append(rounds(topic, 5));
    await pools[0]!.query(
      `delete from log.message m using log.topic t where m.topic_id = t.topic_id and t.name = $1 and m."offset" = 32`,
      [topic],
    );
    const reader = await join(log, randomUUID(), topic);
    await expect(
      pollUntilTrue(async () => {
        await reader.poll({ maxMessages: 100, maxWaitMs: 20 });
        return false;
      }),
    ).rejects.toMatchObject({ code: 'log-damaged' });
    await log.close();
  });
});

function join(log: PostgresLog, group: string, topic: string): Promise<Subscription> {
  return log.subscribe({ group, topics: [topic], start: async (asked) => asked.map(() => null) });
}

async function pollUntil(reader: Subscription, condition: () => boolean): Promise<void> {
  await pollUntilTrue(async () => {
    await reader.poll({ maxMessages: 100, maxWaitMs: 20 });
    return condition();
  });
}

async function pollUntilTrue(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('not so within 15 s');
    await delay(5);
  }
}
