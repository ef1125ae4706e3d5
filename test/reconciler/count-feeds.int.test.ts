import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { checkEvent } from '../../src/intake/parse/accept-event.ts';
import { parseEventObject } from '../../src/intake/parse/parse-structured.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { applyBatch } from '../../src/reconciler/apply-batch.ts';
import { readMessage, type Incoming } from '../../src/reconciler/read-message.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { placementEvent } from '../api/support/events.ts';

/** Few events, contents and hours, so that they meet: the same again, another content before and after, two types. */
const arbitrarySending = fc.record({
  event: fc.integer({ min: 0, max: 3 }),
  content: fc.integer({ min: 0, max: 2 }),
  minute: fc.integer({ min: 0, max: 300 }),
  release: fc.boolean(),
});
type Sending = { event: number; content: number; minute: number; release: boolean };

describe('counting feeds in the reconciler’s transaction', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
  });
  afterAll(async () => {
    await database?.close();
  });

  it('comes to what the record table says: in any order, in any batches, applied again, and cut off before the commit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitrarySending, { minLength: 1, maxLength: 14 }),
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), cutOff: fc.boolean() }), {
          minLength: 14,
          maxLength: 14,
        }),
        fc.infiniteStream(fc.nat()),
        async (sendings, batches, order) => {
          const system = nextSystem();
          const all = sendings.map((sending, n) => incomingOf(system, sending, n));
          await applyIn(pool, shuffled(all, order), batches);
          expect(await counted(pool, system)).toEqual(await countable(pool, system));
          const duplicates = await countDuplicates(pool, system);
          await applyIn(pool, shuffled(all, order), batches);
          expect(await counted(pool, system)).toEqual(await countable(pool, system));
          expect(await countDuplicates(pool, system)).toBe(duplicates);
        },
      ),
      { numRuns: 50 },
    );
  }, 400_000);

  it('comes to the same where one event came with ever other contents of many children', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ child: fc.integer({ min: 0, max: 20 }), minute: fc.integer({ min: 0, max: 300 }) }),
          {
            minLength: 9,
            maxLength: 40,
          },
        ),
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 16 }), cutOff: fc.boolean() }), {
          minLength: 3,
          maxLength: 6,
        }),
        async (sendings, batches) => {
          const system = nextSystem();
          const all = sendings.map(({ child, minute }, n) => crowdedOf(system, child, minute, n));
          await applyIn(pool, all, batches);
          expect(await counted(pool, system)).toEqual(await countable(pool, system));
          await applyIn(pool, all, batches);
          expect(await counted(pool, system)).toEqual(await countable(pool, system));
        },
      ),
      {
        numRuns: 50,
        // The batch that shows that the event is overused brings again what came before it.
        examples: [
          [
            [0, ...Array.from({ length: 11 }, (_, n) => n + 1), 0].map((child, minute) => ({
              child,
              minute,
            })),
            [1, 16, 16].map((size) => ({ size, cutOff: false })),
          ],
        ],
      },
    );
  }, 400_000);

  it('is brought up to that by the migration, of a database that knew of no overused events', async () => {
    const system = nextSystem();
    const all = Array.from({ length: 12 }, (_, child) => crowdedOf(system, child, 300 - child * 30, child));
    await applyIn(pool, all, [{ size: 12, cutOff: false }]);
    const [after, events] = [await counted(pool, system), await overused(pool)];
    // As it was before: the content received first counted as no conflict.
    await pool.query('delete from overused_event');
    await pool.query(
      `update feed_hour set conflicts = conflicts - 1 where source = $1
       and hour = (select min(hour) from feed_hour where source = $1)`,
      [sourceOf(system)],
    );
    expect(await counted(pool, system)).not.toEqual(after);
    const file = new URL('../../src/store/migrations/0009_overused_event.sql', import.meta.url);
    const sql = await readFile(file, 'utf8');
    await pool.query(sql.slice(sql.indexOf('insert into')));
    expect(await counted(pool, system)).toEqual(after);
    expect(await overused(pool)).toEqual(events);
  });

  it('a rebuild counts records, and leaves duplicates as they are', async () => {
    const system = nextSystem();
    const twice = [0, 1].map((minute) =>
      incomingOf(system, { event: 0, content: 0, minute, release: false }, minute),
    );
    await withTransaction(pool, (tx) =>
      applyBatch(tx, twice, { policy: currentPolicy, at: 0, announce: false }),
    );
    expect(await counted(pool, system)).toMatchObject([{ records: 1, conflicts: 0 }]);
    expect(await countDuplicates(pool, system)).toBe(0);
  });
});

async function applyIn(
  pool: Pool,
  incoming: readonly Incoming[],
  batches: ReadonlyArray<{ size: number; cutOff: boolean }>,
): Promise<void> {
  let rest = incoming;
  for (let n = 0; rest.length > 0; n++) {
    const { size, cutOff } = batches[n % batches.length]!;
    const apply = (end: () => void) =>
      withTransaction(pool, async (tx) => {
        await applyBatch(tx, rest.slice(0, size), { policy: currentPolicy, at: 0, announce: true });
        end();
      });
    if (cutOff)
      await expect(
        apply(() => {
          throw new Error('cut off');
        }),
      ).rejects.toThrow('cut off');
    await apply(() => {});
    rest = rest.slice(size);
  }
}

async function counted(pool: Pool, system: number): Promise<unknown[]> {
  const sql = 'select * from feed_hour where source = $1 order by type, source, hour';
  return (await pool.query(sql, [sourceOf(system)])).rows;
}

/** What a count of the record table would say. */
async function countable(pool: Pool, system: number): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select split_part(record_key, '/', 1) as type, source, date_trunc('hour', received_at) as hour, count(*)::int as records,
       count(*) filter (where nth > 1 or contents > 10)::int as conflicts, max(received_at) as last_received_at
     from (
       select *, row_number() over (partition by source, event_id order by received_at, topic, partition, "offset") as nth,
         count(*) over (partition by source, event_id) as contents from record
       where source = $1
     ) record
     group by 1, 2, 3 order by 1, 2, 3`,
    [sourceOf(system)],
  );
  return rows;
}

async function overused(pool: Pool): Promise<unknown[]> {
  return (await pool.query('select * from overused_event order by source, event_id')).rows;
}

async function countDuplicates(pool: Pool, system: number): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from rollcall.duplicate_applied where source = $1',
    [sourceOf(system)],
  );
  return rows[0]!.n;
}

function shuffled<T>(items: readonly T[], random: Iterable<number>): T[] {
  const numbers = random[Symbol.iterator]();
  return items
    .map((item) => ({ item, at: (numbers.next() as IteratorYieldResult<number>).value }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

let systems = 0;

/** A source and a child that no run before had. */
function nextSystem(): number {
  return ++systems;
}

function sourceOf(system: number): string {
  return `urn:us-gov:hhs:system-${system}`;
}

/** Each child’s own record, all under one event id. */
function crowdedOf(system: number, child: number, minute: number, offset: number): Incoming {
  const person = { identifiers: { orrId: `orr-${system}-${child}` } };
  const data = { recordId: `p-${system}-${child}`, person };
  const event = placementEvent({ id: 'crowd', with: { source: sourceOf(system) }, data });
  return incomingOfEvent(event, minute, offset);
}

function incomingOf(system: number, { event, content, minute, release }: Sending, offset: number): Incoming {
  const person = { identifiers: { aNumber: `A0${12_000_000 + system}` } };
  const plain = placementEvent({
    id: `event-${event}`,
    with: { source: sourceOf(system) },
    data: { recordId: `p-${system}-${event}`, programCode: `P-${content}`, person },
  });
  const { admittedAt, programCode: _, ...data } = plain['data'] as Record<string, unknown>;
  const sent = release
    ? {
        ...plain,
        type: 'hhs.release',
        data: {
          ...data,
          recordId: `r-${system}-${event}-${content}`,
          releasedAt: admittedAt,
          dischargeType: 'reunified-with-sponsor',
        },
      }
    : plain;
  return incomingOfEvent(sent, minute, offset);
}

function incomingOfEvent(sent: Record<string, unknown>, minute: number, offset: number): Incoming {
  const receivedAt = new Date(Date.parse('2026-03-10T14:00:00Z') + minute * 60_000).toISOString();
  const parsed = parseEventObject(sent);
  if (!parsed.ok) throw new Error('the event is wrong');
  const checked = checkEvent(parsed.event, { agency: 'hhs', client: 'hhs-test', receivedAt });
  if (!checked.ok) throw new Error('the record is wrong');
  const read = readMessage({
    ...checked.message,
    partition: 0,
    offset: BigInt(offset),
    appendedAt: new Date('2099-12-31'),
  });
  if (read.kind !== 'record') throw new Error('the message is wrong');
  return read.incoming;
}
