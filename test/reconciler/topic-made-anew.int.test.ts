import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '../../src/contracts/topics.ts';
import type { EventLog, LogMessage } from '../../src/log/event-log.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { RECONCILER_GROUP, startReconciler } from '../../src/reconciler/reconciler.ts';
import { rebuild } from '../../src/replay/rebuild.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import type { Pool } from '../../src/store/pool.ts';
import { readPlaces } from '../../src/store/queries/read-places.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageOf } from '../support/simulated-messages.ts';

const sent = [...simulateChildren({ children: 12, seed: 'anew' })].flatMap(({ events }) =>
  events.flatMap((event) => messageOf(event) ?? []),
);
/** Each record once. */
const messages = [...new Map(sent.map((message) => [message.value, message])).values()];

/** Each log stands for what the topics held at a time: all of them made anew. */
describe('topics that were made anew', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  const logs: EventLog[] = [];
  beforeEach(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
  });
  afterEach(async () => {
    for (const log of logs.splice(0)) await log.close();
    await database.close();
  });

  const logOf = async (held: readonly LogMessage[]): Promise<EventLog> => {
    const log = memoryLog();
    logs.push(log);
    await log.applyTopics(topics);
    await log.append(held);
    return log;
  };
  const stored = async (): Promise<number> =>
    (await pool.query<{ count: number }>('select count(*)::int as count from projection.record')).rows[0]!
      .count;
  /** Apply all that the log holds. */
  const applyAll = async (log: EventLog): Promise<void> => {
    const reconciler = startReconciler({ log, pool });
    const ended = reconciler.fault.then((error) => {
      throw error;
    });
    await Promise.race([ended, caughtUp(pool, log)]);
    await reconciler.stop();
  };
  const faultOf = async (log: EventLog): Promise<Error> => {
    const reconciler = startReconciler({ log, pool });
    const fault = await reconciler.fault;
    await reconciler.stop();
    return fault;
  };

  it('end the reconciler where they are shorter than what was read', async () => {
    await applyAll(await logOf(messages));
    const before = await stored();
    expect(await faultOf(await logOf([]))).toMatchObject({ code: 'offset-out-of-range' });
    expect(await stored()).toBe(before);
  });

  it('and where they are longer by now: at a place is another message than was read there', async () => {
    await applyAll(await logOf(messages.slice(0, 40)));
    const before = await stored();
    const anew = await logOf(messages.slice(40).concat(messages));
    const fault = await faultOf(anew);
    expect(fault).toMatchObject({
      code: 'topic-made-anew',
      message: expect.stringContaining('rollcall replay'),
    });
    expect(await stored()).toBe(before);
  });

  it('also after a rebuild from the records, which may read nothing of the log', async () => {
    const log = await logOf(messages.slice(0, 40));
    await applyAll(log);
    await rebuild({ pool, log, source: 'records', dryRun: false });
    const anew = await logOf(messages.slice(40).concat(messages));
    expect(await faultOf(anew)).toMatchObject({ code: 'topic-made-anew' });
  });

  it('a log that goes on is read on, nothing twice', async () => {
    const log = await logOf(messages.slice(0, 40));
    await applyAll(log);
    await log.append(messages.slice(40));
    let [records, duplicates] = [0, 0];
    const reconciler = startReconciler({
      log,
      pool,
      onApplied: (done) => {
        records += done.records;
        duplicates += done.duplicates;
      },
    });
    await caughtUp(pool, log);
    await reconciler.stop();
    expect([records, duplicates]).toEqual([messages.length - 40, 0]);
  });

  it('a log whose last message read is not kept any more is read on', async () => {
    const log = await logOf(messages.slice(0, 40));
    await applyAll(log);
    for (const { name } of topics)
      for (const { partition, high } of await log.watermarks(name)) await log.trim(name, partition, high);
    await log.append(messages.slice(40));
    await applyAll(log);
    expect(await stored()).toBe(messages.length);
  });

  it('what a replay has put elsewhere is not held against what was read last', async () => {
    await applyAll(await logOf(messages.slice(0, 40)));
    await pool.query('update projection.consumer_offset set next_offset = 0');
    for (const { last } of (await readPlaces(pool, RECONCILER_GROUP)).values()) expect(last).toBeNull();
    await applyAll(await logOf(messages.slice(40)));
    expect(await stored()).toBe(messages.length);
  });
});
