import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSources } from '../../scripts/build/build-sources.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, '.rollcall/bench');

/** Where the files of bench/ are once they are built. */
export const builtBench = join(out, 'bench');

/** What is measured is what `npm start` runs: built by tsc, without a loader and what that adds to each function. */
export function build(): void {
  rmSync(out, { recursive: true, force: true });
  const { ok, said } = buildSources(join(out, 'src'), ['-p', join(root, 'bench/tsconfig.build.json')]);
  if (!ok) throw new Error(`tsc: ${said}`);
}
