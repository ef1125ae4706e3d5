import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { AppError, UnavailableError } from '../../contracts/errors.ts';
import { postgresBinaries, type PostgresBinaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { holdLock } from './lock-file.ts';
import { makeDataFolder, unusableDataFolder } from './make-data-folder.ts';
import { closedFolder, postgresOwner, type Owner } from './owner.ts';

export interface EmbeddedPostgresOptions {
  /** Holds everything: Postgres' own folder, its password, the lock. Made where missing. */
  dataDir: string;
  /** Port of 127.0.0.1; a free one where not given. */
  port?: number;
}

export interface EmbeddedPostgres {
  /** Of database `rollcall`, as its owner; holds the password. */
  url: string;
  pid: number;
  /** Resolves when the server process is gone, whoever ended it. */
  ended: Promise<void>;
  /** Fast shutdown: connections are closed, what was committed is kept. At most about 25 s; may be called again. */
  stop: () => Promise<void>;
}

const USER = 'rollcall';
const DATABASE = 'rollcall';
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  `shared_buffers=${pageCacheMiB()}MB`,
  'max_wal_size=4GB',
  'wal_compression=on',
  'checkpoint_timeout=15min',
  'max_connections=100',
  'fsync=on',
  'timezone=UTC',
  'log_timezone=UTC',
];

/**
 * An eighth of the memory that there is, from 256 MiB to 1 GiB: where the indexes of a large nation of children don't fit, each key
 * costs a copy from the system's cache. It is taken only as pages are used.
 */
function pageCacheMiB(): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  return Math.min(1024, Math.max(256, Math.floor(memory / 8 / 1024 ** 2)));
}

/** Recovery after a crash reads up to `max_wal_size`, so readiness may take its time. */
const START_MS = 180_000;
const FAST_STOP_MS = 20_000;

const run = promisify(execFile);

interface Place {
  /** Postgres' own folder. */
  cluster: string;
  passwordFile: string;
  password: string;
  owner: Owner | null;
  binaries: PostgresBinaries;
}

/**
 * Run a Postgres of our own on a folder: the store of one machine that has no database server.
 * One process per folder. A Postgres that outlived its service (killed) is stopped and started anew.
 * @throws AppError `data-folder-in-use`, `data-folder-closed`, `data-folder-unusable`, `data-folder-version`, `embedded-postgres-*`
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const owner = postgresOwner();
  const release = takeFolder(dataDir, owner);
  try {
    const cluster = join(realpathSync(dataDir), 'postgres');
    const passwordFile = join(dataDir, 'postgres.password');
    const binaries = postgresBinaries(dataDir, (folder) => closedFolder(folder, owner) === null);
    const isThere = existsSync(cluster);
    if (isThere) checkVersion(cluster, binaries);
    const password = isThere ? readPassword(passwordFile) : readOrMakePassword(passwordFile);
    const place: Place = { cluster, passwordFile, password, owner, binaries };
    if (!isThere) await initialise(place, dataDir);
    await stopLeftOver(place);
    const { child, port } = await startServer(place, options);
    return supervise(child, urlOf(place, port, DATABASE), release);
  } catch (error) {
    release();
    throw error;
  }
}

/** @returns lets go of it. */
function takeFolder(dataDir: string, owner: Owner | null): () => void {
  try {
    makeDataFolder(dataDir, 0o711);
    openFolder(dataDir, owner);
    return holdLock(join(dataDir, 'service.lock'));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unusableDataFolder(dataDir, cause);
  }
}

/** As root Postgres is another user, who must be able to walk to the folder. */
function openFolder(dataDir: string, owner: Owner | null): void {
  if (owner === null) return;
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  const closed = closedFolder(dataDir, owner);
  if (closed === null) return;
  throw new AppError(
    'data-folder-closed',
    `Postgres runs as system user postgres, who may not enter ${closed}: choose a data folder elsewhere, allow it (chmod o+x ${closed}), or run as an ordinary user`,
    { details: { folder: closed } },
  );
}

function readOrMakePassword(path: string): string {
  if (!existsSync(path)) {
    const part = `${path}.part`;
    writeFileSync(part, randomBytes(24).toString('base64url'), { mode: 0o600 });
    renameSync(part, path);
  }
  return readPassword(path);
}

function readPassword(path: string): string {
  const password = existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
  if (password) return password;
  const is = password === null ? 'gone' : 'empty';
  throw new AppError('data-folder-unusable', `${path} is ${is}: put back the password that was in it`, {
    details: { path },
  });
}

function checkVersion(cluster: string, binaries: PostgresBinaries): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === String(binaries.major)) return;
  throw new AppError(
    'data-folder-version',
    `${cluster} was written by Postgres ${found}, this is Postgres ${binaries.major}: keep the release that wrote it, or dump there and restore here`,
    { details: { found, needed: binaries.major } },
  );
}

/** Make the cluster aside and rename it when whole, so one that was cut off is never taken for one. */
async function initialise(place: Place, dataDir: string): Promise<void> {
  const part = `${place.cluster}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  const passwordFile = join(dataDir, 'postgres.password.init');
  writeFileSync(passwordFile, place.password, { mode: 0o600 });
  for (const path of [part, passwordFile]) if (place.owner) chownSync(path, place.owner.uid, place.owner.gid);
  try {
    await run(
      place.binaries.initdb,
      [
        `--pgdata=${part}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
      ],
      as(place.owner),
    );
  } catch (cause) {
    throw new AppError('embedded-postgres-init', `initdb failed: ${stderrOf(cause)}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(part, place.cluster);
}

/** After a `kill -9` of the service its Postgres lives on. It is stopped: a child of our own can be watched. */
async function stopLeftOver(place: Place): Promise<void> {
  const pidFile = join(place.cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (!isAlive(pid)) return;
  if (process.platform === 'linux' && !isPostgresOf(pid, place.cluster)) {
    // The number went to another process meanwhile. Postgres itself would refuse to start.
    rmSync(pidFile, { force: true });
    return;
  }
  try {
    const args = ['stop', `--pgdata=${place.cluster}`, '--mode=fast', '--wait', '--timeout=30'];
    await run(place.binaries.pgCtl, args, as(place.owner));
  } catch (cause) {
    if (!isAlive(pid)) return;
    throw new AppError(
      'embedded-postgres-left-over',
      `process ${pid} still runs Postgres on ${place.cluster} and does not stop: ${stderrOf(cause)}`,
      { cause },
    );
  }
}

/** Whether a process is the Postgres of a folder. */
function isPostgresOf(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch (error) {
    // Another user's process, as in a container whose root may not trace (no CAP_SYS_PTRACE): how it was called is for all to read.
    return (error as NodeJS.ErrnoException).code === 'EACCES' && wasCalledWith(pid, cluster);
  }
}

function wasCalledWith(pid: number, word: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word);
  } catch {
    return false; // It ended meanwhile.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function startServer(
  place: Place,
  options: EmbeddedPostgresOptions,
): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const lines: string[] = [];
    const child = spawnServer(place, port, (line) => {
      if (lines.push(line) > 20) lines.shift();
    });
    const failure = await becomeReady(child, place, port);
    if (failure === null) return { child, port };
    child.kill('SIGQUIT');
    const taken = lines.some((line) => /could not (bind|create any)/.test(line));
    if (taken && options.port === undefined && attempt < 5) continue;
    throw new UnavailableError(`Postgres did not start: ${failure}; ${lines.slice(-3).join(' | ')}`, {
      details: { port },
    });
  }
}

function spawnServer(place: Place, port: number, onLine: (line: string) => void): ChildProcess {
  const settings = [...SETTINGS, `port=${port}`].flatMap((setting) => ['-c', setting]);
  const child = spawn(place.binaries.postgres, ['-D', place.cluster, ...settings], {
    ...as(place.owner),
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group: a Ctrl-C must reach Postgres last, through us.
    detached: true,
  });
  child.on('error', (error) => onLine(`cannot run postgres: ${error.message}`));
  createInterface({ input: child.stderr }).on('line', onLine);
  return child;
}

/** @returns why it did not, null where it did. */
async function becomeReady(child: ChildProcess, place: Place, port: number): Promise<string | null> {
  const end = Date.now() + START_MS;
  const ended = once(child, 'exit').catch(() => {}); // 'error': it could not be run
  let last = 'no answer';
  while (Date.now() < end) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return 'it ended';
    try {
      await ensureDatabase(urlOf(place, port, 'postgres'));
      return null;
    } catch (error) {
      last = (error as Error).message;
      if ((error as { code?: string }).code === '28P01')
        return `the password in ${place.passwordFile} is not its own: put back the one that was there`;
    }
    await Promise.race([delay(20), ended]);
  }
  return last;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // told by the query that fails
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end().catch(() => {});
  }
}

function supervise(child: ChildProcess, url: string, release: () => void): EmbeddedPostgres {
  const ended =
    child.exitCode === null && child.signalCode === null
      ? once(child, 'exit').then(() => {})
      : Promise.resolve();
  // Last resort, for a process that ends without stop(): an exit hook may not wait, but the signal is enough.
  const onExit = (): void => void child.kill('SIGINT');
  process.once('exit', onExit);
  let stopping: Promise<void> | null = null;
  const shutDown = async (): Promise<void> => {
    // SIGINT is Postgres' fast shutdown, SIGQUIT its immediate one.
    for (const [signal, ms] of [
      ['SIGINT', FAST_STOP_MS],
      ['SIGQUIT', 4_000],
      ['SIGKILL', 1_000],
    ] as const) {
      child.kill(signal);
      const timeUp = new AbortController();
      const gone = await Promise.race([
        ended.then(() => true),
        delay(ms, false, { signal: timeUp.signal }).catch(() => false),
      ]);
      timeUp.abort();
      if (gone) break;
    }
    process.off('exit', onExit);
    release();
  };
  return { url, pid: child.pid!, ended, stop: () => (stopping ??= shutDown()) };
}

function urlOf(place: Place, port: number, database: string): string {
  return `postgres://${USER}:${place.password}@127.0.0.1:${port}/${database}`;
}

function as(owner: Owner | null): { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv } {
  const env = { LC_ALL: 'C', TZ: 'UTC' };
  return owner === null ? { cwd: '/', env } : { uid: owner.uid, gid: owner.gid, cwd: '/', env };
}

function stderrOf(error: unknown): string {
  return ((error as { stderr?: string }).stderr ?? String(error)).trim().slice(-500);
}
