import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';
import { startAnyKafka } from './any-kafka.ts';
import { processesNaming } from './processes.ts';

interface Run {
  /** Of this run alone: everything a test starts has it in its command line. */
  folder: string;
  stops: Array<() => Promise<void>>;
}

/** Jest loads set-up and tear-down apart from each other; this is where they meet. */
const shared = globalThis as { rollcallTestRun?: Run };

/**
 * Start what the selected test files need and tell the test files by environment variables (see services.ts).
 * `*.int.test.ts`, `e2e/` and `soak/` need Postgres; those that speak of Kafka need a broker. Others start nothing.
 */
export async function startServices(rootDir: string, patterns: readonly string[]): Promise<void> {
  const files = testFiles(join(rootDir, 'test')).filter(
    (path) => patterns.length === 0 || patterns.some((pattern) => new RegExp(pattern, 'i').test(path)),
  );
  const needing = files.filter(
    (path) => path.endsWith('.int.test.ts') || path.includes('/e2e/') || path.includes('/soak/'),
  );
  if (needing.length === 0) return;

  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  chmodSync(folder, 0o755);
  const run: Run = { folder, stops: [] };
  shared.rollcallTestRun = run;
  process.env['ROLLCALL_TEST_DIR'] = folder;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopServices().finally(() => process.exit(130)));
  }
  process.once('exit', () => endProcessesOf(folder));

  const needsKafka = needing.some((path) => readFileSync(path, 'utf8').includes('afka'));
  const started = await Promise.allSettled([
    startPostgres(run),
    needsKafka ? startKafka(run, rootDir) : null,
  ]);
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stopServices();
    throw failed.reason;
  }
}

export async function stopServices(): Promise<void> {
  const run = shared.rollcallTestRun;
  delete shared.rollcallTestRun;
  if (run === undefined) return;
  await Promise.allSettled(run.stops.map((stop) => stop()));
  endProcessesOf(run.folder);
  rmSync(run.folder, { recursive: true, force: true, maxRetries: 5 });
}

async function startPostgres(run: Run): Promise<void> {
  const given = process.env['ROLLCALL_DATABASE_URL'];
  if (given !== undefined) {
    process.env['ROLLCALL_TEST_DATABASE_URL'] = given;
    return;
  }
  const postgres = await startEmbeddedPostgres({ dataDir: join(run.folder, 'postgres') });
  run.stops.push(() => postgres.stop());
  process.env['ROLLCALL_TEST_DATABASE_URL'] = postgres.url;
}

async function startKafka(run: Run, rootDir: string): Promise<void> {
  const found = await startAnyKafka(join(run.folder, 'kafka'), rootDir);
  if ('brokers' in found) {
    run.stops.push(found.stop);
    process.env['ROLLCALL_TEST_KAFKA_BROKERS'] = found.brokers.join(',');
    return;
  }
  if (process.env['CI'] === 'true') throw new Error(`no Kafka for the tests: ${found.none}`);
  process.env['ROLLCALL_TEST_NO_KAFKA'] = found.none;
  process.stderr.write(`\nKafka suites are SKIPPED: ${found.none}\n\n`);
}

function testFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

/** A test that was cut off (Ctrl-C) leaves what it had started; the run's folder in the command line tells it. */
function endProcessesOf(folder: string): void {
  if (!existsSync(folder) || process.platform === 'win32') return;
  for (const pid of processesNaming(`${folder}/`)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}
