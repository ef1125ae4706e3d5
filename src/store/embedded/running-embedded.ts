import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** URL of the embedded database where a process of this folder runs it; null where none does. */
export function runningEmbedded(dataDir: string): string | null {
  const folder = resolve(dataDir);
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  if (!existsSync(join(folder, 'service.lock')) || !existsSync(pidFile)) return null;
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n');
  const [owner] = readFileSync(join(folder, 'service.lock'), 'utf8').split(' ');
  try {
    process.kill(Number(pid), 0);
    process.kill(Number(owner), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  const password = readFileSync(join(folder, 'postgres.password'), 'utf8').trim();
  return `postgres://rollcall:${password}@127.0.0.1:${port ?? ''}/rollcall`;
}
