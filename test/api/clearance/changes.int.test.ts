import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caseFiles } from '../../../src/reconciler/case-files.ts';
import { applyMessages } from '../../../src/reconciler/apply-messages.ts';
import { sweep } from '../../../src/reconciler/sweeper.ts';
import type { Agency } from '../../../src/contracts/record.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { withTransaction, type Pool } from '../../../src/store/pool.ts';
import { readStore } from '../../../src/store/read-store.ts';
import { act } from '../../support/duties.ts';
import { migratedDatabase, type MigratedDatabase } from '../../support/migrated-database.ts';
import { clearProjection, messageSource } from '../../support/projection.ts';
import { record } from '../../support/records.ts';
import { startApi, type TestServer } from '../support/api-server.ts';

/** A child in care without a sponsor; its plan is owed on 27 May 2026, Eastern. */
const ids = { aNumber: 'A055555701' };
const placement = record('hhs.placement', 'p1', {
  data: {
    sponsorCategory: '4',
    person: { identifiers: ids, birthDate: { value: '2008-06-10', precision: 'day' } },
  },
});
const transfer = record('ice.custody-transfer', 't1', { ids });
const plan = { obligation: 'age-out-plan', owner: 'hhs', occurredAt: '2026-05-27T12:00:00.000Z' } as const;
const planned = act('hhs:plan-1', { ...plan, subject: placement.key });
const elsewhere = act('hhs:plan-2', { ...plan, subject: transfer.key });
const seen = act('hhs:seen-1', { ...plan, obligation: 'confirm-arrival', subject: transfer.key });
const moved = record('hhs.placement', 'p1', {
  data: { ...placement.data, version: 2, programCode: 'ANOTHER' },
});

interface Change {
  cursor: string;
  etag: string | null;
  changed: string[];
}
interface Answer {
  changes: Change[];
  next: string;
  moreAvailable: boolean;
}

describe('changes of what is withheld alone', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  let api: TestServer;
  let now = Date.parse('2026-05-20T12:00:00Z');
  let source = messageSource();

  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
    api = await startApi({ clock: () => new Date(now), store: readStore(pool), caseFiles: caseFiles(pool) });
  }, 400_000);
  afterAll(async () => {
    await api?.close();
    await database?.close();
  });
  beforeEach(async () => {
    await clearProjection(pool);
    await pool.query('update rollcall.change_head set next = 1, published = 0');
    source = messageSource();
    now = Date.parse('2026-05-20T12:00:00Z');
    await apply(placement, transfer);
  });

  async function apply(...records: Assertion[]): Promise<void> {
    const options = { policy: currentPolicy, at: now, announce: true };
    await withTransaction(pool, (tx) => applyMessages(tx, 'test', source.batchOf(records), options));
  }
  async function passTo(moment: string): Promise<void> {
    now = Date.parse(moment);
    while ((await sweep(pool, currentPolicy, now)).looked > 0);
  }
  async function changes(agency: Agency | null, query = 'after=1'): Promise<Answer> {
    const authorization = `Bearer ${await api.token({ agency, scopes: ['changes:read'] })}`;
    const response = await fetch(`${api.url}/v1/changes?${query}`, { headers: { authorization } });
    expect(response.status).toBe(200);
    return (await response.json()) as Answer;
  }
  /** What each of HHS, ICE and a reader of no agency is told that changed since the child came. */
  async function told(): Promise<string[][]> {
    const answers = await Promise.all([changes('hhs'), changes('ice'), changes(null)]);
    expect(new Set(answers.map(({ next }) => next)).size).toBe(1);
    return answers.map((answer) => answer.changes.map(({ changed }) => changed.join()));
  }

  it('are told to those who are told of it', async () => {
    await passTo('2026-05-27T04:00:00Z');
    expect(await told()).toEqual([['obligations'], [], []]);
    await passTo('2026-05-27T12:00:00Z');
    await apply(planned);
    expect(await told()).toEqual([['obligations', 'obligations'], [], []]);
    await apply(elsewhere);
    expect((await told())[0]!.at(-1)).toBe('discrepancies');
    await apply(act('hhs:plan-3', { ...plan, subject: placement.key }));
    expect((await told())[0]!.at(-1)).toBe('records');
    await apply(act('hhs:plan-2', { ...elsewhere.data, version: 2, voided: true }));
    expect((await told())[0]!.at(-1)).toBe('discrepancies');
    expect((await told()).slice(1)).toEqual([[], []]);
  });

  it('leave nothing of them in what else changed', async () => {
    await passTo('2026-05-27T03:00:00Z');
    now = Date.parse('2026-05-27T12:00:00Z');
    await apply(planned, moved);
    expect(await told()).toEqual([['obligations'], ['records'], ['records']]);
    await apply(seen);
    const [hhs, ice] = await told();
    expect([hhs!.at(-1), ice!.at(-1)]).toEqual(['obligations', 'obligations']);
  });

  it('are told with no ETag, as others are, to those from whom a duty is withheld', async () => {
    const first = await Promise.all([changes('hhs', ''), changes('ice', ''), changes(null, '')]);
    const etags = first.map((answer) => answer.changes.map(({ etag }) => etag));
    expect(etags).toEqual([[expect.any(String)], [null], [null]]);
  });

  it('end no wait', async () => {
    await passTo('2026-05-27T12:00:00Z');
    const waiting = changes('ice', 'after=1&wait=20&limit=1');
    await apply(planned);
    await apply(elsewhere);
    expect(await changes('ice', 'after=1&limit=1')).toEqual({ changes: [], next: '4', moreAvailable: false });
    await apply(moved);
    expect(await waiting).toMatchObject({ changes: [{ cursor: '5' }], next: '5', moreAvailable: false });
    expect((await changes('hhs', 'after=1&limit=1')).changes).toMatchObject([{ cursor: '2' }]);
  });
});
