import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_TOPIC, topics } from '../../src/contracts/topics.ts';
import { deadLetterMessage } from '../../src/intake/dead-letter.ts';
import type { EventLog, LogMessage } from '../../src/log/event-log.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { partitionOf } from '../../src/log/partition-of.ts';
import { startReconciler, type Reconciler } from '../../src/reconciler/reconciler.ts';
import { sweepAll } from '../../src/reconciler/sweeper.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import type { Pool } from '../../src/store/pool.ts';
import { caughtUp } from '../support/caught-up.ts';
import { expectedStore } from '../support/expected-store.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageOf } from '../support/simulated-messages.ts';

const TOPIC = 'hhs.placement.v1';
/** All of one partition, so what is good stands behind what is bad. */
const KEY = 'A012345678';
const good = goodMessages();

interface Bad {
  name: string;
  message: LogMessage;
  code: string;
  field: string;
}

const valid = placement('P-1');
const bad: Bad[] = [
  { name: 'invalid JSON', message: { ...valid, value: '{"recordId":' }, code: 'invalid-json', field: '' },
  { name: 'JSON that is no object', message: { ...valid, value: '7' }, code: 'wrong-type', field: '' },
  { name: 'a tombstone', message: { ...valid, value: null }, code: 'invalid-json', field: '' },
  {
    name: 'an unknown type',
    message: withHeader(valid, 'ce_type', 'hhs.gossip'),
    code: 'unknown-type',
    field: '/ce_type',
  },
  {
    name: 'no type',
    message: withHeader(valid, 'ce_type', undefined),
    code: 'unknown-type',
    field: '/ce_type',
  },
  {
    name: 'a type of another topic',
    message: withHeader(valid, 'ce_type', 'hhs.release'),
    code: 'wrong-topic',
    field: '/ce_type',
  },
  {
    name: 'no event id',
    message: withHeader(valid, 'ce_id', undefined),
    code: 'missing-attribute',
    field: '/ce_id',
  },
  {
    name: 'a field that the contract lacks',
    message: placement('P-1', { shoeSize: 7 }),
    code: 'unknown-field',
    field: '/shoeSize',
  },
  {
    name: 'a field never taken in',
    message: placement('P-1', { sponsorImmigrationStatus: 'unknown' }),
    code: 'never-taken-in',
    field: '/sponsorImmigrationStatus',
  },
  {
    name: 'a day that does not exist',
    message: placement('P-1', { admittedAt: '2026-02-30T10:00:00Z' }),
    code: 'invalid-value',
    field: '/admittedAt',
  },
  {
    name: 'a record that Postgres refuses',
    message: placement('REFUSED'),
    code: 'apply-failed',
    field: '',
  },
];

describe('a bad message in a topic', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  let log: EventLog;
  let reconciler: Reconciler;

  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
    // No content that keeps its contract is known to be refused by Postgres, so one is made to be.
    await pool.query(
      `alter table projection.record add constraint refused check (record_key <> 'hhs.placement/REFUSED@hhs:uc-portal')`,
    );
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await pool.query(
      'truncate projection.record, projection.identifier, projection.overused_event, projection.overused_identifier, projection.child_status, projection.status_history, projection.consumer_offset, rollcall.dead_letter',
    );
    log = memoryLog();
    await log.applyTopics(topics);
    reconciler = startReconciler({ log, pool });
  });
  afterEach(async () => {
    await reconciler.stop();
    await log.close();
  });

  it.each(bad)('$name: dead letter with its bytes, and the partition moves on', async (one) => {
    const [bad, behind] = [one.message, placement('P-2')];
    await log.append([bad, behind]);
    await caughtUp(pool, log);
    const partition = partitionOf(KEY, 4);
    expect(await deadLetters(pool)).toEqual([
      {
        origin: `${TOPIC}/${partition}/0`,
        stage: 'reconciler',
        code: one.code,
        field: one.field,
        reason: expect.stringMatching(/\w+ \w+/),
        original: bad.value ?? '',
      },
    ]);
    expect(await recordKeys(pool)).toEqual(['hhs.placement/P-2@hhs:uc-portal']);
  });

  it.each([
    ['42501', 'a right that is not given'],
    ['XX001', 'a damaged page'],
  ])(
    'is none where the fault is the database’s (%s, %s): the worker ends, and all is applied once it is mended',
    async (code) => {
      await pool.query(`create function projection.faulty() returns trigger language plpgsql as
      $$ begin raise exception 'invented' using errcode = '${code}'; end $$`);
      await pool.query(
        `create trigger faulty before insert on projection.status_history execute function projection.faulty()`,
      );
      await log.append([placement('P-1'), placement('P-2')]);
      expect(await reconciler.fault).toMatchObject({ code });
      expect(await deadLetters(pool)).toEqual([]);
      expect(await recordKeys(pool)).toEqual([]);
      await reconciler.stop();
      await pool.query('drop trigger faulty on projection.status_history; drop function projection.faulty()');
      reconciler = startReconciler({ log, pool });
      await caughtUp(pool, log);
      expect(await recordKeys(pool)).toHaveLength(2);
      expect(await deadLetters(pool)).toEqual([]);
    },
  );

  it('is none to a process of before, once a newer one has migrated: it applies nothing, and sweeps nothing', async () => {
    await log.append([placement('P-1')]);
    await caughtUp(pool, log);
    await pool.query(`insert into public.rollcall_migration values ('9999_newer', '')`);
    try {
      await log.append([placement('P-2')]);
      expect(await reconciler.fault).toMatchObject({ code: 'database-newer' });
      expect(await deadLetters(pool)).toEqual([]);
      expect(await recordKeys(pool)).toHaveLength(1);
      await pool.query('update projection.child_status set next_change_at = now()');
      await expect(sweepAll({ pool })).rejects.toMatchObject({ code: 'database-newer' });
      const { rows } = await pool.query(
        'select from projection.child_status where put_off_until is not null',
      );
      expect(rows).toEqual([]);
    } finally {
      await pool.query(`delete from public.rollcall_migration where name = '9999_newer'`);
    }
  });

  it.each(bad)('$name: as the only message of its partition too', async ({ message, code }) => {
    await log.append([message]);
    await caughtUp(pool, log, 10_000);
    expect(await deadLetters(pool)).toEqual([expect.objectContaining({ code })]);
  });

  it('a moment of receipt that does not exist: the record is applied, received when the log took it', async () => {
    await log.append([withHeader(valid, 'ce_receivedtime', '2026-13-45T25:61:61.000Z')]);
    await caughtUp(pool, log);
    expect(await deadLetters(pool)).toEqual([]);
    const { rows } = await pool.query<{ received_at: Date }>('select received_at from projection.record');
    expect(Math.abs(Date.now() - rows[0]!.received_at.getTime())).toBeLessThan(60_000);
  });

  it('loses nothing of a long stretch with a bad message at every tenth place', async () => {
    const mixed = good.flatMap((message, at) => {
      const { name, message: wrong } = bad[at % bad.length]!;
      const stray = { ...wrong, key: message.key, headers: { ...wrong.headers, 'x-name': name } };
      return at % 10 === 0 ? [stray, message] : [message];
    });
    for (let at = 0; at < mixed.length; at += 100) await log.append(mixed.slice(at, at + 100));
    await caughtUp(pool, log);
    expect(await deadLetters(pool)).toHaveLength(mixed.length - good.length);
    const expected = expectedStore(good);
    const kept = await pool.query('select distinct source, event_id, digest from projection.record');
    expect(kept.rows).toHaveLength(expected.contents.size);
    const children = await pool.query<{ child_id: string }>(
      'select child_id from projection.child_status order by 1',
    );
    expect(children.rows.map((row) => row.child_id)).toEqual(
      expected.children.map((child) => child.childId).sort(),
    );
  });

  it('is written down once, however often it is read', async () => {
    await log.append([...bad.map(({ message }) => message), ...good.slice(0, 20)]);
    await caughtUp(pool, log);
    const before = [await deadLetters(pool), await recordKeys(pool)];
    await reconciler.stop();
    await pool.query('update projection.consumer_offset set next_offset = 0');
    reconciler = startReconciler({ log, pool });
    await caughtUp(pool, log);
    expect([await deadLetters(pool), await recordKeys(pool)]).toEqual(before);
  });

  it('refused by intake, arrives among the dead letters as it was sent', async () => {
    const original = Buffer.from('{"specversion":"1.0", not JSON \u0000 \xff', 'latin1');
    const refusals = [
      { code: 'invalid-json', field: '', reason: 'the event is no JSON', found: 'text' },
      { code: 'second', field: '/x', reason: 'not told', found: 'text' },
    ];
    const sender = { agency: 'hhs', client: 'hhs-test', receivedAt: '2026-11-01T10:00:00.000Z' } as const;
    await log.append([deadLetterMessage(refusals, { id: 'event-1', type: 'hhs.gossip' }, original, sender)]);
    await caughtUp(pool, log);
    const { rows } = await pool.query('select * from rollcall.dead_letter');
    expect(rows).toEqual([
      {
        id: expect.any(String),
        origin: expect.stringMatching(/^dead-letter\.v1\/[0-3]\/0$/),
        stage: 'intake',
        received_at: new Date('2026-11-01T10:00:00.000Z'),
        sender: 'hhs-test',
        source: null,
        event_id: 'event-1',
        type: 'hhs.gossip',
        code: 'invalid-json',
        field: '',
        reason: 'the event is no JSON',
        original,
      },
    ]);
  });

  it.each([
    ['no JSON', 'not a letter'],
    [
      'a NUL in a text',
      JSON.stringify({ code: 'x\u0000y', reason: '\u0000', sender: 'a\u0000', id: '\u0000' }),
    ],
    ['bytes that are no base64', JSON.stringify({ code: 'x', original: 'eyJ3=' })],
    ['a lone surrogate', JSON.stringify({ code: 'x', reason: '\ud800' })],
    ['a moment that does not exist', JSON.stringify({ code: 'x', receivedAt: '2026-99-99T99:99:99.999Z' })],
  ])('on the dead letter topic itself (%s) is kept, and what is behind it too', async (_name, value) => {
    const message = { topic: DEAD_LETTER_TOPIC, key: KEY, headers: {}, value };
    await log.append([message, { ...message, value: JSON.stringify({ code: 'behind' }) }]);
    await caughtUp(pool, log, 10_000);
    const letters = await deadLetters(pool);
    expect(letters).toHaveLength(2);
    expect(letters[0]).toMatchObject({ original: value });
    expect(letters[1]).toMatchObject({ code: 'behind' });
  });
});

function placement(recordId: string, more: Record<string, unknown> = {}): LogMessage {
  const data = {
    recordId,
    version: 1,
    occurredAt: '2026-03-01T12:00:00.000Z',
    recordedAt: '2026-03-01T13:00:00.000Z',
    person: { identifiers: { aNumber: KEY } },
    admittedAt: '2026-03-01T12:00:00.000Z',
    programCode: 'P-100',
    ...more,
  };
  return {
    topic: TOPIC,
    key: KEY,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_type: 'hhs.placement',
      ce_source: 'urn:us-gov:hhs:uc-portal',
      ce_id: `event-${recordId}`,
      ce_receivedtime: '2026-03-01T14:00:00.000Z',
      ce_sender: 'hhs-test',
    },
    value: JSON.stringify(data),
  };
}

function withHeader(message: LogMessage, name: string, value: string | undefined): LogMessage {
  const { [name]: _dropped, ...headers } = message.headers;
  return { ...message, headers: value === undefined ? headers : { ...headers, [name]: value } };
}

function goodMessages(): LogMessage[] {
  const children = [...simulateChildren({ children: 60, seed: 'bad-record' })];
  return children.flatMap(({ events }) => events.flatMap((sent) => messageOf(sent) ?? []));
}

async function deadLetters(pool: Pool): Promise<Array<Record<string, unknown>>> {
  const { rows } = await pool.query<{ original: Buffer }>(
    'select origin, stage, code, field, reason, original from rollcall.dead_letter order by id',
  );
  return rows.map((row) => ({ ...row, original: row.original.toString() }));
}

async function recordKeys(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ record_key: string }>(
    'select record_key from projection.record order by 1',
  );
  return rows.map((row) => row.record_key);
}
