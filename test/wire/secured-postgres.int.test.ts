import { chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/cli/wiring.ts';
import { parseConfig, readEnv } from '../../src/config/index.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPool } from '../../src/store/pool.ts';
import { wiring } from '../../src/wire/index.ts';
import { certificateAuthority, type Certificate } from '../support/certificates.ts';
import { testFolder } from '../support/services.ts';
import { until } from '../support/until.ts';

const PASSWORD = 'invented-guarded-word';
const WRONG = 'invented-wrong-word';

describe('Postgres with TLS and a password (SCRAM-SHA-256), by the settings that operators give', () => {
  const folder = testFolder();
  const cluster = join(folder.path, 'data', 'postgres');
  const authority = join(folder.path, 'db-ca.pem');
  const stranger = join(folder.path, 'other-ca.pem');
  const opened: Store[] = [];
  let postgres: EmbeddedPostgres;
  let port: string;
  let beforeTls: Error;

  beforeAll(async () => {
    const ca = certificateAuthority('Invented authority');
    writeFileSync(authority, ca.cert);
    writeFileSync(stranger, certificateAuthority('Another invented authority').cert);
    postgres = await startEmbeddedPostgres({ dataDir: join(folder.path, 'data') });
    port = new URL(postgres.url).port;
    const pool = openPool(postgres.url, { max: 1 });
    await migrate(pool);
    await pool.query(`create role guarded superuser login password '${PASSWORD}'`);
    beforeTls = await refusal(withTls());
    giveKeys(cluster, ca.issue('localhost'));
    const rules = join(cluster, 'pg_hba.conf');
    const demand = 'hostssl all guarded all scram-sha-256\nhostnossl all guarded all reject\n';
    writeFileSync(rules, demand + readFileSync(rules, 'utf8'));
    await pool.query('alter system set ssl = on');
    await pool.query('select pg_reload_conf()');
    await until('TLS to be on', async () => (await pool.query('show ssl')).rows[0].ssl === 'on');
    await pool.end();
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });
  afterAll(async () => {
    await postgres.stop();
    folder.remove();
  });

  const urlOf = (host: string, password = PASSWORD): string =>
    `postgres://guarded:${password}@${host}:${port}/rollcall`;
  const withTls = (url = urlOf('localhost'), ca = authority): Record<string, string> => ({
    ROLLCALL_DATABASE_URL: url,
    ROLLCALL_DATABASE_TLS: 'true',
    ROLLCALL_DATABASE_TLS_CA_FILE: ca,
  });
  const openStore = async (env: Record<string, string>): Promise<Store> => {
    const store = await wiring.openStore(parseConfig(readEnv({}, env)), { log: true });
    opened.push(store);
    return store;
  };
  /** What the start answers that must fail; it holds no password. */
  const refusal = async (env: Record<string, string>): Promise<Error> => {
    const error = await openStore(env).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toMatchObject({ code: 'unavailable' });
    for (const word of [PASSWORD, WRONG]) {
      expect(error!.stack).not.toContain(word);
      expect((error!.cause as Error).stack).not.toContain(word);
    }
    return error!;
  };

  it.each([
    ['variables', () => withTls()],
    ['variables, and the URL says the same', () => withTls(`${urlOf('localhost')}?sslmode=verify-full`)],
    [
      'the URL alone',
      () => ({
        ROLLCALL_DATABASE_URL: `${urlOf('localhost')}?sslmode=verify-full&sslrootcert=${authority}`,
      }),
    ],
  ])('asks, appends and listens over TLS, by %s', async (_, env) => {
    const { pool, log } = await openStore(env());
    await log.applyTopics([
      { name: 'secured.v1', partitions: 1, retentionHours: null, compacted: false, key: 'any' },
    ]);
    const [position] = await log.append([{ topic: 'secured.v1', key: 'a', headers: {}, value: 'b' }]);
    expect(position).toMatchObject({ topic: 'secured.v1', partition: 0 });
    const connections = await until('the log to listen', async () => {
      const { rows } = await pool.query<{ name: string; ssl: boolean; version: string }>(
        `select distinct application_name as name, ssl, version from pg_stat_activity join pg_stat_ssl using (pid)
         where usename = 'guarded' order by 1`,
      );
      return rows.length === 2 && rows;
    });
    expect(connections).toEqual([
      { name: 'rollcall', ssl: true, version: 'TLSv1.3' },
      { name: 'rollcall log news', ssl: true, version: 'TLSv1.3' },
    ]);
  });

  it.each([
    ['another authority', () => withTls(undefined, stranger), 'unable to verify the first certificate'],
    [
      'an authority that the system doesn’t know',
      () => withTls(undefined, ''),
      'unable to verify the first certificate',
    ],
    ['another host', () => withTls(urlOf('127.0.0.1')), "Hostname/IP does not match certificate's altnames"],
  ])('refuses a certificate of %s', async (_, env, why) => {
    expect((await refusal(env())).message).toContain(`:${port}: ${why}`);
  });

  it.each([
    'sslmode=disable',
    'sslmode=no-verify',
    'ssl=false',
    'ssl=0',
    'sslmode=require&uselibpqcompat=true',
  ])('is not talked out of it by a URL with %s', async (parameters) => {
    const ca = readFileSync(stranger, 'utf8');
    const pool = openPool(`${urlOf('localhost')}?${parameters}`, { tls: { ca } });
    await expect(pool.query('select 1')).rejects.toThrow('unable to verify the first certificate');
    await pool.end();
  });

  it('says that the server demands TLS where it was not asked for', async () => {
    const { message } = await refusal({ ROLLCALL_DATABASE_URL: urlOf('localhost') });
    expect(message).toBe(
      `no Postgres at localhost:${port}: pg_hba.conf rejects connection for host "127.0.0.1", user "guarded", database "rollcall", no encryption (28000)`,
    );
  });

  it('says that the server has no TLS where it was asked for', () => {
    expect(beforeTls.message).toBe(
      `no Postgres at localhost:${port}: The server does not support SSL connections`,
    );
  });

  it('says that the password is wrong, and shows none', async () => {
    expect((await refusal(withTls(urlOf('localhost', WRONG)))).message).toBe(
      `no Postgres at localhost:${port}: password authentication failed for user "guarded" (28P01)`,
    );
  });

  it('names a file of authorities that is not there', async () => {
    const env = {
      ROLLCALL_DATABASE_URL: `${urlOf('localhost')}?sslmode=verify-full&sslrootcert=/nowhere.pem`,
    };
    expect((await refusal(env)).message).toContain("ENOENT: no such file or directory, open '/nowhere.pem'");
  });
});

/** Where Postgres looks for them by itself; it wants the key to be its own and nobody else's. */
function giveKeys(cluster: string, { cert, key }: Certificate): void {
  const { uid, gid } = statSync(cluster);
  for (const [name, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    const path = join(cluster, name);
    writeFileSync(path, text, { mode: 0o600 });
    chownSync(path, uid, gid);
  }
}
