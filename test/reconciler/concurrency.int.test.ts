import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assert as assertProperty, asyncProperty } from 'fast-check';
import type { RecordAssertion } from '../../src/domain/case-file.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import type { PartitionBatch } from '../../src/log/event-log.ts';
import { applyMessages, type AppliedMessages } from '../../src/reconciler/apply-messages.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { entangledRecords } from '../support/arbitrary-records.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { clearProjection, messageSource, projectionOf, readProjection } from '../support/projection.ts';
import { record } from '../support/records.ts';

const at = Date.parse('2026-03-01T12:00:00Z');
const options = { policy: currentPolicy, at, announce: true };
const empty = { statuses: [], links: [], history: [], findings: [] };

let database: MigratedDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
});
afterAll(() => database.close());
beforeEach(() => clearProjection(pool));

async function apply(batches: readonly PartitionBatch[]): Promise<AppliedMessages> {
  return await withTransaction(pool, (tx) => applyMessages(tx, 'group', batches, options));
}

/** Deadlocks that Postgres had to break in this database so far. */
async function deadlocks(): Promise<number> {
  const { rows } = await pool.query<{ deadlocks: string }>(
    'select pg_stat_force_next_flush(), deadlocks from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]!.deadlocks);
}

/** One child of many agencies' records, each on a topic of its own. */
function recordsOf(child: number): RecordAssertion[] {
  const aNumber = `A${String(20_000_000 + child).padStart(9, '0')}`;
  const orrId = `orr-${child}`;
  const eidSubjectId = `eid-${child}`;
  const own = (name: string) => `${name}-${child}`;
  return [
    record('ice.custody-transfer', own('t'), { ids: { aNumber, eidSubjectId } }),
    record('hhs.placement', own('p'), { ids: { orrId } }),
    record('hhs.release', own('r'), { ids: { aNumber, orrId } }),
    record('eoir.case', own('c'), { ids: { aNumber } }),
    record('ice.notice-to-appear', own('n'), { ids: { eidSubjectId } }),
    record('hhs.wellbeing-call', own('w'), { ids: { orrId } }),
    record('eoir.hearing', own('h'), { ids: { aNumber } }),
    record('ice.location-check', own('l'), { ids: { eidSubjectId } }),
  ];
}

describe('transactions in parallel', () => {
  it.each([2, 4])('make one case file of a new child that %i of them name at once', async (writers) => {
    const before = await deadlocks();
    const source = messageSource();
    const all: RecordAssertion[] = [];
    for (let round = 0; round < 30; round += 1) {
      const records = recordsOf(round);
      all.push(...records);
      // Each writer has topics of its own, as members of a group do.
      const shares = Array.from({ length: writers }, (_, writer) =>
        source.batchOf(records.filter((_one, index) => index % writers === writer)),
      );
      const applied = await Promise.all(shares.map(apply));
      expect(applied.map((one) => one.elsewhere)).toEqual(shares.map(() => []));
    }
    expect(await readProjection(pool)).toEqual(projectionOf(all, at));
    const { rows } = await pool.query<{ n: number }>(
      'select count(distinct component_id)::int as n from identifier',
    );
    expect(rows[0]!.n).toBe(30);
    expect(await deadlocks()).toBe(before);
  });

  it('never deadlock where each names many children and joins case files that were two', async () => {
    const before = await deadlocks();
    const source = messageSource();
    const all: RecordAssertion[] = [];
    const writers = 4;
    for (let round = 0; round < 15; round += 1) {
      const children = Array.from({ length: 8 }, (_, index) => recordsOf(1_000 + round * 8 + index));
      all.push(...children.flat());
      // Records without an A-number come first in halves, so that later ones join components that exist.
      const stages = [
        children.flatMap((records) =>
          records.filter((one) => one.data.person.identifiers?.aNumber === undefined),
        ),
        children.flatMap((records) =>
          records.filter((one) => one.data.person.identifiers?.aNumber !== undefined),
        ),
      ];
      for (const stage of stages) {
        const types = [...new Set(stage.map((one) => one.type))];
        const shares = Array.from({ length: writers }, (_, writer) => {
          const mine = stage.filter((one) => types.indexOf(one.type) % writers === writer);
          return source.batchOf(writer % 2 === 0 ? mine : mine.toReversed());
        });
        await Promise.all(shares.filter((share) => share.length > 0).map(apply));
      }
    }
    expect(await readProjection(pool)).toEqual(projectionOf(all, at));
    expect(await deadlocks()).toBe(before);
  }, 400_000);

  it('never deadlock where writers without pause join one chain of case files from all ends', async () => {
    const before = await deadlocks();
    const source = messageSource();
    const all: RecordAssertion[] = [];
    const types = ['hhs.placement', 'hhs.release', 'hhs.wellbeing-call', 'hhs.address'] as const;
    for (let round = 0; round < 15; round += 1) {
      const name = (link: number) => `chain-${round}-${link % 24}`;
      const shares = types.map((type, writer) =>
        Array.from({ length: 6 }, (_, turn) => {
          const link = turn * types.length + writer;
          return record(type, name(link), { ids: { orrId: name(link), eidSubjectId: name(link * 7 + 5) } });
        }),
      );
      all.push(...shares.flat());
      const batches = shares.map((records) => records.map((one) => source.batchOf([one])));
      await Promise.all(
        batches.map(async (own) => {
          for (const batch of own) await apply(batch);
        }),
      );
    }
    expect(await readProjection(pool)).toEqual(projectionOf(all, at));
    expect(await deadlocks()).toBe(before);
  }, 400_000);

  it('come to the pure function of the set, for entangled children', async () => {
    const before = await deadlocks();
    await assertProperty(
      asyncProperty(entangledRecords({ min: 8, max: 40 }), async (records) => {
        await clearProjection(pool);
        const source = messageSource();
        const types = [...new Set(records.map((one) => one.type))];
        const shares = Array.from({ length: 4 }, (_, writer) =>
          records.filter((one) => types.indexOf(one.type) % 4 === writer).map((one) => source.batchOf([one])),
        );
        await Promise.all(
          shares.map(async (batches) => {
            for (const batch of batches) await apply(batch);
          }),
        );
        expect(await readProjection(pool)).toEqual(projectionOf(records, at));
      }),
      { numRuns: 25 },
    );
    expect(await deadlocks()).toBe(before);
  }, 400_000);
});

describe('a transaction that does not come to its end', () => {
  it('leaves nothing when the process is lost between apply and commit, and the same batch then applies', async () => {
    const records = recordsOf(1);
    const batch = messageSource().batchOf(records);
    const lost = withTransaction(pool, async (tx) => {
      await applyMessages(tx, 'group', batch, options);
      throw new Error('lost');
    });
    await expect(lost).rejects.toThrow('lost');
    expect(await readProjection(pool)).toEqual(empty);
    const { rows } = await pool.query(
      'select 1 from consumer_offset union all select 1 from identifier union all select 1 from rollcall.status_change',
    );
    expect(rows).toEqual([]);

    await apply(batch);
    expect(await readProjection(pool)).toEqual(projectionOf(records, at));
  });
});

describe('a reader whose partitions another took over', () => {
  it('applies nothing of an old batch and is told where the group stands', async () => {
    const records = recordsOf(2);
    const batches = messageSource().batchOf(records);
    await apply(batches);
    const before = await readProjection(pool);
    const again = await apply(batches);
    expect(again).toMatchObject({ records: 0, duplicates: 0, changes: 0 });
    expect(again.elsewhere).toEqual(
      batches.map(({ topic, partition, next }) => ({ topic, partition, next })),
    );
    expect(await readProjection(pool)).toEqual(before);
  });

  it('applies only the rest of a batch of which another applied the beginning', async () => {
    const first = record('hhs.placement', 'a', { ids: { orrId: 'orr-a' } });
    const second = record('hhs.placement', 'b', { ids: { orrId: 'orr-a' } });
    const whole = messageSource().batchOf([first, second]);
    await apply(messageSource().batchOf([first]));
    expect(await apply(whole)).toMatchObject({ records: 1, duplicates: 0, elsewhere: [] });
    expect(await readProjection(pool)).toEqual(projectionOf([first, second], at));
  });

  it('applies nothing beyond a gap: a replay moved the group back', async () => {
    const source = messageSource();
    const [first, second] = [
      source.batchOf([record('hhs.placement', 'a', { ids: { orrId: 'orr-a' } })]),
      source.batchOf([record('hhs.placement', 'b', { ids: { orrId: 'orr-a' } })]),
    ];
    await apply(first);
    await pool.query('update consumer_offset set next_offset = 0');
    const { topic, partition } = second[0]!;
    expect((await apply(second)).elsewhere).toEqual([{ topic, partition, next: 0n }]);
  });
});
