import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Assertion } from '../../src/domain/case-file.ts';
import { aliasOf, contentIdOf, idsGivenBy } from '../../src/domain/case-files.ts';
import { MOST_COMPANIONS } from '../../src/domain/identity/overused-ids.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { caseFiles } from '../../src/reconciler/case-files.ts';
import { readMessage } from '../../src/reconciler/read-message.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { withActs } from '../support/arbitrary-acts.ts';
import { arrivalsOf, crowdedRecords, entangledRecords, heapedRecords } from '../support/arbitrary-records.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { clearProjection, messageSource, projectionOf, readProjection } from '../support/projection.ts';
import { record } from '../support/records.ts';
import { messageOf } from '../support/simulated-messages.ts';

const at = Date.parse('2026-03-01T12:00:00Z');
const options = { policy: currentPolicy, at, announce: true };

let database: MigratedDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
});
afterAll(() => database.close());

/** Apply in the order given, in batches of the sizes given; after each, every id ever given out must answer. */
async function apply(arrivals: readonly Assertion[], sizes: readonly number[]): Promise<void> {
  await clearProjection(pool);
  const source = messageSource();
  const given = new Set<string>();
  for (let from = 0, batch = 0; from < arrivals.length; batch += 1) {
    const size = sizes[batch % sizes.length]!;
    const messages = source.batchOf(arrivals.slice(from, from + size));
    from += size;
    const applied = await withTransaction(pool, (tx) => applyMessages(tx, 'group', messages, options));
    expect(applied.deadLetters).toBe(0);
    expect(applied.elsewhere).toEqual([]);
    await everyIdAnswers(given, arrivals);
  }
}

async function everyIdAnswers(given: Set<string>, arrivals: readonly Assertion[]): Promise<void> {
  const { rows } = await pool.query<{ child_id: string }>('select child_id from child_status');
  const current = new Set(rows.map((row) => row.child_id));
  for (const id of current) given.add(id);
  for (const id of given) {
    if (current.has(id)) continue;
    const alias = await caseFiles(pool).resolveAlias(id);
    expect(alias.kind).not.toBe('unknown');
    if (alias.kind === 'moved') expect(current).toContain(alias.to);
    else if (alias.kind === 'several') expect([...current]).toEqual(expect.arrayContaining(alias.childIds));
    else expect(await waitingLink(id, arrivals)).not.toBe(null);
  }
}

/** Why the record that an id was made of is with no child: it waits for a person, or says nothing. */
async function waitingLink(id: string, arrivals: readonly Assertion[]): Promise<string | null> {
  const key = arrivals.find((one) => idsGivenBy(one).includes(id))!.key;
  const { rows } = await pool.query<{ link_rule: string }>(
    'select distinct link_rule from record where record_key = $1 and child_id is null',
    [key],
  );
  return rows.length === 1 ? rows[0]!.link_rule : null;
}

const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });

/** Batches with few and with more than all contents that are named. */
const crowdedSizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 11, max: 20 })), {
  minLength: 1,
  maxLength: 5,
});

/** And with more than all numbers that an id may come with. */
const heapedSizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 55, max: 75 })), {
  minLength: 1,
  maxLength: 5,
});

describe('applyMessages in any order', () => {
  it('comes to the pure function of the set, for entangled children and people’s acts, whatever comes first, twice or together', async () => {
    await fc.assert(
      fc.asyncProperty(
        withActs(entangledRecords({ min: 2, max: 14 })).chain((records) =>
          fc.record({ records: fc.constant(records), arrivals: arrivalsOf(records), sizes }),
        ),
        async ({ records, arrivals, sizes }) => {
          await apply(arrivals, sizes);
          expect(await readProjection(pool)).toEqual(projectionOf(records, at));
        },
      ),
      { numRuns: 70 },
    );
  }, 400_000);

  it('comes to the pure function of the set where one event id came with ever other contents', async () => {
    await fc.assert(
      fc.asyncProperty(
        crowdedRecords.chain((records) =>
          fc.record({ records: fc.constant(records), arrivals: arrivalsOf(records), sizes: crowdedSizes }),
        ),
        async ({ records, arrivals, sizes }) => {
          await apply(arrivals, sizes);
          expect(await readProjection(pool)).toEqual(projectionOf(records, at));
        },
      ),
      { numRuns: 35 },
    );
  }, 400_000);

  it('joins no more records by one event id than show that it is overused, whatever the batches', async () => {
    const records = Array.from({ length: 60 }, (_, n) =>
      record('hhs.placement', `p${n}`, { ids: { orrId: `o${n}` }, eventId: 'e' }),
    );
    for (const sizes of [[60], [1], [7, 25], [10, 1]]) {
      await apply(records, sizes);
      const { rows } = await pool.query<{ n: number }>(
        'select count(*)::int as n from record group by component_id order by 1 desc',
      );
      expect(rows[0]!.n).toBeLessThanOrEqual(22);
      expect(rows.length).toBeGreaterThanOrEqual(60 - 22);
      expect(await readProjection(pool)).toEqual(projectionOf(records, at));
    }
  }, 400_000);

  it('comes to the pure function of the set where one agency’s id came with ever other children', async () => {
    await fc.assert(
      fc.asyncProperty(
        heapedRecords.chain((records) =>
          fc.record({ records: fc.constant(records), arrivals: arrivalsOf(records), sizes: heapedSizes }),
        ),
        async ({ records, arrivals, sizes }) => {
          await apply(arrivals, sizes);
          expect(await readProjection(pool)).toEqual(projectionOf(records, at));
        },
      ),
      { numRuns: 25 },
    );
  }, 400_000);

  it('joins no more records by an agency’s id than show that it stands for no child, whatever the batches', async () => {
    const numberOf = (n: number) => `A077777${String(n + 100)}`;
    const most = 2 * (MOST_COMPANIONS + 1);
    const records = Array.from({ length: 120 }, (_, n) =>
      record('hhs.placement', `p${n}`, { ids: { orrId: 'BATCH-7', aNumber: numberOf(n) } }),
    );
    const nameless = record('hhs.release', 'r1', { ids: { orrId: 'BATCH-7' } });
    for (const sizes of [[121], [1], [7, 70], [MOST_COMPANIONS, 1]]) {
      await apply([...records, nameless], sizes);
      const { rows } = await pool.query<{ n: number }>(
        'select count(*)::int as n from record group by component_id order by 1 desc',
      );
      expect(rows[0]!.n).toBeLessThanOrEqual(most);
      expect(rows.length).toBeGreaterThanOrEqual(120 - most);
      const found = await readProjection(pool);
      expect(found).toEqual(projectionOf([...records, nameless], at));
      expect(found.statuses).toHaveLength(120);
      expect(found.links.filter((link) => link.endsWith('- ambiguous-identifiers'))).toHaveLength(1);
      const overused = await pool.query<{ id: string }>('select id from overused_identifier');
      expect(overused.rows).toEqual([{ id: 'orr:BATCH-7' }]);
    }
    // What is stored is told apart too: the nameless one waits, whatever else is said of it later.
    const before = record('hhs.release', 'r1', {
      ids: { fin: '4711' },
      data: { releasedAt: '2025-01-02T00:00:00Z' },
    });
    const corrected = record('hhs.release', 'r1', { ids: { orrId: 'BATCH-7' }, data: { version: 2 } });
    const all = [...records, nameless, corrected, before];
    await apply(all, [121, 1]);
    expect(await readProjection(pool)).toEqual(projectionOf(all, at));
  }, 400_000);

  it('comes to the pure function of the set for simulated children with every fault and people’s acts', async () => {
    const sets = [...simulateChildren({ children: 120, seed: 'order' })]
      .map((child) =>
        child.events
          .map((sent) => messageOf(sent))
          .filter((message) => message !== null)
          .map((message) => {
            const read = readMessage({
              ...message,
              partition: 0,
              offset: 0n,
              appendedAt: new Date('2099-12-31'),
            });
            if (read.kind !== 'record') throw new Error('a simulated record was refused');
            return read.incoming.assertion;
          }),
      )
      .filter((records) => records.length > 0 && records.length < 40);
    await fc.assert(
      fc.asyncProperty(
        withActs(
          fc.shuffledSubarray(sets, { minLength: 2, maxLength: 3 }).map((chosen) => chosen.flat()),
        ).chain((records) =>
          fc.record({ records: fc.constant(records), arrivals: arrivalsOf(records), sizes }),
        ),
        async ({ records, arrivals, sizes }) => {
          await apply(
            arrivals,
            sizes.map((size) => size * 5),
          );
          expect(await readProjection(pool)).toEqual(projectionOf(records, at));
        },
      ),
      { numRuns: 30, endOnFailure: true },
    );
  }, 400_000);

  it('writes the past anew that a lower version tells of, though the document stays as it was', async () => {
    const hearing = (id: string, data: object) => record('eoir.hearing', id, { data });
    const records = [
      record('eoir.case', 'c1', { data: { receivedOn: '2025-01-06' } }),
      hearing('h0', {
        state: 'held',
        occurredAt: '2025-01-10T12:00:00Z',
        scheduledFor: '2025-01-10T12:00:00Z',
      }),
      hearing('h1', {
        version: 2,
        state: 'held',
        occurredAt: '2025-04-10T12:00:00Z',
        scheduledFor: '2025-06-10T15:00:00Z',
      }),
    ];
    const lower = hearing('h1', {
      version: 1,
      state: 'set',
      occurredAt: '2025-02-10T12:00:00Z',
      scheduledFor: '2025-06-10T15:00:00Z',
    });
    const [without, all] = [projectionOf(records, at), projectionOf([...records, lower], at)];
    expect(all.statuses).toEqual(without.statuses);
    expect(all.history).not.toEqual(without.history);
    await apply([...records, lower], [1]);
    expect(await readProjection(pool)).toEqual(all);
  });

  it('makes one child of two, when an A-number that ties them comes late, and the id that went leads to the one that stayed', async () => {
    const placement = record('hhs.placement', 'p1', { ids: { orrId: 'orr-9' } });
    const transfer = record('ice.custody-transfer', 't1', {
      ids: { eidSubjectId: 'eid-9' },
      data: { recordedAt: '2025-06-01T00:00:00.000Z' },
    });
    const tie = record('ice.notice-to-appear', 'n1', {
      ids: { aNumber: 'A055555551', orrId: 'orr-9', eidSubjectId: 'eid-9' },
      data: { recordedAt: '2025-07-01T00:00:00.000Z' },
    });
    await apply([placement, transfer], [1]);
    const before = await readProjection(pool);
    expect(before.statuses).toHaveLength(2);

    await apply([placement, transfer, tie], [1]);
    expect(await readProjection(pool)).toEqual(projectionOf([placement, transfer, tie], at));
    expect(await caseFiles(pool).resolveAlias(aliasOf(transfer.key))).toEqual({
      kind: 'moved',
      to: aliasOf(placement.key),
    });
    const { rows } = await pool.query<{ child_id: string; moved_to: string }>(
      `select child_id, moved_to from rollcall.status_change where kind = 'redirected'`,
    );
    expect(rows).toEqual([{ child_id: aliasOf(transfer.key), moved_to: aliasOf(placement.key) }]);
  });

  it('gives the id of one child to no other when the record that it was made of is corrected to another child', async () => {
    const [a, b] = [{ aNumber: 'A055555561' }, { aNumber: 'A055555562' }];
    const recorded = (month: number) => ({ recordedAt: `2025-0${month}-01T00:00:00.000Z` });
    const first = record('hhs.release', 'r1', { ids: a, data: recorded(1) });
    const stays = record('hhs.placement', 'p1', { ids: a, data: recorded(2) });
    const corrected = record('hhs.release', 'r1', { ids: b, data: { ...recorded(8), version: 2 } });
    const later = record('hhs.placement', 'p2', { ids: b, data: recorded(9) });
    const ids = async () => {
      const { rows } = await pool.query<{ child_id: string }>('select child_id from child_status');
      return rows.map((row) => row.child_id);
    };
    const changes = async (kind: string) => {
      const { rows } = await pool.query<{ child_id: string; moved_to: string | null }>(
        'select child_id, moved_to from rollcall.status_change where kind = $1 order by seq',
        [kind],
      );
      return rows.map(({ child_id: id, moved_to: to }) => [id, to]);
    };

    await apply([first, stays], [1]);
    expect(await ids()).toEqual([aliasOf(first.key)]);
    await apply([first, stays, corrected], [1]);
    const byContent = contentIdOf(corrected);
    expect((await ids()).sort()).toEqual([aliasOf(stays.key), byContent].sort());
    expect(await changes('redirected')).toEqual([[aliasOf(first.key), null]]);
    expect(await caseFiles(pool).resolveAlias(aliasOf(first.key))).toEqual({
      kind: 'several',
      childIds: [aliasOf(stays.key), byContent].sort(),
    });

    await apply([first, stays, corrected, later], [1]);
    expect((await ids()).sort()).toEqual([aliasOf(stays.key), aliasOf(later.key)].sort());
    expect(await changes('redirected')).toEqual([
      [aliasOf(first.key), null],
      [byContent, aliasOf(later.key)],
    ]);
    expect(await caseFiles(pool).resolveAlias(byContent)).toEqual({ kind: 'moved', to: aliasOf(later.key) });
    expect(await readProjection(pool)).toEqual(projectionOf([first, stays, corrected, later], at));
  });
});
