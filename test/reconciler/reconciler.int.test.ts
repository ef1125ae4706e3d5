import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '../../src/contracts/topics.ts';
import { assess } from '../../src/domain/assess.ts';
import { aliasOf, caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { readMessage } from '../../src/reconciler/read-message.ts';
import { startReconciler } from '../../src/reconciler/reconciler.ts';
import type { Pool } from '../../src/store/pool.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import type { LogMessage } from '../../src/log/event-log.ts';
import { caughtUp } from '../support/caught-up.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageOf } from '../support/simulated-messages.ts';

const at = Date.parse('2026-09-30T12:00:00Z');

describe('startReconciler', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
  });
  afterAll(() => database.close());

  it('gives each child the status that its whole set of records gives, whatever came together', async () => {
    const log = memoryLog();
    await log.applyTopics(topics);
    const messages: LogMessage[] = [];
    const expected = new Map<string, string>();
    const unlinked: string[] = [];
    for (const child of simulateChildren({ children: 400, seed: 'reconciler' })) {
      const own = child.events.map((sent) => messageOf(sent)).filter((message) => message !== null);
      messages.push(...own);
      const assertions = own.map((message) => {
        const read = readMessage({
          ...message,
          partition: 0,
          offset: 0n,
          appendedAt: new Date('2099-12-31'),
        });
        if (read.kind !== 'record') throw new Error('a simulated record was refused');
        return read.incoming.assertion;
      });
      const files = caseFilesOf(assertions);
      unlinked.push(...files.unlinked);
      for (const file of files.children)
        expected.set(file.childId, JSON.stringify(assess(file, currentPolicy, at)));
    }
    const reconciler = startReconciler({ log, pool, clock: () => at, maxMessages: 97 });
    for (let i = 0; i < messages.length; i += 211) await log.append(messages.slice(i, i + 211));
    await caughtUp(pool, log);
    await reconciler.stop();

    const { rows } = await pool.query<{ child_id: string; doc: string }>(
      'select child_id, doc from child_status',
    );
    expect(new Map(rows.map((row) => [row.child_id, row.doc]))).toEqual(expected);
    const waiting = await pool.query<{ record_key: string }>(
      `select distinct record_key from record where child_id is null and link_rule = 'ambiguous-identifiers' order by 1`,
    );
    expect(waiting.rows.map((row) => row.record_key)).toEqual([...unlinked].sort());
    const components = await pool.query(
      `select 1 from record r join identifier i on i.id = $1 where r.record_key = $2 and r.component_id <> i.component_id`,
      [aliasOf('x'), 'x'],
    );
    expect(components.rows).toEqual([]);
    await log.close();
  }, 400_000);
});
