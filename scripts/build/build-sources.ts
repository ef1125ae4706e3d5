import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Compile, and put the migrations beside the code that reads them, since tsc copies no .sql.
 * @param folder where what is in `src/` comes to lie
 * @param flags more for tsc
 * @returns what tsc said, and whether it found nothing wrong; it writes what it can all the same
 */
export function buildSources(folder: string, flags: readonly string[] = []): { ok: boolean; said: string } {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(process.execPath, [tsc, ...flags], { cwd: root, encoding: 'utf8' });
  if (existsSync(folder))
    cpSync(join(root, 'src/store/migrations'), join(folder, 'store/migrations'), { recursive: true });
  return { ok: run.status === 0, said: run.stdout + run.stderr };
}
