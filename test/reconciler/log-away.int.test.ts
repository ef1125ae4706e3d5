import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnavailableError } from '../../src/contracts/errors.ts';
import { topics } from '../../src/contracts/topics.ts';
import type { EventLog } from '../../src/log/event-log.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { startReconciler } from '../../src/reconciler/reconciler.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import type { Pool } from '../../src/store/pool.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageOf } from '../support/simulated-messages.ts';

/** A log that now and then can't be reached, as one whose broker starts again. */
function faltering(log: EventLog, troubles: string[]): EventLog {
  let calls = 0;
  const falter = (name: string): void => {
    calls += 1;
    if (calls % 3 === 0) return;
    troubles.push(name);
    throw new UnavailableError('the log is away');
  };
  return {
    ...log,
    async subscribe(options) {
      falter('subscribe');
      const subscription = await log.subscribe(options);
      return {
        ...subscription,
        async poll(wish) {
          falter('poll');
          return subscription.poll(wish);
        },
      };
    },
  };
}

describe('startReconciler', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
  });
  afterAll(() => database.close());

  it('waits for a log that is away, and goes on', async () => {
    const log = memoryLog();
    await log.applyTopics(topics);
    const troubles: string[] = [];
    const reconciler = startReconciler({ log: faltering(log, troubles), pool, workers: 1 });
    const ended = reconciler.fault.then((error) => {
      throw error;
    });
    const messages = [...simulateChildren({ children: 5, seed: 'away' })].flatMap(({ events }) =>
      events.flatMap((sent) => messageOf(sent) ?? []),
    );
    await log.append(messages);
    await Promise.race([ended, caughtUp(pool, log, 20_000)]);
    await reconciler.stop();
    expect(new Set(troubles)).toEqual(new Set(['subscribe', 'poll']));
    await log.close();
  });
});
