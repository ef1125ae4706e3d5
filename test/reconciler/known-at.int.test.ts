import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { assess, courseOf, historyOf } from '../../src/domain/assess.ts';
import { isAct, type Assertion } from '../../src/domain/case-file.ts';
import { caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import type { LogMessage, PartitionBatch } from '../../src/log/event-log.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { caseFiles } from '../../src/reconciler/case-files.ts';
import { readMessage } from '../../src/reconciler/read-message.ts';
import { Random } from '../../src/simulator/random.ts';
import { simulateChildren } from '../../src/simulator/index.ts';
import type { AppliedRecord } from '../../src/store/queries/record-row.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageOf } from '../support/simulated-messages.ts';

const MINUTE = 60_000;
const begin = Date.parse('2026-10-01T00:00:00Z');
const now = Date.parse('2026-11-01T00:00:00Z');

interface Received {
  assertion: Assertion;
  at: number;
}

let database: MigratedDatabase;
let pool: Pool;
/** What was received of each simulated child, in order of receipt; a minute lies between two records of all. */
const received: Received[][] = [];

beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  const batches: PartitionBatch[] = [];
  let minute = 0;
  for (const { events } of simulateChildren({ children: 60, seed: 'known-at' })) {
    const own: Received[] = [];
    for (const sent of events) {
      const made = messageOf(sent);
      if (made === null) continue;
      const at = begin + (minute += 1) * MINUTE;
      const message: LogMessage = {
        ...made,
        headers: { ...made.headers, ce_receivedtime: new Date(at).toISOString() },
      };
      const offset = BigInt(minute - 1);
      const record = { ...message, partition: 0, offset, appendedAt: new Date(at) };
      const read = readMessage(record);
      if (read.kind !== 'record') continue;
      own.push({ assertion: read.incoming.assertion, at });
      batches.push({
        topic: message.topic,
        partition: Number(offset),
        from: 0n,
        next: 1n,
        messages: [{ ...record, offset: 0n }],
      });
    }
    if (own.length > 0) received.push(own);
  }
  for (const batch of batches) {
    await withTransaction(pool, (tx) =>
      applyMessages(tx, 'test', [batch], { policy: currentPolicy, at: now, announce: false }),
    );
  }
}, 400_000);
afterAll(() => database.close());

it('assess at E by what was known on D is assess of the records received until D', async () => {
  const random = new Random('known-at', 'moments');
  const reader = caseFiles(pool);
  let compared = 0;
  for (const own of received) {
    for (const child of caseFilesOf(own.map(({ assertion }) => assertion)).children) {
      for (let look = 0; look < 4; look += 1) {
        const knownAt = own[0]!.at + random.between(-1, own.length) * MINUTE;
        const validAt = Date.parse('2018-10-01T00:00:00Z') + random.between(0, 3_000) * 86_400_000;
        const known = own.filter(({ at }) => at <= knownAt).map(({ assertion }) => assertion);
        const keys = new Set(child.records.map(({ inUse }) => inUse.key));
        const then = caseFilesOf(known).children.filter(({ records }) =>
          records.some(({ inUse }) => keys.has(inUse.key)),
        );
        const found = await reader.asKnown(child.childId, new Date(knownAt), new Date(validAt));
        compared += 1;
        if (then.length === 0) {
          expect(found.kind).toBe('not-known-then');
          continue;
        }
        if (found.kind === 'several-then') {
          expect(found.childIds).toEqual(then.map(({ childId }) => childId).sort());
          expect(then.length).toBeGreaterThan(1);
          continue;
        }
        if (found.kind !== 'known') throw new Error(found.kind);
        const meant = then.find(({ childId }) => childId === found.status.childId)!;
        expect(found.status.doc).toBe(JSON.stringify(assess(meant, currentPolicy, validAt)));
        expect(found.status.history).toEqual(historyOf(courseOf(meant, currentPolicy)));
        expect(ownKeys(found.around, meant.childId)).toEqual(meant.records.map(({ inUse }) => inUse.key));
      }
    }
  }
  expect(compared).toBeGreaterThan(200);
});

function ownKeys(around: readonly AppliedRecord[], childId: string): string[] {
  const own = around.filter((one) => one.childId === childId && !isAct(one.assertion));
  return [...new Set(own.map(({ assertion }) => assertion.key))].sort();
}
