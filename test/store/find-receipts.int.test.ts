import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventKeyOf } from '../../src/contracts/event-names.ts';
import type { RecordAssertion } from '../../src/domain/case-file.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { withTransaction } from '../../src/store/pool.ts';
import { findReceipts, type AskedContent } from '../../src/store/queries/find-receipts.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageSource } from '../support/projection.ts';
import { record } from '../support/records.ts';

const placement = (n: number, eventId: string, programCode = 'P-1') =>
  record('hhs.placement', `p${n}`, { ids: { orrId: `o${n}` }, eventId, data: { programCode } });

const asked = ({ type, data, source, eventId, digest }: RecordAssertion): AskedContent => ({
  eventKey: eventKeyOf(source, eventId),
  source,
  id: eventId,
  digest,
  type,
  recordId: () => data.recordId,
});

describe('findReceipts', () => {
  let database: MigratedDatabase;
  const crowd = Array.from({ length: 40 }, (_, n) => placement(n, 'crowd'));
  const alone = placement(100, 'alone');
  beforeAll(async () => {
    database = await migratedDatabase();
    const source = messageSource();
    for (const batch of [crowd.slice(0, 3), crowd.slice(3), [alone]])
      await withTransaction(database.pool, (tx) =>
        applyMessages(tx, 'test', source.batchOf(batch), { policy: currentPolicy, at: 0, announce: true }),
      );
  });
  afterAll(() => database?.close());

  it('knows of each content whether it or another of its event was applied', async () => {
    const other = placement(100, 'alone', 'P-2');
    const unknown = placement(101, 'unknown');
    const found = await findReceipts(database.pool, [alone, other, unknown].map(asked));
    expect(found).toEqual(new Map([[asked(alone).eventKey, new Set([alone.digest])]]));
  });

  it('knows every content of an event that joins no records, and gives back no more rows than were asked for', async () => {
    const contents = [...crowd, placement(5, 'crowd', 'P-2'), placement(200, 'crowd')];
    let rows = 0;
    const counting = {
      query: async (...given: [never]) => {
        const result = await (database.pool.query(...given) as unknown as Promise<{ rows: unknown[] }>);
        rows += result.rows.length;
        return result as never;
      },
    };
    const found = await findReceipts(counting as never, contents.map(asked));
    expect(found).toEqual(new Map([[asked(crowd[0]!).eventKey, new Set(crowd.map((one) => one.digest))]]));
    expect(rows).toBe(1 + crowd.length);
  });
});
