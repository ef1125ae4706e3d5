import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../src/store/embedded/embedded-postgres.ts';
import { testFolder } from '../../support/services.ts';

const startsAsRoot = process.getuid?.() === 0;

describe('embedded Postgres', () => {
  let folder: string;
  let remove: () => void;
  let dataDir: string;
  let running: Array<EmbeddedPostgres>;
  let children: ChildProcess[];

  beforeEach(() => {
    ({ path: folder, remove } = testFolder());
    dataDir = join(folder, 'data');
    running = [];
    children = [];
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(running.map((postgres) => postgres.stop()));
    remove();
  });

  const start = async (): Promise<EmbeddedPostgres> => {
    const postgres = await startEmbeddedPostgres({ dataDir });
    running.push(postgres);
    return postgres;
  };

  it('starts on an empty folder, and keeps what was committed for the next start', async () => {
    const first = await start();
    const [settings] = await query(
      first.url,
      `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
              current_setting('listen_addresses') as listen, current_setting('max_wal_size') as wal,
              current_database() as database`,
    );
    expect(settings).toEqual({
      encoding: 'UTF8',
      fsync: 'on',
      listen: '127.0.0.1',
      wal: '4GB',
      database: 'rollcall',
    });
    await query(first.url, `create table kept as select 7 as n`);
    await first.stop();
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);

    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('keeps its password to itself, and lets nobody in without it', async () => {
    const { url } = await start();
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('says that its password is gone, or another, and makes none', async () => {
    const path = join(dataDir, 'postgres.password');
    const { stop } = await start();
    await stop();
    const password = readFileSync(path, 'utf8');
    rmSync(path);
    await expect(start()).rejects.toMatchObject({
      code: 'data-folder-unusable',
      message: `${path} is gone: put back the password that was in it`,
    });
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, 'another');
    await expect(start()).rejects.toThrow(
      `the password in ${path} is not its own: put back the one that was`,
    );
    writeFileSync(path, password);
    await expect(start()).resolves.toHaveProperty('pid');
  });

  it('is one process per folder', async () => {
    const { stop } = await start();
    await expect(start()).rejects.toMatchObject({ code: 'data-folder-in-use' });
    await stop();
    expect(existsSync(join(dataDir, 'service.lock'))).toBe(false);
  });

  it('refuses a folder of another major version by name', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toMatchObject({
      code: 'data-folder-version',
      message: expect.stringContaining('written by Postgres 15'),
    });
  });

  it('takes over after its process was killed, with every committed row', async () => {
    const killed = await holdInChild();
    await query(killed.url, 'create table kept (n int)');
    await query(killed.url, 'insert into kept select generate_series(1, 1000)');
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    expect(isRunning(killed.pid)).toBe(true); // Postgres itself lives on

    const next = await start();
    await expect(query(killed.url, 'select 1')).rejects.toThrow();
    expect(await query(next.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
  });

  it('takes over also where it may not look into processes of others, as root in a container', async () => {
    const killed = await holdInChild();
    await query(killed.url, 'create table kept as select 7 as n');
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');

    const next = await holdInChild(startsAsRoot ? ['setpriv', '--bounding-set=-sys_ptrace'] : []);
    expect(await query(next.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await expect(query(killed.url, 'select 1')).rejects.toThrow();
    next.child.kill('SIGKILL');
    await once(next.child, 'exit');
    await start(); // stops the one that lives on
  });

  it('recovers after its process and Postgres were killed', async () => {
    const killed = await holdInChild();
    await query(killed.url, 'create table kept as select generate_series(1, 1000) as n');
    killed.child.kill('SIGKILL');
    process.kill(killed.pid, 'SIGKILL');
    await once(killed.child, 'exit');

    const next = await start();
    expect(await query(next.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
  });

  it('names a folder that Postgres may not enter', async () => {
    chmodSync(folder, 0o700);
    // An ordinary user runs Postgres as itself and may enter its own folder.
    if (startsAsRoot) {
      await expect(start()).rejects.toMatchObject({ code: 'data-folder-closed', details: { folder } });
    } else {
      await expect(start()).resolves.toHaveProperty('pid');
    }
  });

  /** @param through a command that runs another */
  async function holdInChild(
    through: readonly string[] = [],
  ): Promise<{ child: ChildProcess; url: string; pid: number }> {
    const script = new URL('hold-postgres.ts', import.meta.url).pathname;
    const [command, ...args] = [...through, process.execPath, '--import', 'tsx', script, dataDir];
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = (await Promise.race([
      once(createInterface({ input: child.stdout }), 'line'),
      once(child, 'exit').then(() => Promise.reject(new Error('it ended before it held Postgres'))),
    ])) as [string];
    return { child, ...(JSON.parse(line) as { url: string; pid: number }) };
  }
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
