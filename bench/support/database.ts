import { chmodSync, readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';

/** An embedded Postgres of the run's own, with the settings that Rollcall gives it, and databases on it. */
export interface BenchPostgres {
  /** Make a database, empty or as a copy of another. */
  create: (name: string, template?: string) => Promise<string>;
  drop: (name: string) => Promise<void>;
  /** Write out what is dirty, so that no measurement pays for the one before. */
  settle: () => Promise<void>;
  /** CPU seconds of connections that ended so far. */
  cpuSeconds: () => number;
  stop: () => Promise<void>;
}

export async function startPostgres(): Promise<BenchPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: folder });
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  return {
    async create(name, template) {
      await admin.query(`create database ${name}${template === undefined ? '' : ` template ${template}`}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async drop(name) {
      await admin.query(`drop database ${name} with (force)`);
    },
    async settle() {
      await admin.query('checkpoint');
    },
    cpuSeconds() {
      const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return (Number(fields[13]) + Number(fields[14])) / 100;
    },
    async stop() {
      await admin.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
