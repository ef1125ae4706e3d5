import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Assertion } from '../../src/domain/case-file.ts';
import { MOST_COMPANIONS, overusedIds } from '../../src/domain/identity/overused-ids.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { assembleStaged } from '../../src/replay/assemble-staged.ts';
import { stageIncoming } from '../../src/replay/stage-incoming.ts';
import { openPool, withTransaction, type Pool } from '../../src/store/pool.ts';
import { createStage } from '../../src/store/queries/staged-records.ts';
import { createShadow, dropShadow, indexShadow } from '../../src/store/shadow.ts';
import { withActs } from '../support/arbitrary-acts.ts';
import { arrivalsOf, crowdedRecords, entangledRecords, heapedRecords } from '../support/arbitrary-records.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageSource, projectionOf, readProjection } from '../support/projection.ts';
import { record } from '../support/records.ts';

const at = Date.parse('2026-03-01T12:00:00Z');
const settings = { policy: currentPolicy, clock: () => at };

let database: MigratedDatabase;
let shadow: Pool;
beforeAll(async () => {
  database = await migratedDatabase();
  shadow = openPool(database.url, { schema: 'rebuild' });
});
afterAll(async () => {
  await shadow.end();
  await dropShadow(database.pool);
  await database.close();
});

/** Stage in the order given, in batches of the sizes given, then assemble in pages of some rows. */
async function rebuilt(arrivals: readonly Assertion[], sizes: readonly number[], pageRows: number) {
  await createShadow(database.pool);
  await createStage(database.pool);
  // What the live tables call overused may be so or not: it is the records that show it.
  await database.pool.query(
    `insert into projection.overused_identifier values ('orr:orr-1'), ('eid:eid-1'), ('orr:BATCH-7') on conflict do nothing;
     insert into projection.overused_event values ('urn:us-gov:hhs:test', 'crowd'), ('urn:us-gov:hhs:test', 'event-1') on conflict do nothing`,
  );
  const source = messageSource();
  for (let from = 0, batch = 0; from < arrivals.length; batch += 1) {
    const size = sizes[batch % sizes.length]!;
    const messages = source.batchOf(arrivals.slice(from, from + size));
    from += size;
    const options = { policy: currentPolicy, at, announce: false, apply: stageIncoming };
    const staged = await withTransaction(shadow, (tx) => applyMessages(tx, 'group', messages, options));
    expect(staged.deadLetters).toBe(0);
  }
  let assembled = 0;
  await assembleStaged(database.pool, settings, (records) => (assembled += records), undefined, pageRows);
  await indexShadow(database.pool);
  expect(assembled).toBe(arrivals.length);
  return readProjection(shadow);
}

describe('assembleStaged', () => {
  it('comes to the pure function of the set, however the records were staged and wherever a page ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .oneof(withActs(entangledRecords({ min: 2, max: 14 })), crowdedRecords, heapedRecords)
          .chain((records) =>
            fc.record({
              records: fc.constant(records),
              arrivals: arrivalsOf(records),
              sizes: fc.array(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 5 }),
              pageRows: fc.integer({ min: 1, max: 5 }),
            }),
          ),
        async ({ records, arrivals, sizes, pageRows }) => {
          expect(await rebuilt(arrivals, sizes, pageRows)).toEqual(projectionOf(records, at));
          const { rows } = await shadow.query<{ id: string }>('select id from overused_identifier');
          expect(rows.map(({ id }) => id).sort()).toEqual(overusedIds(records).sort());
        },
      ),
      { numRuns: 45 },
    );
  }, 400_000);

  it('joins no more records by what the live tables know to be overused than show it, however few come at a time', async () => {
    const [many, most] = [120, 2 * (MOST_COMPANIONS + 1)];
    const records = Array.from({ length: many }, (_, n) => [
      record('hhs.placement', `p${n}`, { ids: { orrId: 'BATCH-7', aNumber: `A077777${n + 100}` } }),
      record('hhs.release', `r${n}`, { ids: { orrId: `o${n}` }, eventId: 'crowd' }),
    ]).flat();
    for (const sizes of [[6], [1, 17], [2 * many]]) {
      expect(await rebuilt(records, sizes, 100)).toEqual(projectionOf(records, at));
      const { rows } = await shadow.query<{ n: number }>(
        'select count(*)::int as n from record group by component_id order by 1 desc',
      );
      expect(rows[0]!.n).toBeLessThanOrEqual(most);
      expect(rows.length).toBeGreaterThanOrEqual(2 * many - most - 22);
    }
  }, 400_000);

  it('puts records together that were staged with components which others took in, one after the other', async () => {
    const alone = ['1', '2', '3', '4'].map((name) =>
      record('hhs.placement', `p${name}`, { ids: { orrId: `orr-${name}` } }),
    );
    const ties = [
      ['1', '2'],
      ['3', '4'],
      ['2', '3'],
    ].map(([one, other]) =>
      record('ice.notice-to-appear', `n${one}${other}`, {
        ids: { orrId: `orr-${one}`, eidSubjectId: `eid-${one}${other}` },
        data: { recordedAt: `2025-07-0${one}T00:00:00.000Z` },
      }),
    );
    const bridges = [
      record('ice.custody-transfer', 't12', { ids: { eidSubjectId: 'eid-12', orrId: 'orr-2' } }),
      record('ice.custody-transfer', 't34', { ids: { eidSubjectId: 'eid-34', orrId: 'orr-4' } }),
      record('ice.custody-transfer', 't23', { ids: { eidSubjectId: 'eid-23', orrId: 'orr-3' } }),
    ];
    const records = [...alone, ...ties, ...bridges];
    expect(await rebuilt(records, [1], 2)).toEqual(projectionOf(records, at));
    const { rows } = await shadow.query<{ n: number }>(
      'select count(distinct component_id)::int as n from record',
    );
    expect(rows[0]!.n).toBe(1);
  });
});
