import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from './contracts/errors.ts';
import { PolicyChange } from './contracts/policy.ts';
import { currentPolicy, policyWith, type Policy } from './domain/policy.ts';
import { tlsParameters } from './store/pool.ts';

/** Everything the service can be told from outside, checked. Built only by {@link parseConfig}. */
export interface Config {
  http: { host: string; port: number };
  /** Embedded database, local issuer key and caches live here. */
  dataDir: string;
  /** `url` null: embedded Postgres in `dataDir`. */
  database: { url: string | null; tls: boolean; ca: string | null; poolSize: number };
  log: { kind: 'postgres' } | ({ kind: 'kafka' } & KafkaConfig);
  /** `local`: tokens signed by a key of our own in `dataDir`, for one machine and for demonstrations. */
  auth:
    | { kind: 'local'; issuer: string; audience: string }
    | { kind: 'jwks'; url: string; issuer: string; audience: string };
  reconciler: { workers: number };
  /** What statuses are assessed by. */
  policy: Policy;
  logLevel: LogLevel;
  limits: {
    /** How long one request that is not a stream may take, in ms. */
    requestMs: number;
    /** How long a stop may take before it is forced, in ms. */
    shutdownMs: number;
    /** Records one client may send in a minute. */
    recordsPerMinute: number;
  };
}

export interface KafkaConfig {
  brokers: string[];
  clientId: string;
  tls: boolean;
  ca: string | null;
  /** How long a consumer may be silent before its partitions go to others, in ms. */
  sessionMs: number;
  sasl: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string } | null;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The `ROLLCALL_*` part of the environment, and what the files that `*_FILE` names hold. */
export interface Env {
  vars: Readonly<Record<string, string>>;
  files?: Readonly<Record<string, { text: string } | { problem: string }>>;
}

interface Variable {
  schema: z.ZodType;
  says: string;
  expects: string;
  example: string;
  /** Never printed. */
  secret?: true;
  /** May be given as `<NAME>_FILE`, the path of a file that holds it. */
  file?: true;
  /** As given where unset; absent: no value. */
  preset?: string;
}

const wholeNumber = (from: number, to: number): z.ZodType<number> =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(from).max(to));
/** What is no JSON stays text, which no schema of an object takes. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
const yesNo = z.enum(['true', 'false']).transform((v) => v === 'true');
const url = (...schemes: string[]): z.ZodType<string> =>
  z.string().refine((v) => URL.canParse(v) && schemes.includes(new URL(v).protocol));
const pem = z.string().regex(/-----BEGIN CERTIFICATE-----/);

/** The only list of variables: parse, `config print`, the docs' table and the "did you mean" all read it. */
export const variables = {
  ROLLCALL_HTTP_PORT: {
    schema: wholeNumber(0, 65_535),
    says: 'Port of the API; 0 takes a free one',
    expects: 'a whole number from 0 to 65535',
    example: '8080',
    preset: '8080',
  },
  ROLLCALL_HTTP_HOST: {
    schema: z.string().regex(/^[0-9A-Za-z.:-]+$/),
    says: 'Address the API binds to',
    expects: 'an IP address or a host name',
    example: '127.0.0.1',
    preset: '127.0.0.1',
  },
  ROLLCALL_DATA_DIR: {
    schema: z.string().min(1),
    says: 'Folder of the embedded database and of the local issuer key',
    expects: 'a path',
    example: './.rollcall',
    preset: './.rollcall',
  },
  ROLLCALL_DATABASE_URL: {
    schema: url('postgres:', 'postgresql:'),
    says: 'Postgres (tested on 18); unset: embedded',
    expects: 'a postgres:// URL',
    example: 'postgres://rollcall@db.internal:5432/rollcall',
    secret: true,
    file: true,
  },
  ROLLCALL_DATABASE_TLS: {
    schema: yesNo,
    says: 'Speak TLS to Postgres and check its certificate',
    expects: 'true or false',
    example: 'true',
    preset: 'false',
  },
  ROLLCALL_DATABASE_TLS_CA: {
    schema: pem,
    says: 'Certificate authority of Postgres; unset: the system’s',
    expects: 'a PEM certificate',
    example: '/etc/rollcall/db-ca.pem',
    file: true,
  },
  ROLLCALL_DATABASE_POOL_SIZE: {
    schema: wholeNumber(2, 200),
    says: 'Connections this process may hold',
    expects: 'a whole number from 2 to 200',
    example: '10',
    preset: '10',
  },
  ROLLCALL_LOG: {
    schema: z.enum(['postgres', 'kafka']),
    says: 'Where topics live; unset: kafka where brokers are named, else postgres',
    expects: 'postgres or kafka',
    example: 'kafka',
  },
  ROLLCALL_KAFKA_BROKERS: {
    schema: z
      .string()
      .regex(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/)
      .transform((v) => v.split(',')),
    says: 'Brokers to start from',
    expects: 'host:port, several with commas',
    example: 'kafka-1:9092,kafka-2:9092',
  },
  ROLLCALL_KAFKA_TLS: {
    schema: yesNo,
    says: 'Speak TLS to Kafka and check its certificate',
    expects: 'true or false',
    example: 'true',
    preset: 'false',
  },
  ROLLCALL_KAFKA_TLS_CA: {
    schema: pem,
    says: 'Certificate authority of Kafka; unset: the system’s',
    expects: 'a PEM certificate',
    example: '/etc/rollcall/kafka-ca.pem',
    file: true,
  },
  ROLLCALL_KAFKA_SASL_MECHANISM: {
    schema: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
    says: 'How we prove who we are to Kafka; unset: not at all',
    expects: 'plain, scram-sha-256 or scram-sha-512',
    example: 'scram-sha-512',
  },
  ROLLCALL_KAFKA_USERNAME: {
    schema: z.string().min(1),
    says: 'SASL user',
    expects: 'a user name',
    example: 'rollcall',
  },
  ROLLCALL_KAFKA_PASSWORD: {
    schema: z.string().min(1),
    says: 'SASL password',
    expects: 'a password',
    example: '/run/secrets/kafka-password',
    secret: true,
    file: true,
  },
  ROLLCALL_KAFKA_SESSION_MS: {
    schema: wholeNumber(500, 1_800_000),
    says: 'Silence after which a consumer is dead',
    expects: 'milliseconds from 500 to 1800000, within the brokers’ bounds',
    example: '10000',
    preset: '10000',
  },
  ROLLCALL_JWKS_URL: {
    schema: url('https:', 'http:'),
    says: 'Keys of the token issuer; unset: local issuer',
    expects: 'an https:// URL',
    example: 'https://login.example.gov/.well-known/jwks.json',
  },
  ROLLCALL_ISSUER: {
    schema: z.string().min(1),
    says: '`iss` a token must carry',
    expects: 'the issuer’s name',
    example: 'https://login.example.gov',
  },
  ROLLCALL_AUDIENCE: {
    schema: z.string().min(1),
    says: '`aud` a token must carry',
    expects: 'a name',
    example: 'rollcall',
    preset: 'rollcall',
  },
  ROLLCALL_RECONCILER_WORKERS: {
    schema: wholeNumber(1, 64),
    says: 'Consumers of this process',
    expects: 'a whole number from 1 to 64',
    example: '2',
    preset: '2',
  },
  ROLLCALL_POLICY: {
    schema: z.string().transform(asJson).pipe(PolicyChange),
    says: 'What differs from the policy in the code; `rollcall policy preview` shows its effect',
    expects: 'a policy version as JSON',
    example: '{"version":"2027-01-01","callDueDays":28}',
    file: true,
  },
  ROLLCALL_LOG_LEVEL: {
    schema: z.enum(logLevels),
    says: 'What is written to standard error',
    expects: `one of ${logLevels.join(', ')}`,
    example: 'info',
    preset: 'info',
  },
  ROLLCALL_RECORDS_PER_MINUTE: {
    schema: wholeNumber(1, 100_000_000),
    says: 'Records one client may send in a minute; above it 429',
    expects: 'a whole number from 1 to 100000000',
    example: '600000',
    preset: '6000000',
  },
  ROLLCALL_REQUEST_TIMEOUT_MS: {
    schema: wholeNumber(1000, 3_600_000),
    says: 'How long one request may take; streams are exempt',
    expects: 'milliseconds from 1000 to 3600000',
    example: '30000',
    preset: '30000',
  },
  ROLLCALL_SHUTDOWN_TIMEOUT_MS: {
    schema: wholeNumber(100, 600_000),
    says: 'How long a stop may take before it is forced',
    expects: 'milliseconds from 100 to 600000',
    example: '10000',
    preset: '10000',
  },
} as const satisfies Record<string, Variable>;

type Name = keyof typeof variables;
type Values = { [N in Name]?: z.output<(typeof variables)[N]['schema']> };
const names = Object.keys(variables) as Name[];
const variable = (name: Name): Variable => variables[name];

/** Where the local issuer's private key lies; its owner alone may read it. */
export function issuerKeyPath(dataDir: string): string {
  return join(dataDir, 'issuer.jwk.json');
}

/** What was wrong, all of it. Exit code 78 (EX_CONFIG). Holds no secret. */
export class ConfigError extends AppError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      'config',
      [
        `Configuration: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
        ...problems.map((p) => `  ${p}`),
        'rollcall config print lists every variable.',
      ].join('\n'),
    );
    this.problems = problems;
  }
}

/**
 * The only reader of the environment. Reads the files that `*_FILE` names too.
 * @param overrides what flags say; undefined leaves the environment's
 */
export function readEnv(
  overrides: Readonly<Record<string, string | undefined>> = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Env {
  const vars: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(environment), ...Object.entries(overrides)]) {
    // ROLLCALL_TEST_* are the test run's own.
    if (/^ROLLCALL_(?!TEST_)/.test(name) && value !== undefined && value !== '') vars[name] = value;
  }
  const files: Record<string, { text: string } | { problem: string }> = {};
  for (const name of names) {
    const path = vars[`${name}_FILE`];
    if (!variable(name).file || path === undefined) continue;
    try {
      files[path] = { text: readFileSync(path, 'utf8').trim() };
    } catch (error) {
      files[path] = { problem: (error as NodeJS.ErrnoException).code ?? 'unreadable' };
    }
  }
  return { vars, files };
}

/** What the terminal asks for. */
export function readTerminal(): { color: boolean; ci: boolean } {
  return {
    color: (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
    ci: (process.env['CI'] ?? '') !== '',
  };
}

/** Throws ConfigError with every problem at once. */
export function parseConfig(env: Env): Config {
  const problems: string[] = [];
  const given = collect(env, problems);
  const values: Values = {};
  for (const name of names) {
    const spec = variable(name);
    const text = given.get(name)?.text ?? spec.preset;
    if (text === undefined) continue;
    const parsed = spec.schema.safeParse(text);
    if (parsed.success) Object.assign(values, { [name]: parsed.data });
    else problems.push(`${given.get(name)?.from ?? name} is ${shown(spec, text)}: ${wanted(spec)}`);
  }
  const isBad = (name: Name): boolean => given.has(name) && values[name] === undefined;
  const need = (name: Name, why: string): void => {
    if (values[name] === undefined && !isBad(name))
      problems.push(`${name} is not set, but ${why}: ${wanted(variable(name))}`);
  };
  const clash = (name: Name, why: string): void => {
    if (given.has(name)) problems.push(`${name} is set, but ${why}`);
  };

  const kind = values.ROLLCALL_LOG ?? (given.has('ROLLCALL_KAFKA_BROKERS') ? 'kafka' : 'postgres');
  if (kind === 'kafka') need('ROLLCALL_KAFKA_BROKERS', 'ROLLCALL_LOG is kafka');
  if (given.has('ROLLCALL_KAFKA_SASL_MECHANISM')) {
    need('ROLLCALL_KAFKA_USERNAME', 'ROLLCALL_KAFKA_SASL_MECHANISM is');
    need('ROLLCALL_KAFKA_PASSWORD', 'ROLLCALL_KAFKA_SASL_MECHANISM is');
  } else {
    clash('ROLLCALL_KAFKA_USERNAME', 'ROLLCALL_KAFKA_SASL_MECHANISM is not');
    clash('ROLLCALL_KAFKA_PASSWORD', 'ROLLCALL_KAFKA_SASL_MECHANISM is not');
  }
  if (!values.ROLLCALL_KAFKA_TLS && !isBad('ROLLCALL_KAFKA_TLS'))
    clash('ROLLCALL_KAFKA_TLS_CA', 'ROLLCALL_KAFKA_TLS is not true');
  if (!values.ROLLCALL_DATABASE_TLS && !isBad('ROLLCALL_DATABASE_TLS'))
    clash('ROLLCALL_DATABASE_TLS_CA', 'ROLLCALL_DATABASE_TLS is not true');
  if (values.ROLLCALL_DATABASE_TLS) {
    need('ROLLCALL_DATABASE_URL', 'ROLLCALL_DATABASE_TLS is true');
    for (const parameter of otherTls(values.ROLLCALL_DATABASE_URL))
      problems.push(
        `ROLLCALL_DATABASE_URL has ${parameter}, but ROLLCALL_DATABASE_TLS is true: leave one of them out`,
      );
  }
  if (given.has('ROLLCALL_JWKS_URL')) need('ROLLCALL_ISSUER', 'ROLLCALL_JWKS_URL is');
  if (problems.length > 0) throw new ConfigError(problems);
  return build(values, kind);
}

/** Parameters of a database URL by which it says something else than `verify-full`. */
function otherTls(databaseUrl: string | undefined): string[] {
  if (databaseUrl === undefined) return [];
  const { searchParams } = new URL(databaseUrl);
  return tlsParameters.filter((name) => {
    const value = searchParams.get(name);
    return value !== null && !(name === 'sslmode' && value === 'verify-full');
  });
}

/** Every variable with its value (secrets masked) or preset, for `config print`. */
export function describeConfig(
  env: Env,
): Array<{ name: string; value: string | null; from: 'given' | 'preset' | 'unset'; says: string }> {
  const given = collect(env, []);
  return names.map((name) => {
    const spec = variable(name);
    const is = given.get(name);
    if (is !== undefined)
      return { name, value: spec.secret ? '********' : inOneLine(is, env), from: 'given', says: spec.says };
    return {
      name,
      value: spec.preset ?? null,
      from: spec.preset === undefined ? 'unset' : 'preset',
      says: spec.says,
    };
  });
}

/** What a file holds is told by the file's name: a certificate has many lines. */
function inOneLine({ text, from }: { text: string; from: string }, env: Env): string {
  if (from.endsWith('_FILE')) return `in ${env.vars[from]}`;
  const [first = '', ...more] = text.split('\n');
  return more.length === 0 ? first : `${first} and ${more.length} more lines`;
}

function collect(env: Env, problems: string[]): Map<Name, { text: string; from: string }> {
  const given = new Map<Name, { text: string; from: string }>();
  const known = new Set<string>();
  for (const name of names) {
    known.add(name);
    const direct = env.vars[name];
    if (direct !== undefined) given.set(name, { text: direct, from: name });
    if (!variable(name).file) continue;
    const fileName = `${name}_FILE`;
    known.add(fileName);
    const path = env.vars[fileName];
    if (path === undefined) continue;
    if (direct !== undefined) problems.push(`${name} and ${fileName} are both set: give one`);
    const file = env.files?.[path] ?? { problem: 'unreadable' };
    if ('problem' in file)
      problems.push(`${fileName} is "${path}", which cannot be read (${file.problem}): give a readable file`);
    else given.set(name, { text: file.text, from: fileName });
  }
  for (const name of Object.keys(env.vars)) {
    if (known.has(name)) continue;
    const near = nearest(name, [...known]);
    problems.push(
      `${name} is not a variable of Rollcall${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
  }
  return given;
}

function shown(spec: Variable, text: string): string {
  if (spec.secret) return 'not as expected (value not shown)';
  return `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
}

function wanted(spec: Variable): string {
  return `expected ${spec.expects}; for example ${spec.example}`;
}

/** Presets are in, so what has one is there. */
function build(values: Values, kind: 'postgres' | 'kafka'): Config {
  const mechanism = values.ROLLCALL_KAFKA_SASL_MECHANISM;
  const kafka: KafkaConfig = {
    brokers: values.ROLLCALL_KAFKA_BROKERS ?? [],
    clientId: 'rollcall',
    tls: values.ROLLCALL_KAFKA_TLS!,
    ca: values.ROLLCALL_KAFKA_TLS_CA ?? null,
    sessionMs: values.ROLLCALL_KAFKA_SESSION_MS!,
    sasl:
      mechanism === undefined
        ? null
        : { mechanism, username: values.ROLLCALL_KAFKA_USERNAME!, password: values.ROLLCALL_KAFKA_PASSWORD! },
  };
  const issuer = values.ROLLCALL_ISSUER ?? 'rollcall-local';
  const audience = values.ROLLCALL_AUDIENCE!;
  const jwksUrl = values.ROLLCALL_JWKS_URL;
  return {
    http: { host: values.ROLLCALL_HTTP_HOST!, port: values.ROLLCALL_HTTP_PORT! },
    dataDir: values.ROLLCALL_DATA_DIR!,
    database: {
      url: values.ROLLCALL_DATABASE_URL ?? null,
      tls: values.ROLLCALL_DATABASE_TLS!,
      ca: values.ROLLCALL_DATABASE_TLS_CA ?? null,
      poolSize: values.ROLLCALL_DATABASE_POOL_SIZE!,
    },
    log: kind === 'kafka' ? { kind, ...kafka } : { kind },
    auth:
      jwksUrl === undefined
        ? { kind: 'local', issuer, audience }
        : { kind: 'jwks', url: jwksUrl, issuer, audience },
    reconciler: { workers: values.ROLLCALL_RECONCILER_WORKERS! },
    policy: values.ROLLCALL_POLICY === undefined ? currentPolicy : policyWith(values.ROLLCALL_POLICY),
    logLevel: values.ROLLCALL_LOG_LEVEL!,
    limits: {
      requestMs: values.ROLLCALL_REQUEST_TIMEOUT_MS!,
      shutdownMs: values.ROLLCALL_SHUTDOWN_TIMEOUT_MS!,
      recordsPerMinute: values.ROLLCALL_RECORDS_PER_MINUTE!,
    },
  };
}

/** The known name within three edits, if any. */
function nearest(name: string, known: readonly string[]): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance <= 3 && (best === undefined || distance < best.distance))
      best = { name: candidate, distance };
  }
  return best?.name;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
