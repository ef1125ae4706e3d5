import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { aliasOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { announceFindings } from '../../src/replay/announce-findings.ts';
import { inTransaction, withTransaction, type Pool } from '../../src/store/pool.ts';
import { compareProjections } from '../../src/store/queries/compare-projections.ts';
import { createShadow, indexShadow, withShadowClients } from '../../src/store/shadow.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageSource } from '../support/projection.ts';
import { record } from '../support/records.ts';

const at = Date.parse('2025-03-01T12:00:00Z');

let database: MigratedDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
});
afterAll(() => database.close());

it('tells nobody of what stands under another id, wherever a page ends', async () => {
  const children = Array.from({ length: 6 }, (_, n) => [
    record('ice.custody-transfer', `t${n}`, { ids: { aNumber: `A05500010${n}` } }),
    record('hhs.placement', `p${n}`, { ids: { aNumber: `A05500010${n}` } }),
  ]);
  const batches = messageSource().batchOf(children.flat());
  const quiet = { policy: currentPolicy, at, announce: false };
  await withTransaction(pool, (tx) => applyMessages(tx, 'test', batches, quiet));
  await createShadow(pool);
  await indexShadow(pool);
  await withShadowClients(pool, 1, async ([client]) => {
    await inTransaction(client!, (tx) => applyMessages(tx, 'test', batches, quiet));
  });
  // As an earlier rule for ids would have left it.
  for (const pair of children) {
    const [one, other] = pair.map(({ key }) => aliasOf(key));
    await pool.query(
      'update child_status set child_id = case child_id when $1::uuid then $2::uuid else $1::uuid end where child_id in ($1, $2)',
      [one, other],
    );
  }
  for (const page of [1, 2, 5, 2_000]) {
    const told = await withTransaction(pool, async (tx) => {
      const { rows } = await compareProjections(tx);
      expect(rows['child_status']).toBe(12);
      await announceFindings(tx, currentPolicy, page);
      return (await tx.query('select payload from rollcall.notice')).rows;
    });
    expect(told).toEqual([]);
  }
});
