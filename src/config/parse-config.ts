import type { Policy } from '../domain/policy.ts';
import { authConfig, checkAuth, type AuthConfig } from './auth.ts';
import { ConfigError } from './config-error.ts';
import { checkDatabase, databaseConfig, type DatabaseConfig } from './database.ts';
import { givenIn } from './given.ts';
import { httpConfig, type HttpConfig } from './http.ts';
import { intakeConfig, type IntakeConfig } from './intake.ts';
import { limitsConfig, type LimitsConfig } from './limits.ts';
import { checkLog, logConfig, type LogConfig } from './log.ts';
import type { LogLevel } from './log-level.ts';
import type { Env } from './read-env.ts';
import { policyInForce, reconcilerConfig } from './reconciler.ts';
import { withoutUser, type Read, type Reading, type Values, type Variable } from './variable.ts';
import { names, variable, type variables } from './variables.ts';

/** Everything the service can be told from outside, checked. Built only by {@link parseConfig}. */
export interface Config {
  http: HttpConfig;
  /** Where the embedded database and the local issuer's key lie. */
  dataDir: string;
  database: DatabaseConfig;
  log: LogConfig;
  auth: AuthConfig;
  intake: IntakeConfig;
  reconciler: { workers: number };
  /** What statuses are assessed by. */
  policy: Policy;
  logLevel: LogLevel;
  limits: LimitsConfig;
}

/** Throws ConfigError with every problem at once. */
export function parseConfig(env: Env): Config {
  const problems: string[] = [];
  const reading = read(env, problems);
  checkLog(reading);
  checkDatabase(reading);
  checkAuth(reading);
  if (problems.length > 0) throw new ConfigError(problems);
  const values = reading.values as Values<typeof variables>;
  return {
    http: httpConfig(values),
    dataDir: values.ROLLCALL_DATA_DIR,
    database: databaseConfig(values),
    log: logConfig(values),
    auth: authConfig(values),
    intake: intakeConfig(values),
    reconciler: reconcilerConfig(values),
    policy: policyInForce(values),
    logLevel: values.ROLLCALL_LOG_LEVEL,
    limits: limitsConfig(values),
  };
}

/** Each variable by itself; what is wrong goes to `problems`. */
function read(env: Env, problems: string[]): Reading<typeof variables> {
  const given = givenIn(env, problems);
  const values: Read<typeof variables> = {};
  for (const name of names) {
    const spec = variable(name);
    const { text, from } = given.get(name) ?? { text: spec.preset, from: name };
    if (text === undefined) continue;
    const parsed = spec.schema.safeParse(text);
    if (parsed.success) Object.assign(values, { [name]: parsed.data });
    else {
      const is = from === name ? shown(spec, text) : shownFile(spec, env.vars[from]);
      problems.push(`${from} is ${is}: ${spec.why?.(text) ?? wanted(spec)}`);
    }
  }
  const isSound: Reading<typeof variables>['isSound'] = (name) =>
    !given.has(name) || values[name] !== undefined;
  return {
    values,
    isSound,
    has: (name) => given.has(name),
    need(name, why) {
      if (values[name] === undefined && isSound(name))
        problems.push(`${name} is not set, but ${why}: ${wanted(variable(name))}`);
    },
    clash(name, why) {
      if (given.has(name)) problems.push(`${name} is set, but ${why}`);
    },
    problem: (text) => void problems.push(text),
  };
}

const UNSHOWN = 'not as expected (value not shown)';

/** What it holds is not shown, whatever it was to be: it may be the wrong file, and a secret. */
function shownFile(spec: Variable, path: string | undefined): string {
  return spec.secret ? UNSHOWN : `"${path}" (content not shown)`;
}

function shown(spec: Variable, text: string): string {
  if (spec.secret) return UNSHOWN;
  const told = withoutUser(text);
  return `"${told.length > 60 ? `${told.slice(0, 57)}...` : told}"`;
}

function wanted(spec: Variable): string {
  return `expected ${spec.expects}; for example ${spec.example}`;
}
