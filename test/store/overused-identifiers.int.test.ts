import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { identifierTexts } from '../../src/domain/identity/identifiers.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { loadRecords } from '../../src/store/queries/load-records.ts';
import { addOverusedIdentifiers } from '../../src/store/queries/overused-identifiers.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { clearProjection, messageSource } from '../support/projection.ts';
import { record } from '../support/records.ts';

const options = { policy: currentPolicy, at: Date.parse('2026-03-01T12:00:00Z'), announce: false };

let database: MigratedDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
});
afterAll(() => database.close());
beforeEach(() => clearProjection(pool));

async function stored(records: ReadonlyArray<ReturnType<typeof record>>): Promise<string[]> {
  const batches = messageSource().batchOf(records);
  await withTransaction(pool, (tx) => applyMessages(tx, 'group', batches, options));
  const { rows } = await pool.query<{ id: string }>('select distinct component_id as id from record');
  return rows.map(({ id }) => id);
}

const overuse = (ids: readonly string[]) => withTransaction(pool, (tx) => addOverusedIdentifiers(tx, ids));

describe('the overused ones of a record’s identifiers', () => {
  it('are those that it says, of each kind, and no other text of it', async () => {
    const says = record('hhs.placement', '4711', {
      ids: { aNumber: 'A055555551', orrId: '4711', eidSubjectId: '4712', eoirCaseId: '4713', fin: '4714' },
      data: { programCode: '4715' },
    });
    const components = await stored([says]);
    const kinds = ['a', 'orr', 'eid', 'eoir', 'fin'];
    await overuse(
      kinds.flatMap((kind) => ['4711', '4712', '4713', '4714', '4715'].map((id) => `${kind}:${id}`)),
    );
    const [found] = await loadRecords(pool, components);
    const [, ...own] = identifierTexts(says);
    expect([...found!.overusedIds].sort()).toEqual(own.sort());
  });
});
