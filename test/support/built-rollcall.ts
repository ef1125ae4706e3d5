import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSources } from '../../scripts/build/build-sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Below node_modules, so that it finds the packages. */
const cache = join(root, 'node_modules', '.cache', 'rollcall-test');
const OLD_MS = 3_600_000;

/**
 * The binary built from the sources as they are, whatever `dist/` holds: main.js. Built once for one state of them; several
 * test files may ask at once.
 */
export function builtRollcall(): string {
  const folder = join(cache, stateOfSources());
  if (!existsSync(folder)) build(folder);
  return join(folder, 'main.js');
}

function build(folder: string): void {
  forgetOld();
  const part = `${folder}.${randomUUID()}`;
  mkdirSync(part, { recursive: true });
  // Types are `npm run check`'s business: what can be emitted runs.
  const { said } = buildSources(part, ['--outDir', part]);
  if (!existsSync(join(part, 'main.js'))) throw new Error(`tsc made nothing: ${said}`);
  writeFileSync(join(part, 'package.json'), '{"type":"module"}');
  try {
    renameSync(part, folder);
  } catch {
    rmSync(part, { recursive: true, force: true }); // another was first
  }
}

function stateOfSources(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).sort()) {
    const { mtimeMs, size } = statSync(join(root, 'src', file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

function forgetOld(): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > OLD_MS) rmSync(path, { recursive: true, force: true });
  }
}
