import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { localIssuer } from '../../src/cli/local-issuer.ts';
import type { Role, Service } from '../../src/cli/wiring.ts';
import { parseConfig, type Config } from '../../src/config/index.ts';
import { postgresLog } from '../../src/log/postgres/postgres-log.ts';
import { simulate } from '../../src/simulator/index.ts';
import { openService } from '../../src/wire/open-service.ts';
import { placementEvent, STRUCTURED } from '../api/support/events.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/migrated-database.ts';
import { testFolder } from '../support/services.ts';
import { messageOf } from '../support/simulated-messages.ts';
import { until } from '../support/until.ts';

describe('health and metrics', () => {
  const folder = testFolder();
  const opened: Service[] = [];
  let database: MigratedDatabase;
  beforeAll(async () => {
    database = await migratedDatabase();
  });
  afterEach(async () => {
    for (const service of opened.splice(0)) await service.close();
  });
  afterAll(async () => {
    await database.close();
    folder.remove();
  });

  async function open(roles: readonly Role[], healthPort?: string): Promise<Service> {
    const service = await openService(configOf(healthPort), { roles });
    opened.push(service);
    return service;
  }
  function configOf(healthPort?: string): Config {
    return parseConfig({
      vars: {
        ROLLCALL_DATABASE_URL: database.url,
        ROLLCALL_DATA_DIR: folder.path,
        ROLLCALL_HTTP_PORT: '0',
        ROLLCALL_LOG_LEVEL: 'silent',
        ...(healthPort === undefined ? {} : { ROLLCALL_HEALTH_PORT: healthPort }),
      },
      files: {},
    });
  }
  const metricsOf = async ({ url }: Service): Promise<string> => (await fetch(`${url}/metrics`)).text();
  const sum = (text: string, name: string): number =>
    [...text.matchAll(new RegExp(`^${name}({.*})? (.+)$`, 'gm'))].reduce(
      (all, [, , n]) => all + Number(n),
      0,
    );

  it('say how far the reconciler is behind, and what it did', async () => {
    const api = await open(['api']);
    const log = postgresLog({ pool: database.pool, clientId: 'test' });
    const messages = [...simulate({ children: 20, seed: 'metrics' })].flatMap(
      (sent) => messageOf(sent) ?? [],
    );
    await log.append(messages);
    await log.close();
    const before = await metricsOf(api);
    expect(sum(before, 'rollcall_consumer_lag_records')).toBe(messages.length);
    const ofType = messages.filter(({ topic }) => topic === 'hhs.placement.v1').length;
    expect(before).toContain(`rollcall_consumer_lag_records{topic="hhs.placement.v1"} ${ofType}`);

    const reconciler = await open(['reconciler'], '0');
    await until('the log to be applied', async () => {
      const text = await metricsOf(api);
      return (
        sum(text, 'rollcall_consumer_lag_records') === 0 && !/rollcall_backlog{of="\w+"} [1-9]/.test(text)
      );
    });
    const after = await metricsOf(reconciler);
    expect(sum(after, 'rollcall_applied_messages_total')).toBe(messages.length);
    expect(sum(after, 'rollcall_status_changes_total')).toBeGreaterThanOrEqual(20);
    expect(sum(after, 'rollcall_reconciler_retries_total')).toBe(0);
  });

  it('say that the log ends before what was read of it', async () => {
    const api = await open(['api']);
    const before = sum(await metricsOf(api), 'rollcall_consumer_lag_records');
    const move = (by: number) =>
      database.pool.query(
        `update projection.consumer_offset set next_offset = next_offset + $1 where topic = 'hhs.placement.v1' and partition = 0`,
        [by],
      );
    await move(5);
    const [after, ready] = [await metricsOf(api), await fetch(`${api.url}/readyz`)];
    await move(-5);
    expect(sum(after, 'rollcall_consumer_lag_records')).toBe(before + 5);
    expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { log: 'failed' } }]);
    expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
  });

  it('say what waits for a person', async () => {
    const api = await open(['api']);
    const before = await metricsOf(api);
    const waiting = /^rollcall_undecided{of="records"} (\d+)$/m.exec(before)![1]!;
    await database.pool.query(
      `insert into projection.overused_identifier values ('orr:BATCH-7');
       update projection.record set child_id = null
       where record_key = (select min(record_key) from projection.record where child_id is not null)`,
    );
    const after = await metricsOf(api);
    expect(before).toContain('rollcall_undecided{of="identifiers"} 0');
    expect(after).toContain('rollcall_undecided{of="identifiers"} 1');
    expect(after).toContain(`rollcall_undecided{of="records"} ${Number(waiting) + 1}`);
  });

  it('leave out what can’t be had: zero would say that nothing waits', async () => {
    const api = await open(['api']);
    await database.pool.query('alter table projection.consumer_offset rename to hidden');
    const text = await metricsOf(api);
    await database.pool.query('alter table projection.hidden rename to consumer_offset');
    expect(text).toContain('# TYPE rollcall_consumer_lag_records gauge');
    expect(text).not.toMatch(/^rollcall_consumer_lag_records/m);
    expect(text).toMatch(/^rollcall_backlog{of="notices"} 0$/m);
  });

  it('are those that docs/operations.md lists', async () => {
    const both = await open(['api', 'reconciler']);
    const names = [...(await metricsOf(both)).matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const listed = [...page.matchAll(/^\| `(rollcall_\w+)[`{]/gm)].map(([, name]) => name);
    expect(new Set(listed)).toEqual(new Set(names));
  });

  it('are there for a process without the API too, which has nothing else', async () => {
    const { url } = await open(['reconciler'], '0');
    const answers = ['/livez', '/readyz', '/metrics', '/v1/changes'].map((path) => fetch(`${url}${path}`));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 404]);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({
      ready: true,
      checks: { database: 'ok', migrations: 'ok', log: 'ok' },
    });
  });

  it('say that the log fails while it takes no records, and why', async () => {
    const { url } = await open(['api']);
    const issue = localIssuer(configOf())!;
    const headers = {
      authorization: `Bearer ${await issue('hhs', { ttlSeconds: 600 })}`,
      'content-type': STRUCTURED,
    };
    const post = async (): Promise<{ status: number; detail?: string }> => {
      const body = JSON.stringify(placementEvent({ id: 'full' }));
      const response = await fetch(`${url}/v1/records`, { method: 'POST', headers, body });
      return { ...((await response.json()) as object), status: response.status };
    };
    // What Postgres says of a full disk, where it says it.
    await database.pool.query(`
      create function log.full() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
      create trigger full_disk before insert on log.message execute function log.full()`);
    const refused = await post();
    expect(refused).toMatchObject({
      status: 503,
      detail: expect.stringContaining('no disk space left (53100)'),
    });
    const failing = await fetch(`${url}/readyz`);
    expect([failing.status, await failing.json()]).toMatchObject([
      503,
      { checks: { database: 'ok', log: 'failed' } },
    ]);
    await database.pool.query('drop trigger full_disk on log.message');
    expect((await post()).status).toBe(202);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it('are nowhere without a port', async () => {
    expect((await open(['reconciler'])).url).toBeNull();
  });

  it('and a port that is taken is said before anything else', async () => {
    const { url } = await open(['reconciler'], '0');
    const taken = new URL(url!).port;
    await expect(open(['reconciler'], taken)).rejects.toThrow(`port ${taken} of 127.0.0.1 is in use`);
  });
});
