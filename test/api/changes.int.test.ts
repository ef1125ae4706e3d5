import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hashId } from '../../src/contracts/hash.ts';
import type { Pool } from '../../src/store/pool.ts';
import { readStore } from '../../src/store/read-store.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { startApi, type TestServer } from './support/api-server.ts';

const child = hashId('hhs.placement/c@hhs:test');

interface Answer {
  changes: Array<Record<string, unknown>>;
  next: string;
  moreAvailable: boolean;
}

describe('GET /v1/changes', () => {
  let database: MigratedDatabase;
  let pool: Pool;
  let api: TestServer;
  let authorization: string;
  const listeners = new Set<() => void>();

  beforeAll(async () => {
    database = await migratedDatabase();
    ({ pool } = database);
    api = await startApi({
      store: readStore(pool),
      onStatusChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    });
    authorization = `Bearer ${await api.token()}`;
  });
  afterAll(async () => {
    await api?.close();
    await database?.close();
  });
  beforeEach(async () => {
    await pool.query('delete from rollcall.status_change');
    await pool.query('update rollcall.change_head set next = 1');
  });

  const get = async (query: string): Promise<Answer> => {
    const response = await fetch(`${api.url}/v1/changes${query}`, { headers: { authorization } });
    expect(response.status).toBe(200);
    return (await response.json()) as Answer;
  };
  const change = (count = 1) =>
    pool.query(
      `with head as (update rollcall.change_head set next = next + $1 returning next - $1 as base)
       insert into rollcall.status_change (seq, child_id, kind, etag, changed)
       select base + n - 1, $2, 'changed', 'v1', 'placement,contact' from head, generate_series(1, $1::bigint) n`,
      [count, child],
    );

  it('gives each change once, in order, in pages', async () => {
    await change(5);
    const first = await get('?limit=2');
    expect(first).toMatchObject({ next: '2', moreAvailable: true });
    expect(first.changes[0]).toMatchObject({
      cursor: '1',
      childId: child,
      kind: 'changed',
      etag: 'v1',
      movedTo: null,
      changed: ['placement', 'contact'],
    });
    const second = await get(`?after=${first.next}&limit=2`);
    const third = await get(`?after=${second.next}&limit=2`);
    expect(third).toMatchObject({ next: '5', moreAvailable: false });
    const seen = [first, second, third].flatMap(({ changes }) => changes.map(({ cursor }) => cursor));
    expect(seen).toEqual(['1', '2', '3', '4', '5']);
    expect(await get('?after=5')).toEqual({ changes: [], next: '5', moreAvailable: false });
  });

  it('refuses a cursor beyond the end, as one is after a restore, without a wait', async () => {
    await change(3);
    expect(await get('?after=3')).toMatchObject({ changes: [], next: '3' });
    const start = performance.now();
    for (const query of ['after=4', 'after=999999999999&wait=20']) {
      const response = await fetch(`${api.url}/v1/changes?${query}`, { headers: { authorization } });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        type: 'urn:rollcall:problem:wrong-cursor',
        detail: expect.stringContaining('begin again, without after'),
      });
    }
    expect(performance.now() - start).toBeLessThan(5000);
    // What another process wrote a moment ago is not beyond the end, though nobody told this one.
    await change();
    expect(await get('?after=4')).toMatchObject({ changes: [], next: '4' });
  });

  it('waits for news of this process, and tells it at once', async () => {
    const waiting = get('?after=0&wait=20');
    // Once someone waits, the head is being watched.
    await get('?after=0');
    await change();
    const start = performance.now();
    for (const listener of listeners) listener();
    expect((await waiting).changes).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(250);
  });

  it('finds the news of another process by looking', async () => {
    const waiting = get('?after=0&wait=20');
    await change();
    const start = performance.now();
    expect((await waiting).changes).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('answers with nothing when the wait is over', async () => {
    const start = performance.now();
    expect(await get('?after=0&wait=1')).toEqual({ changes: [], next: '0', moreAvailable: false });
    expect(performance.now() - start).toBeGreaterThan(900);
  });
});
