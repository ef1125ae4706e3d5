import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CHILD_STATUS_TOPIC, topics } from '../../src/contracts/topics.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { aliasOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import type { EventLog, LogMessage, LogRecord, PartitionBatch } from '../../src/log/event-log.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { publish, startOutbox } from '../../src/reconciler/outbox.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { readChangeHead, readChanges } from '../../src/store/queries/read-changes.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { clearProjection, messageSource } from '../support/projection.ts';
import { record } from '../support/records.ts';

const options = { policy: currentPolicy, at: Date.parse('2026-03-01T12:00:00Z'), announce: true };

let database: MigratedDatabase;
let pool: Pool;
let log: EventLog;
let source: ReturnType<typeof messageSource>;
beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
});
afterAll(() => database.close());
beforeEach(async () => {
  await clearProjection(pool);
  log = memoryLog();
  await log.applyTopics(topics);
  source = messageSource();
});

async function apply(batches: readonly PartitionBatch[]): Promise<void> {
  await withTransaction(pool, (tx) => applyMessages(tx, 'group', batches, options));
}

/** Everything on the status topic, in the order in which each partition has it. */
async function published(): Promise<LogRecord[]> {
  const subscription = await log.subscribe({
    group: 'reader',
    topics: [CHILD_STATUS_TOPIC],
    start: async (partitions) => partitions.map(() => 0n),
  });
  const batches = await subscription.poll({ maxMessages: 100_000, maxWaitMs: 0 });
  await subscription.close();
  return batches.flatMap((batch) => batch.messages);
}

async function statuses(): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ child_id: string; doc: string }>(
    'select child_id, doc from child_status',
  );
  return new Map(rows.map((row) => [row.child_id, row.doc]));
}

function childOf(number: number, version = 1): Assertion {
  return record('hhs.placement', `p-${number}`, { ids: { orrId: `orr-${number}` }, data: { version } });
}

/** The log, with something done after each append. */
function logThat(after: () => Promise<void>): EventLog {
  return {
    ...log,
    async append(messages: readonly LogMessage[]) {
      const positions = await log.append(messages);
      await after();
      return positions;
    },
  };
}

describe('publish', () => {
  it('puts each changed child’s status on the topic, under its id, as it is now', async () => {
    await apply(source.batchOf([childOf(1), childOf(2), childOf(3)]));
    expect((await publish({ pool, log })).changes).toBe(3);
    const messages = await published();
    expect(new Map(messages.map(({ key, value }) => [key, value]))).toEqual(await statuses());
    expect(messages.map(({ headers }) => headers['ce_type'])).toEqual(Array(3).fill('rollcall.child-status'));
    for (const { headers } of messages) {
      expect(headers).toMatchObject({ ce_specversion: '1.0', ce_source: 'urn:us-gov:rollcall:reconciler' });
    }
  });

  it('puts a child that changed several times on it once', async () => {
    for (const version of [1, 2, 3]) await apply(source.batchOf([childOf(1, version)]));
    expect((await publish({ pool, log })).changes).toBe(1);
    const messages = await published();
    expect(messages.map(({ key, value }) => [key, value])).toEqual([...(await statuses())]);
    expect(JSON.parse(messages[0]!.value!)).toMatchObject({ links: [{ version: 3 }] });
  });

  it('has nothing to do once all is out, and goes on with what comes after', async () => {
    expect((await publish({ pool, log })).changes).toBe(0);
    await apply(source.batchOf([childOf(1)]));
    expect((await publish({ pool, log })).changes).toBe(1);
    expect((await publish({ pool, log })).changes).toBe(0);
    await apply(source.batchOf([childOf(2)]));
    expect((await publish({ pool, log })).changes).toBe(1);
    expect(await published()).toHaveLength(2);
  });

  it('says again what it had appended when it was killed before it noted so, and loses nothing', async () => {
    await apply(source.batchOf([childOf(1), childOf(2)]));
    const killed = logThat(() => Promise.reject(new Error('killed')));
    await expect(publish({ pool, log: killed })).rejects.toThrow('killed');
    expect(await published()).toHaveLength(2);

    expect((await publish({ pool, log })).changes).toBe(2);
    const messages = await published();
    expect(messages).toHaveLength(4);
    expect(new Map(messages.map(({ key, value }) => [key, value]))).toEqual(await statuses());
    const names = messages.map(({ headers }) => headers['ce_id']);
    expect(new Set(names).size).toBe(2);
  });

  it('notes nothing where the log takes nothing', async () => {
    await apply(source.batchOf([childOf(1)]));
    const down: EventLog = {
      ...log,
      append: () => Promise.reject(new Error('down')),
    };
    await expect(publish({ pool, log: down })).rejects.toThrow('down');
    expect((await publish({ pool, log })).changes).toBe(1);
  });

  it('lets one of two at a time publish', async () => {
    await apply(source.batchOf([childOf(1)]));
    const second: number[] = [];
    const first = logThat(async () => void second.push((await publish({ pool, log })).changes));
    expect((await publish({ pool, log: first })).changes).toBe(1);
    expect(second).toEqual([0]);
    expect(await published()).toHaveLength(1);
  });

  it('tells of an id that leads to another child now', async () => {
    const [placement, transfer] = [
      record('hhs.placement', 'p', { ids: { orrId: 'orr-1' } }),
      record('ice.custody-transfer', 't', {
        ids: { eidSubjectId: 'eid-1' },
        data: { recordedAt: '2025-02-01T00:00:00.000Z' },
      }),
    ];
    await apply(source.batchOf([placement, transfer]));
    await publish({ pool, log });
    const tie = record('hhs.release', 'r', {
      ids: { orrId: 'orr-1', eidSubjectId: 'eid-1' },
      data: { recordedAt: '2025-03-01T00:00:00.000Z' },
    });
    await apply(source.batchOf([tie]));
    expect((await publish({ pool, log })).changes).toBe(2);

    const [went, stays] = [aliasOf(transfer.key), aliasOf(placement.key)];
    const latest = new Map((await published()).map((message) => [message.key, message]));
    expect(latest.get(went)).toMatchObject({
      headers: { ce_type: 'rollcall.child-redirect' },
      value: JSON.stringify({ childId: went, movedTo: stays }),
    });
    expect(latest.get(stays)!.value).toBe((await statuses()).get(stays));
  });

  it('names each change by an event id of its own, also one that comes to what was told before', async () => {
    const [orr, eid] = [{ orrId: 'orr-1' }, { eidSubjectId: 'eid-1' }];
    const transfer = record('ice.custody-transfer', 't', {
      ids: eid,
      data: { recordedAt: '2025-02-01T00:00:00.000Z' },
    });
    const release = (version: number, ids: object) => record('hhs.release', 'r', { ids, data: { version } });
    await apply(source.batchOf([record('hhs.placement', 'p', { ids: orr }), transfer]));
    await publish({ pool, log });
    for (const [version, ids] of [{ ...orr, ...eid }, orr, { ...orr, ...eid }].entries()) {
      await apply(source.batchOf([release(version + 1, ids)]));
      await publish({ pool, log });
    }
    const of = (await published()).filter(({ key }) => key === aliasOf(transfer.key));
    const [kinds, names] = [
      of.map(({ headers }) => headers['ce_type']),
      of.map(({ headers }) => headers['ce_id']),
    ];
    const [status, redirect] = ['rollcall.child-status', 'rollcall.child-redirect'];
    expect(kinds).toEqual([status, redirect, status, redirect]);
    expect(new Set(names).size).toBe(4);
  });
});

describe('startOutbox', () => {
  it('publishes what is there and what comes, until it is stopped, and survives a log that is down', async () => {
    let failures = 2;
    const troubles: unknown[] = [];
    let tell: () => void = () => {};
    const flaky: EventLog = {
      ...log,
      async append(messages) {
        if (failures > 0) {
          failures -= 1;
          throw new Error('down');
        }
        const positions = await log.append(messages);
        tell();
        return positions;
      },
    };
    const appended = () => new Promise<void>((resolve) => (tell = resolve));
    await apply(source.batchOf([childOf(1)]));
    const first = appended();
    const outbox = startOutbox({ pool, log: flaky, onTrouble: (error) => troubles.push(error) });
    await first;
    expect(troubles).toHaveLength(2);

    const second = appended();
    await apply(source.batchOf([childOf(2)]));
    outbox.wake();
    await second;
    await outbox.stop();
    expect(new Map((await published()).map(({ key, value }) => [key, value]))).toEqual(await statuses());
  });
});

describe('the change feed', () => {
  it('is dense and in order under writers in parallel: who reads on from the last number misses none', async () => {
    const writers = 4;
    const rounds = 25;
    let writing = true;
    const read = async () => {
      const seen: bigint[] = [];
      let last = 0n;
      for (;;) {
        const over = !writing;
        const changes = await readChanges(pool, last, 7);
        for (const { seq } of changes) seen.push(BigInt(seq));
        last = seen.at(-1) ?? 0n;
        if (changes.length === 0 && over) return seen;
      }
    };
    const readers = [read(), read()];
    const types = ['hhs.placement', 'hhs.release', 'hhs.wellbeing-call', 'hhs.address'] as const;
    const shares = types.slice(0, writers).map((type, writer) =>
      Array.from({ length: rounds }, (_, round) =>
        source.batchOf(
          // Some children of the writer's own, and one that all of them write to.
          [`own-${writer}-${round}`, `own-${writer}-${round % 5}`, 'shared'].map((name) =>
            record(type, `${name}-${round}`, { ids: { orrId: name } }),
          ),
        ),
      ),
    );
    await Promise.all(
      shares.map(async (batches) => {
        for (const batch of batches) await apply(batch);
      }),
    );
    writing = false;

    const head = await readChangeHead(pool);
    const all = Array.from({ length: Number(head) }, (_, index) => BigInt(index + 1));
    expect(all.length).toBeGreaterThanOrEqual(writers * rounds);
    for (const seen of await Promise.all(readers)) expect(seen).toEqual(all);
  });
});
