import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ObligationNotice } from '../../src/contracts/notice.ts';
import { OBLIGATION_TOPIC, topics } from '../../src/contracts/topics.ts';
import { assess } from '../../src/domain/assess.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { postgresLog } from '../../src/log/postgres/postgres-log.ts';
import { applyMessages } from '../../src/reconciler/apply-messages.ts';
import { Random } from '../../src/simulator/random.ts';
import { withTransaction, type Pool } from '../../src/store/pool.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { messageSource } from '../support/projection.ts';
import { record } from '../support/records.ts';
import { startRollcall } from '../support/run-rollcall.ts';
import { until } from '../support/until.ts';

const CHILDREN = 4_000;
const ROUNDS = 6;
/** When the statuses were last assessed: every deadline since has passed unseen, as after a long outage. */
const before = Date.parse('2025-02-03T12:00:00Z');
const seed = process.env['ROLLCALL_TEST_SEED'] ?? String(Date.now());

let database: MigratedDatabase;
let pool: Pool;
let dataDir: string;

beforeAll(async () => {
  database = await migratedDatabase();
  ({ pool } = database);
  dataDir = mkdtempSync(join(process.env['ROLLCALL_TEST_DIR']!, 'sweeper-'));
});
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function childrenOf(count: number): Assertion[][] {
  return Array.from({ length: count }, (_, n) => {
    const ids = { aNumber: `A0450${String(n).padStart(5, '0')}` };
    const day = (from: number): string => new Date(before - (from - (n % 7)) * 86_400_000).toISOString();
    return [
      record('ice.custody-transfer', `t${n}`, { ids, data: { transferredAt: day(28) } }),
      record('hhs.placement', `p${n}`, { ids, data: { admittedAt: day(28) } }),
      record('hhs.release', `r${n}`, { ids, data: { releasedAt: day(8) } }),
    ];
  });
}

it('a sweeper killed at random moments leaves what a fresh assessment of every child says, and tells each owner once', async () => {
  const random = new Random(seed, 'kill-sweeper');
  const children = childrenOf(CHILDREN);
  const source = messageSource();
  for (let from = 0; from < CHILDREN; from += 1_000) {
    const batches = source.batchOf(children.slice(from, from + 1_000).flat());
    await withTransaction(pool, (tx) =>
      applyMessages(tx, 'test', batches, { policy: currentPolicy, at: before, announce: true }),
    );
  }
  const due = async (): Promise<number> => {
    const { rows } = await pool.query<{ n: number }>(
      'select count(*)::int as n from child_status where next_change_at <= now()',
    );
    return rows[0]!.n;
  };
  expect(await due()).toBe(CHILDREN);

  const start = () =>
    startRollcall(['serve', '--roles', 'reconciler'], {
      env: { ROLLCALL_DATABASE_URL: database.url, ROLLCALL_DATA_DIR: dataDir },
    });
  let killedInTheMiddle = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = start();
    child.stdout.resume();
    child.stderr.resume();
    // A quarter of the kills come before it sweeps, the others while it does.
    const had = await due();
    if (had > 0 && random.chance(0.75))
      await until('a swept batch', async () => (await due()) < had, 180_000);
    await delay(random.between(0, 250));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const left = await due();
    if (left > 0 && left < CHILDREN) killedInTheMiddle += 1;
  }
  const last = start();
  last.stdout.resume();
  last.stderr.resume();
  const exit = once(last, 'exit');
  await until('the sweep', async () => (await due()) === 0, 180_000);
  await until('the notices', async () => {
    const { rows } = await pool.query('select 1 from rollcall.notice limit 1');
    return rows.length === 0;
  });
  last.kill('SIGTERM');
  await exit;

  const now = Date.now();
  const { rows } = await pool.query<{ child_id: string; doc: string }>(
    'select child_id, doc from child_status',
  );
  const stored = new Map(rows.map((row) => [row.child_id, row.doc]));
  expect(stored.size).toBe(CHILDREN);
  for (const records of children) {
    const [caseFile] = caseFilesOf(records).children;
    if (stored.get(caseFile!.childId) !== JSON.stringify(assess(caseFile!, currentPolicy, now)))
      throw new Error(`seed ${seed}: ${caseFile!.childId} is not as a fresh assessment says`);
  }

  // The log gives each at least once; what the same notice says twice is one notice.
  const log = postgresLog({ pool, clientId: 'test' });
  const told = new Map<string, string>();
  try {
    await log.applyTopics(topics);
    const subscription = await log.subscribe({
      group: 'test.notices',
      topics: [OBLIGATION_TOPIC],
      start: (held) => Promise.resolve(held.map(() => 0n)),
    });
    for (;;) {
      const batches = await subscription.poll({ maxMessages: 5_000, maxWaitMs: 500 });
      if (batches.length === 0) break;
      for (const { headers, value } of batches.flatMap((batch) => batch.messages)) {
        const notice = JSON.parse(value!) as ObligationNotice;
        told.set(headers['ce_id']!, `${notice.event} ${notice.obligation} ${notice.owner} ${notice.subject}`);
      }
    }
    await subscription.close();
  } finally {
    await log.close();
  }
  const escalated = [...told.values()].filter((text) => text.startsWith('escalated '));
  expect(new Set(escalated).size).toBe(escalated.length);
  // serve-nta and wellbeing-call became overdue since; notify-release and usable-address were when first told of, and that was told too.
  expect(escalated.length).toBe(4 * CHILDREN);
  expect(killedInTheMiddle).toBeGreaterThan(0);
}, 400_000);
