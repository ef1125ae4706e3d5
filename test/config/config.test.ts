import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { currentPolicy } from '../../src/domain/policy.ts';
import {
  ConfigError,
  describeConfig,
  parseConfig,
  readEnv,
  variables,
  type Env,
} from '../../src/config/index.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

function problemsOf(vars: Record<string, string>, files: NonNullable<Env['files']> = {}): readonly string[] {
  try {
    parseConfig({ vars, files });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  it('gives the embedded default for an empty environment', () => {
    expect(parseConfig({ vars: {} })).toEqual({
      http: { host: '127.0.0.1', port: 8080, healthPort: null },
      dataDir: './.rollcall',
      policy: currentPolicy,
      database: { url: null, tls: false, ca: null, poolSize: 10 },
      log: { kind: 'postgres' },
      auth: { kind: 'local', issuer: 'rollcall-local', audience: 'rollcall' },
      intake: { threads: null },
      reconciler: { workers: 2 },
      logLevel: 'info',
      limits: { requestMs: 30_000, shutdownMs: 10_000, recordsPerMinute: 6_000_000 },
    });
  });

  it('takes Kafka, TLS, SASL and an issuer of one’s own', () => {
    const config = parseConfig({
      vars: {
        ROLLCALL_DATABASE_URL_FILE: '/run/url',
        ROLLCALL_DATABASE_TLS: 'true',
        ROLLCALL_KAFKA_BROKERS: 'k1:9092,k2:9093',
        ROLLCALL_KAFKA_TLS: 'true',
        ROLLCALL_KAFKA_TLS_CA_FILE: '/run/ca',
        ROLLCALL_KAFKA_SASL_MECHANISM: 'scram-sha-256',
        ROLLCALL_KAFKA_USERNAME: 'rollcall',
        ROLLCALL_KAFKA_PASSWORD_FILE: '/run/password',
        ROLLCALL_JWKS_URL: 'https://login.example.gov/jwks.json',
        ROLLCALL_ISSUER: 'https://login.example.gov',
      },
      files: {
        '/run/url': { text: 'postgres://u:p@db:5432/rollcall' },
        '/run/ca': { text: PEM },
        '/run/password': { text: 'hush' },
      },
    });
    expect(config.database).toEqual({
      url: 'postgres://u:p@db:5432/rollcall',
      tls: true,
      ca: null,
      poolSize: 10,
    });
    expect(config.log).toEqual({
      kind: 'kafka',
      brokers: ['k1:9092', 'k2:9093'],
      clientId: 'rollcall',
      tls: true,
      ca: PEM,
      sessionMs: 10_000,
      sasl: { mechanism: 'scram-sha-256', username: 'rollcall', password: 'hush' },
    });
    expect(config.auth).toEqual({
      kind: 'jwks',
      url: 'https://login.example.gov/jwks.json',
      issuer: 'https://login.example.gov',
      audience: 'rollcall',
    });
  });

  it.each(Object.entries(variables))('%s accepts its own example', (name, variable) => {
    const example = name.endsWith('_CA') ? PEM : variable.example;
    expect(variable.schema.safeParse(example).success).toBe(true);
  });

  it.each([
    ['ROLLCALL_HTTP_PORT', '80a', 'a whole number from 0 to 65535; for example 8080'],
    ['ROLLCALL_HTTP_PORT', '65536', 'a whole number from 0 to 65535; for example 8080'],
    ['ROLLCALL_HTTP_HOST', 'a b', 'an IP address or a host name; for example 127.0.0.1'],
    ['ROLLCALL_LOG', 'memory', 'postgres or kafka; for example kafka'],
    [
      'ROLLCALL_KAFKA_BROKERS',
      'kafka',
      'host:port, several with commas; for example kafka-1:9092,kafka-2:9092',
    ],
    ['ROLLCALL_KAFKA_TLS', 'yes', 'true or false; for example true'],
    [
      'ROLLCALL_KAFKA_BROKERS',
      'k1:9092,k2:65536',
      'host:port, several with commas; for example kafka-1:9092,kafka-2:9092',
    ],
    ['ROLLCALL_RECONCILER_WORKERS', '0', 'a whole number from 1 to 64; for example 2'],
    ['ROLLCALL_LOG_LEVEL', 'loud', 'one of fatal, error, warn, info, debug, trace, silent; for example info'],
  ])('%s refuses %j', (name, value, expected) => {
    expect(problemsOf({ [name]: value })).toEqual([`${name} is "${value}": expected ${expected}`]);
  });

  it('reports every problem at once, in words that say what to do', () => {
    const vars = {
      ROLLCALL_HTTP_PORT: '80a',
      ROLLCALL_HTP_HOST: '::1',
      ROLLCALL_DATABASE_URL: 'mysql://root:s3cret@db/x',
      ROLLCALL_LOG: 'kafka',
      ROLLCALL_KAFKA_PASSWORD_FILE: '/nowhere',
      ROLLCALL_KAFKA_SASL_MECHANISM: 'plain',
      ROLLCALL_JWKS_URL: 'https://login.example.gov/jwks.json',
    };
    expect(() => parseConfig({ vars, files: { '/nowhere': { problem: 'ENOENT' } } })).toThrow(
      new ConfigError([
        'ROLLCALL_KAFKA_PASSWORD_FILE is "/nowhere", which cannot be read (ENOENT): give a readable file',
        'ROLLCALL_HTP_HOST is not a variable of Rollcall; did you mean ROLLCALL_HTTP_HOST?',
        'ROLLCALL_HTTP_PORT is "80a": expected a whole number from 0 to 65535; for example 8080',
        'ROLLCALL_DATABASE_URL is not as expected (value not shown): expected a postgres:// URL; for example postgres://rollcall@db.internal:5432/rollcall',
        'ROLLCALL_KAFKA_BROKERS is not set, but ROLLCALL_LOG is kafka: expected host:port, several with commas; for example kafka-1:9092,kafka-2:9092',
        'ROLLCALL_KAFKA_USERNAME is not set, but ROLLCALL_KAFKA_SASL_MECHANISM is: expected a user name; for example rollcall',
        'ROLLCALL_KAFKA_PASSWORD is not set, but ROLLCALL_KAFKA_SASL_MECHANISM is: expected a password; for example /run/secrets/kafka-password',
        'ROLLCALL_ISSUER is not set, but ROLLCALL_JWKS_URL is: expected the issuer’s name; for example https://login.example.gov',
      ]),
    );
  });

  it('prints its problems as one text', () => {
    expect(new ConfigError(['A is wrong']).message).toBe(
      'Configuration: 1 problem\n  A is wrong\nrollcall config print lists every variable.',
    );
  });

  it.each([
    [
      { ROLLCALL_JWKS_URL: 'http://login.example.gov/jwks.json', ROLLCALL_ISSUER: 'i' },
      'ROLLCALL_JWKS_URL is "http://login.example.gov/jwks.json": expected an https:// URL without a user (http:// on this machine only); for example https://login.example.gov/.well-known/jwks.json',
    ],
    [
      { ROLLCALL_JWKS_URL: 'https://u:s3cr3t@login.example.gov/jwks.json', ROLLCALL_ISSUER: 'i' },
      'ROLLCALL_JWKS_URL is "https://********@login.example.gov/jwks.json": expected an https:// URL without a user (http:// on this machine only); for example https://login.example.gov/.well-known/jwks.json',
    ],
    [
      { ROLLCALL_JWKS_URL: 'login.example.gov', ROLLCALL_ISSUER: 'i' },
      'ROLLCALL_JWKS_URL is "login.example.gov": expected an https:// URL without a user (http:// on this machine only); for example https://login.example.gov/.well-known/jwks.json',
    ],
    [
      { ROLLCALL_POLICY: '{"version":"v","callDueDays":38}' },
      expect.stringContaining(
        'callDueDays is 38 and callOverdueDays 37: a call cannot be overdue before it is due',
      ),
    ],
    [
      { ROLLCALL_KAFKA_BROKERS: 'k:9092', ROLLCALL_KAFKA_USERNAME: 'u' },
      'ROLLCALL_KAFKA_USERNAME is set, but ROLLCALL_KAFKA_SASL_MECHANISM is not',
    ],
    [
      { ROLLCALL_DATABASE_TLS_CA: PEM },
      'ROLLCALL_DATABASE_TLS_CA is set, but ROLLCALL_DATABASE_TLS is not true',
    ],
    [
      { ROLLCALL_DATABASE_TLS: 'true' },
      'ROLLCALL_DATABASE_URL is not set, but ROLLCALL_DATABASE_TLS is true: expected a postgres:// URL; for example postgres://rollcall@db.internal:5432/rollcall',
    ],
    [
      { ROLLCALL_DATABASE_TLS: 'true', ROLLCALL_DATABASE_URL: 'postgres://u:p@h/d?sslmode=disable' },
      'ROLLCALL_DATABASE_URL has sslmode, but ROLLCALL_DATABASE_TLS is true: leave one of them out',
    ],
    [
      { ROLLCALL_KAFKA_BROKERS: 'k:9092', ROLLCALL_KAFKA_TLS_CA: PEM },
      'ROLLCALL_KAFKA_TLS_CA is set, but ROLLCALL_KAFKA_TLS is not true',
    ],
    [
      { ROLLCALL_LOG: 'postgres', ROLLCALL_KAFKA_BROKERS: 'k:9092', ROLLCALL_KAFKA_TLS: 'true' },
      'ROLLCALL_KAFKA_BROKERS is set, but ROLLCALL_LOG is postgres',
    ],
    [
      { ROLLCALL_KAFKA_SESSION_MS: '10000' },
      'ROLLCALL_KAFKA_SESSION_MS is set, but ROLLCALL_KAFKA_BROKERS is not',
    ],
    [{ ROLLCALL_NOTHING_LIKE_IT: 'x' }, 'ROLLCALL_NOTHING_LIKE_IT is not a variable of Rollcall'],
  ])('refuses %j', (vars, problem) => {
    expect(problemsOf(vars as unknown as Record<string, string>)).toEqual([problem]);
  });

  it('says of every setting of Kafka that it has no brokers: left out they would mean Postgres', () => {
    const vars = {
      ROLLCALL_KAFKA_TLS: 'true',
      ROLLCALL_KAFKA_TLS_CA: PEM,
      ROLLCALL_KAFKA_SASL_MECHANISM: 'plain',
      ROLLCALL_KAFKA_USERNAME: 'u',
      ROLLCALL_KAFKA_PASSWORD_FILE: '/run/password',
    };
    const names = ['TLS', 'TLS_CA', 'SASL_MECHANISM', 'USERNAME', 'PASSWORD'];
    const problems = names.map((name) => `ROLLCALL_KAFKA_${name} is set, but ROLLCALL_KAFKA_BROKERS is not`);
    expect(problemsOf(vars, { '/run/password': { text: 'hush' } })).toEqual(problems);
    expect(problemsOf({ ...vars, ROLLCALL_LOG: 'postgres' }, { '/run/password': { text: 'hush' } })).toEqual(
      problems,
    );
  });

  it('shows nothing of what is in a file: the wrong one may be a secret', () => {
    expect(
      problemsOf(
        {
          ROLLCALL_KAFKA_BROKERS: 'k:9092',
          ROLLCALL_KAFKA_TLS: 'true',
          ROLLCALL_KAFKA_TLS_CA_FILE: '/run/password',
          ROLLCALL_POLICY_FILE: '/run/password',
        },
        { '/run/password': { text: 'hush' } },
      ),
    ).toEqual([
      'ROLLCALL_KAFKA_TLS_CA_FILE is "/run/password" (content not shown): expected a PEM certificate; for example /etc/rollcall/kafka-ca.pem',
      'ROLLCALL_POLICY_FILE is "/run/password" (content not shown): is no JSON',
    ]);
  });

  it('takes a database URL that asks for what the variables ask for', () => {
    const url = 'postgres://u:p@h/d?sslmode=verify-full';
    const { database } = parseConfig({
      vars: { ROLLCALL_DATABASE_URL: url, ROLLCALL_DATABASE_TLS: 'true' },
    });
    expect(database).toMatchObject({ url, tls: true });
  });

  it('refuses a secret given twice', () => {
    expect(
      problemsOf(
        {
          ROLLCALL_DATABASE_URL: 'postgres://a@b/c',
          ROLLCALL_DATABASE_URL_FILE: '/f',
        },
        { '/f': { text: 'postgres://a@b/d' } },
      ),
    ).toEqual(['ROLLCALL_DATABASE_URL and ROLLCALL_DATABASE_URL_FILE are both set: give one']);
  });
});

describe('readEnv', () => {
  it('takes what flags say over the environment, and the environment where they say nothing', () => {
    const environment = {
      ROLLCALL_HTTP_PORT: '1',
      ROLLCALL_DATA_DIR: '/a',
      ROLLCALL_TEST_X: 'x',
      HOME: '/h',
    };
    const overrides = { ROLLCALL_HTTP_PORT: '2', ROLLCALL_DATA_DIR: undefined };
    expect(readEnv(overrides, environment).vars).toEqual({
      ROLLCALL_HTTP_PORT: '2',
      ROLLCALL_DATA_DIR: '/a',
    });
  });

  it('reads the files that *_FILE names, and says of those it cannot', () => {
    const path = fileURLToPath(import.meta.url);
    const { files } = readEnv(
      {},
      { ROLLCALL_DATABASE_URL_FILE: path, ROLLCALL_KAFKA_PASSWORD_FILE: '/nowhere/at/all' },
    );
    expect(files).toEqual({
      [path]: { text: expect.stringContaining('reads the files') },
      '/nowhere/at/all': { problem: 'ENOENT' },
    });
  });
});

describe('describeConfig', () => {
  it('masks secrets and says where a value comes from', () => {
    const rows = describeConfig({
      vars: { ROLLCALL_DATABASE_URL: 'postgres://u:p@h/d', ROLLCALL_HTTP_PORT: '1' },
    });
    expect(JSON.stringify(rows)).not.toContain('u:p@h');
    expect(rows.find((r) => r.name === 'ROLLCALL_DATABASE_URL')).toMatchObject({
      value: '********',
      from: 'given',
    });
    expect(rows.find((r) => r.name === 'ROLLCALL_HTTP_PORT')).toMatchObject({ value: '1', from: 'given' });
    expect(rows.find((r) => r.name === 'ROLLCALL_LOG')).toMatchObject({ value: null, from: 'unset' });
  });

  it.each(['sasl://u:s3/cr3t@kafka-1:9092', 'sasl://u:s3 cr3t@kafka-1:9092', 'sasl:u:s3cr3t@kafka-1:9092'])(
    'shows no password of a URL that should have none: %s',
    (url) => {
      const rows = describeConfig({ vars: { ROLLCALL_KAFKA_BROKERS: url } });
      expect(rows.find((r) => r.name === 'ROLLCALL_KAFKA_BROKERS')?.value).toBe(
        'sasl://********@kafka-1:9092',
      );
    },
  );

  it('names the file, or shows the first line', () => {
    const rows = describeConfig({
      vars: { ROLLCALL_KAFKA_TLS_CA_FILE: '/run/ca', ROLLCALL_DATABASE_TLS_CA: PEM },
      files: { '/run/ca': { text: PEM } },
    });
    expect(rows.find((r) => r.name === 'ROLLCALL_KAFKA_TLS_CA')?.value).toBe('in /run/ca');
    expect(rows.find((r) => r.name === 'ROLLCALL_DATABASE_TLS_CA')?.value).toBe(
      '-----BEGIN CERTIFICATE----- and 2 more lines',
    );
  });
});

describe('docs/operations.md', () => {
  it('has every variable with its preset and its words', () => {
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `ROLLCALL_'));
    const cells = rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    expect(cells).toEqual(
      Object.entries<{ says: string; preset?: string; file?: true }>(variables).map(([name, variable]) => [
        `\`${name}\`${variable.file ? ' *' : ''}`,
        variable.preset === undefined ? '' : `\`${variable.preset}\``,
        variable.says,
      ]),
    );
  });
});
