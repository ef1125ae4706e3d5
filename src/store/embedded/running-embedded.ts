import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isHeld, isRunning } from './lock-file.ts';

/** Whether a data folder holds an embedded database, running or not. */
export function hasCluster(dataDir: string): boolean {
  return existsSync(join(resolve(dataDir), 'postgres'));
}

/** URL of the embedded database where a process of this folder runs it; null where none does. */
export function runningEmbedded(dataDir: string): string | null {
  const folder = resolve(dataDir);
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  if (!isHeld(join(folder, 'service.lock')) || !existsSync(pidFile)) return null;
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n');
  if (!isRunning(Number(pid))) return null;
  const password = readFileSync(join(folder, 'postgres.password'), 'utf8').trim();
  return `postgres://rollcall:${password}@127.0.0.1:${port ?? ''}/rollcall`;
}
