import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../src/domain/case-file.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { startSweeper, sweep } from '../../src/reconciler/sweeper.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { findNextChange } from '../../src/store/queries/due-components.ts';
import { findingsText } from '../../src/store/queries/write-findings.ts';
import { readBacklog } from '../../src/store/queries/read-backlog.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { clearProjection, messageSource, projectionOf, readProjection } from '../support/projection.ts';
import { record } from '../support/records.ts';
import { until } from '../support/until.ts';

let database: MigratedDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
});
afterAll(() => database.close());
beforeEach(() => clearProjection(pool));

const DAY = 86_400_000;
const start = Date.parse('2025-01-06T15:00:00Z');
const day = (n: number): string => new Date(start + n * DAY).toISOString();

/** Children handed over, placed and released a day apart, so that deadlines pass on many days. */
function children(count: number): Assertion[] {
  return Array.from({ length: count }, (_, n) => {
    const ids = { aNumber: `A0440${String(n).padStart(5, '0')}` };
    return [
      record('ice.custody-transfer', `t${n}`, { ids, data: { transferredAt: day(n % 40) } }),
      record('hhs.placement', `p${n}`, { ids, data: { admittedAt: day(n % 40) } }),
      record('hhs.release', `r${n}`, { ids, data: { releasedAt: day((n % 40) + 20) } }),
    ];
  }).flat();
}

async function apply(records: readonly Assertion[], at: number, source = messageSource()): Promise<void> {
  await withTransaction(pool, (tx) =>
    applyMessages(tx, 'test', source.batchOf(records), {
      policy: currentPolicy,
      at,
      announce: true,
    }),
  );
}

async function sweepAll(at: number): Promise<number> {
  let changes = 0;
  for (;;) {
    const swept = await sweep(pool, currentPolicy, at);
    if (swept.looked === 0) return changes;
    changes += swept.changes;
  }
}

const notices = async (): Promise<Array<{ event: string; obligation: string; state: string | null }>> => {
  const { rows } = await pool.query<{ payload: string }>('select payload from rollcall.notice order by seq');
  return rows.map(
    ({ payload }) => JSON.parse(payload) as { event: string; obligation: string; state: string },
  );
};

describe('a duty’s row', () => {
  it('is of the office of the latest hand-over, whatever the child is counted by', async () => {
    const ids = { aNumber: 'A044099999' };
    const handOver = (key: string, at: string, fieldOffice: 'Harlingen' | 'Miami') =>
      record('ice.custody-transfer', key, { ids, data: { transferredAt: at, fieldOffice } });
    await apply([handOver('t1', day(0), 'Harlingen'), handOver('t2', day(200), 'Miami')], start + 300 * DAY);
    const { rows } = await pool.query<{ field_office: string }>(
      'select distinct field_office from obligation',
    );
    expect(rows).toEqual([{ field_office: 'Miami' }]);
  });
});

describe('the sweeper', () => {
  it('leaves what a fresh assessment of every child says, however many deadlines passed meanwhile', async () => {
    const records = children(90);
    await apply(records, start);
    for (const moment of [start + 3 * DAY, start + 31 * DAY, start + 38 * DAY, start + 400 * DAY]) {
      await sweepAll(moment);
      expect(await readProjection(pool)).toEqual(projectionOf(records, moment));
    }
    expect(await sweepAll(start + 400 * DAY)).toBe(0);
  });

  it('writes anew what other code found under the same policy version, though the document is the same', async () => {
    const records = children(3);
    const at = start + 400 * DAY;
    await apply(records, at);
    const nothing = findingsText({ obligations: [], discrepancies: [], accountability: [] });
    await pool.query(
      'delete from obligation; delete from discrepancy; delete from accountability; delete from status_history',
    );
    await pool.query('update child_status set findings = $1, next_change_at = $2', [nothing, new Date(at)]);
    await sweepAll(at);
    expect(await readProjection(pool)).toEqual(projectionOf(records, at));
  });

  it('tells the owner of each deadline that passes, once, whoever sweeps how often', async () => {
    await apply(children(3), start + 22.5 * DAY);
    const told = (await notices()).length;
    const after = start + 60 * DAY;
    await Promise.all([sweepAll(after), sweepAll(after), sweepAll(after)]);
    await sweepAll(after);
    const escalated = (await notices()).slice(told).filter(({ event }) => event === 'escalated');
    expect(escalated.map(({ obligation }) => obligation).sort()).toEqual([
      'notify-release',
      ...['serve-nta', 'wellbeing-call'].flatMap((rule) => [rule, rule, rule]),
    ]);
  });

  it('wakes up by itself when the next deadline passes', async () => {
    let now = start + 22 * DAY;
    const records = children(1);
    await apply(records, now);
    const sweeper = startSweeper({ pool, clock: () => now });
    try {
      now = start + 58 * DAY;
      await until('the deadline', async () => {
        const { rows } = await pool.query<{ contact: string }>('select contact from child_status');
        return rows[0]?.contact === 'overdue';
      });
    } finally {
      await sweeper.stop();
    }
    expect(await readProjection(pool)).toEqual(projectionOf(records, now));
  });

  it('puts a new policy in force by assessing every child again', async () => {
    const records = children(5);
    const now = start + 300 * DAY;
    await apply(records, now);
    const policy = { ...currentPolicy, version: '2027-01-01', callDueDays: 400, callOverdueDays: 500 };
    const sweeper = startSweeper({ pool, policy, clock: () => now });
    try {
      await until('the new policy', async () => {
        const { rows } = await pool.query<{ contact: string; policy_version: string }>(
          'select contact, policy_version from child_status',
        );
        return rows.every((row) => row.contact === 'not-due' && row.policy_version === '2027-01-01');
      });
    } finally {
      await sweeper.stop();
    }
  });

  it('puts it in force again where a process of before wrote since, and is left alone by that one', async () => {
    const records = children(3);
    const now = start + 300 * DAY;
    const policy = { ...currentPolicy, version: '2027-01-01' };
    const versions = async () =>
      (await pool.query<{ v: string }>('select distinct policy_version as v from child_status')).rows.map(
        ({ v }) => v,
      );
    const old = startSweeper({ pool, clock: () => now, policyBeatMs: 50 });
    let sweeper = startSweeper({ pool, policy, clock: () => now, policyBeatMs: 50 });
    try {
      // Whichever began last is in force, also once it has begun anew.
      await sweeper.stop();
      sweeper = startSweeper({ pool, policy, clock: () => now, policyBeatMs: 50 });
      await apply(records, now);
      await until('the new policy', async () => (await versions()).join() === '2027-01-01');
      await delay(1_500);
      expect(await versions()).toEqual(['2027-01-01']);
    } finally {
      await Promise.all([old.stop(), sweeper.stop()]);
    }
  });

  it('passes over a child whose assessment fails, and says so', async () => {
    const records = children(4);
    await apply(records, start);
    await pool.query(`update record set data = '{}' where record_key = 'ice.custody-transfer/t2@ice:test'`);
    const troubles: unknown[] = [];
    const now = start + 100 * DAY;
    for (let round = 0; round < 4; round += 1)
      await sweep(pool, currentPolicy, now, (error) => troubles.push(error));
    expect(troubles.length).toBeGreaterThan(0);
    // It goes on to say that it does not hold, so readers assess it themselves, and it counts as work left.
    const left = `select 1 from child_status where next_change_at <= $1 and put_off_until`;
    const at = new Date(now);
    expect((await pool.query(`${left} is null`, [at])).rows).toEqual([]);
    expect((await pool.query(`${left} is not null`, [at])).rows).toHaveLength(1);
    expect(await readBacklog(pool, at)).toMatchObject({ deadlines: 1 });
    const next = await findNextChange(pool);
    expect(next!.getTime()).toBeLessThanOrEqual(now + 3_600_000);

    await pool.query(`update record set data = $1 where record_key = 'ice.custody-transfer/t2@ice:test'`, [
      JSON.stringify(records.find(({ key }) => key === 'ice.custody-transfer/t2@ice:test')!.data),
    ]);
    await sweepAll(now + 3_599_999);
    expect((await pool.query(`${left} is not null`, [at])).rows).toHaveLength(1);
    await sweepAll(now + 3_600_000);
    expect((await pool.query(`${left} is not null`, [at])).rows).toEqual([]);
    expect(await readProjection(pool)).toEqual(projectionOf(records, now + 3_600_000));
  });

  it('puts off the children of a component that are due alone, and has nothing to wake up for once they are written', async () => {
    // Two children that one agency id ties into one component; the deadlines of the second are 40 days later.
    const tied = { orrId: 'O-1' };
    const of = (n: number, more: object = {}) => [
      record('ice.custody-transfer', `t${n}`, {
        ids: { aNumber: `A04400000${n}` },
        data: { transferredAt: day(40 * n), ...more },
      }),
      record('hhs.placement', `p${n}`, {
        ids: { aNumber: `A04400000${n}`, ...tied },
        data: { admittedAt: day(40 * n) },
      }),
    ];
    const source = messageSource();
    await apply([...of(1), ...of(2)], start + 85 * DAY, source);
    const putOff = async () =>
      (await pool.query<{ n: number }>('select count(put_off_until)::int as n from child_status')).rows[0]!.n;
    await pool.query(`update record set data = '{}' where record_key = 'ice.custody-transfer/t1@ice:test'`);
    // At 30 days the second is due to be served a notice; the first was long before.
    const now = start + 111 * DAY;
    for (let round = 0; round < 2; round += 1) await sweep(pool, currentPolicy, now);
    expect(await putOff()).toBe(1);
    await pool.query(`update record set data = $1 where record_key = 'ice.custody-transfer/t1@ice:test'`, [
      JSON.stringify(of(1)[0]!.data),
    ]);
    await apply([of(2, { version: 2, fieldOffice: 'Boston' })[0]!], now, source);
    expect(await putOff()).toBe(0);
    const next = await findNextChange(pool);
    expect(next === null || next.getTime() > now).toBe(true);
  });
});
