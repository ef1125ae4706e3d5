import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventKeyOf } from '../../src/contracts/event-names.ts';
import { topics } from '../../src/contracts/topics.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
import { textsOf } from '../../src/domain/identity/identifiers.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { publish } from '../../src/reconciler/outbox.ts';
import { openPool, withTransaction, type Pool } from '../../src/store/pool.ts';
import { readStore } from '../../src/store/read-store.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageSource } from '../support/projection.ts';
import { record } from '../support/records.ts';

const aNumberOf = (n: number): string => `A0770${String(n).padStart(5, '0')}`;
const childIdOf = (n: number): string => aliasOf(records[n]!.key);
const records = Array.from({ length: 3_000 }, (_, n) =>
  record('hhs.placement', `p${n}`, { ids: { aNumber: aNumberOf(n) } }),
);
const events = records.map(({ type, data, source, eventId, digest }) => ({
  eventKey: eventKeyOf(source, eventId),
  source,
  id: eventId,
  digest,
  type,
  recordId: () => data.recordId,
}));
const tables = [
  'projection.record',
  'projection.identifier',
  'projection.child_status',
  'projection.status_history',
  'rollcall.status_change',
  'rollcall.notice',
];

describe('what is looked up by key', () => {
  let database: MigratedDatabase;
  /** One connection, so that its plans are those of the first questions, and its counts are all. */
  let one: Pool;
  beforeAll(async () => {
    database = await migratedDatabase();
    one = openPool(database.url, { max: 1 });
    // Whoever analyzes a table has all connections plan anew.
    for (const table of tables) await one.query(`alter table ${table} set (autovacuum_enabled = off)`);
  });
  afterAll(async () => {
    await one?.end();
    await database?.close();
  });

  it('is looked up by key also where the tables were empty when it was planned', async () => {
    const store = readStore(one);
    const log = memoryLog();
    await log.applyTopics(topics);
    /** How much of what was asked for was found. */
    const ask = async (n: number): Promise<number[]> => {
      const ids = [n, n + 1, n + 2].map(childIdOf);
      const receipts = await store.findReceipts(events.slice(n, n + 3));
      const statuses = await Promise.all(ids.map((id) => store.readStatus(id)));
      const { children } = await store.searchChildren(textsOf({ aNumber: aNumberOf(n) }));
      const around = await store.readRecordsAround(ids[0]!);
      const history = await store.readStatusHistory(ids[0]!);
      const changes = await store.readChanges(BigInt(n), 5);
      const published = await publish({ pool: one, log });
      return [
        [...receipts.values()].filter(({ size }) => size === 1).length,
        statuses.filter((status) => status !== null).length,
        children.length,
        around.length,
        history.length,
        changes.length,
        published.changes,
      ];
    };
    // Postgres plans a prepared statement for good when it has been run five times.
    for (let n = 0; n < 10; n++) await ask(n);
    await apply(database.pool, records);
    const before = await rowsReadWhole(one);
    for (let n = 0; n < 10; n++)
      expect(await ask(n)).toEqual([3, 3, 1, 1, 1, 5, n === 0 ? 2000 : n === 1 ? 1000 : 0]);
    expect(await rowsReadWhole(one)).toEqual(before);
  }, 400_000);
});

async function apply(pool: Pool, assertions: readonly Assertion[]): Promise<void> {
  await withTransaction(pool, (tx) =>
    applyMessages(tx, 'test', messageSource().batchOf(assertions), {
      policy: currentPolicy,
      at: Date.parse('2026-01-01T00:00:00Z'),
      announce: true,
    }),
  );
}

/** Rows that this connection's scans of whole tables came across, by table. */
async function rowsReadWhole(pool: Pool): Promise<Record<string, string>> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ name: string; read: string }>(
    `select relname as name, seq_tup_read as read from pg_stat_user_tables
     where schemaname || '.' || relname = any($1) order by 1`,
    [tables],
  );
  return Object.fromEntries(rows.map(({ name, read }) => [name, read]));
}
