import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRollcall } from '../../support/run-rollcall.ts';
import { until } from '../../support/until.ts';

/** One `rollcall` after the other with the same command line: a service that is killed and started again. */
export interface ServiceProcess {
  readonly url: string;
  /** Start it; does not wait until it is ready. */
  start(): void;
  /** Resolves when the API answers that it is ready. */
  ready(): Promise<void>;
  /** Ends it in order (SIGTERM) or as a power cut would, and waits until it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Whether it runs. */
  readonly running: boolean;
  /** Of its processes the one that is Rollcall; its Postgres has others. Throws where it does not run. */
  readonly pid: number;
  /** The last it wrote to standard error. */
  tail(): string;
}

export function serviceProcess(options: {
  args: readonly string[];
  port: number;
  env?: Record<string, string>;
}): ServiceProcess {
  const url = `http://127.0.0.1:${options.port}`;
  let child: ChildProcess | null = null;
  let written = '';

  const running = (): boolean => child !== null && child.exitCode === null && child.signalCode === null;
  return {
    url,
    start() {
      if (running()) throw new Error('it runs already');
      child = startRollcall([...options.args, '--port', String(options.port)], { env: options.env ?? {} });
      const keep = (data: Buffer): void => void (written = (written + data.toString()).slice(-20_000));
      child.stdout!.resume();
      child.stderr!.on('data', keep);
    },
    async ready() {
      await until(
        'the service to be ready',
        async () => {
          if (!running()) throw new Ended(written);
          return (await fetch(`${url}/readyz`)).ok;
        },
        90_000,
      );
    },
    async end(signal) {
      if (child === null || !running()) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
    get running() {
      return running();
    },
    get pid() {
      if (child?.pid === undefined || !running()) throw new Ended(written);
      return child.pid;
    },
    tail: () => written,
  };
}

class Ended extends Error {
  constructor(written: string) {
    super(`the service ended: ${written}`);
  }
}

/** The Postgres that a service runs in its data folder; null where none was started. */
export function embeddedDatabase(dataDir: string): { url: string; pid: number } | null {
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n');
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim();
  return { url: `postgres://rollcall:${password}@127.0.0.1:${port}/rollcall`, pid: Number(pid) };
}
