import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { currentPolicy, policyWith } from '../../src/domain/policy.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { previewPolicy } from '../../src/replay/preview-policy.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageSource, readProjection } from '../support/projection.ts';
import { record } from '../support/records.ts';

let database: MigratedDatabase;
let pool: Pool;
const at = Date.parse('2025-01-26T12:00:00Z');

beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  const records = [1, 10, 20].map((day) =>
    record('ice.custody-transfer', `t${day}`, {
      ids: { aNumber: `A0440001${String(day).padStart(2, '0')}` },
      data: { transferredAt: `2025-01-${String(day).padStart(2, '0')}T12:00:00Z` },
    }),
  );
  await withTransaction(pool, (tx) =>
    applyMessages(tx, 'test', messageSource().batchOf(records), {
      policy: currentPolicy,
      at,
      announce: true,
    }),
  );
});
afterAll(() => database.close());

it('counts which children’s status would change, and how, and writes nothing', async () => {
  const before = await readProjection(pool);
  const after = policyWith({ version: 'strict', obligations: { 'serve-nta': { due: { days: 16 } } } });
  const changed: string[] = [];
  const preview = await previewPolicy({
    pool,
    before: currentPolicy,
    after,
    at,
    onChanged: (childId) => changed.push(childId),
  });
  expect(preview).toEqual({
    children: 3,
    changed: 3,
    changes: [
      { what: 'serve-nta', before: 'open', after: 'overdue', children: 2 },
      { what: 'serve-nta', before: 'open', after: 'open, due earlier', children: 1 },
    ],
  });
  expect(new Set(changed).size).toBe(3);
  expect(await readProjection(pool)).toEqual(before);
});

it('says what is no longer owed', async () => {
  const after = policyWith({
    version: 'later',
    obligations: { 'confirm-arrival': { inForce: { from: '2025-01-15', to: null } } },
  });
  const preview = await previewPolicy({ pool, before: currentPolicy, after, at });
  expect(preview.changes).toEqual([
    { what: 'confirm-arrival', before: 'overdue', after: 'not owed', children: 2 },
  ]);
});

it('says which duties would be late, or another way due, in the state they are in', async () => {
  const served = ['2025-01-10', '2025-01-20'].map((servedOn) =>
    record('ice.notice-to-appear', `n${servedOn}`, {
      ids: { aNumber: `A0440001${servedOn === '2025-01-10' ? '01' : '10'}` },
      data: { issuedOn: '2025-01-02', servedOn },
    }),
  );
  const other = await migratedDatabase();
  try {
    const transfers = [1, 10].map((day) =>
      record('ice.custody-transfer', `t${day}`, {
        ids: { aNumber: `A0440001${String(day).padStart(2, '0')}` },
        data: { transferredAt: `2025-01-${String(day).padStart(2, '0')}T12:00:00Z` },
      }),
    );
    await withTransaction(other.pool, (tx) =>
      applyMessages(tx, 'test', messageSource().batchOf([...transfers, ...served]), {
        policy: currentPolicy,
        at,
        announce: true,
      }),
    );
    const changesOf = async (due: { days: number }) =>
      (
        await previewPolicy({
          pool: other.pool,
          before: currentPolicy,
          after: policyWith({ version: 'v', obligations: { 'serve-nta': { due } } }),
          at,
        })
      ).changes.filter(({ what }) => what === 'serve-nta');
    expect(await changesOf({ days: 9 })).toEqual([
      { what: 'serve-nta', before: 'met', after: 'met, due earlier', children: 1 },
      { what: 'serve-nta', before: 'met', after: 'met, late', children: 1 },
    ]);
    expect(await changesOf({ days: 40 })).toEqual([
      { what: 'serve-nta', before: 'met', after: 'met, due later', children: 2 },
    ]);
  } finally {
    await other.close();
  }
});

it('says whose authority a status would name instead', async () => {
  const after = policyWith({ version: 'v', obligations: { 'serve-nta': { authority: 'a new rule' } } });
  const { changed, changes } = await previewPolicy({ pool, before: currentPolicy, after, at });
  expect({ changed, changes }).toEqual({
    changed: 3,
    changes: [{ what: 'serve-nta', before: 'open', after: 'open, by another authority', children: 3 }],
  });
});

it('says which discrepancies would have shown since another moment', async () => {
  const other = await migratedDatabase();
  try {
    const cared = record('hhs.placement', 'p1', { data: { admittedAt: '2025-01-05T12:00:00Z' } });
    const later = Date.parse('2025-03-01T12:00:00Z');
    await withTransaction(other.pool, (tx) =>
      applyMessages(tx, 'test', messageSource().batchOf([cared]), {
        policy: currentPolicy,
        at: later,
        announce: true,
      }),
    );
    const preview = async (careWithoutTransferDays: number) => {
      const after = policyWith({ version: 'v', careWithoutTransferDays });
      return await previewPolicy({ pool: other.pool, before: currentPolicy, after, at: later });
    };
    expect(await preview(10)).toMatchObject({
      changed: 1,
      changes: [{ what: 'care-without-transfer', before: 'shown', after: 'shown, since earlier' }],
    });
    expect(await preview(40)).toMatchObject({
      changed: 1,
      changes: [{ what: 'care-without-transfer', before: 'shown', after: 'shown, since later' }],
    });
  } finally {
    await other.close();
  }
});

it('changes nothing where the policy says the same', async () => {
  const preview = await previewPolicy({
    pool,
    before: currentPolicy,
    after: policyWith({ version: 'same' }),
    at,
  });
  expect(preview).toEqual({ children: 3, changed: 0, changes: [] });
});
