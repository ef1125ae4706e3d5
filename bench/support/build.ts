import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const out = join(root, '.rollcall/bench');

/** Where the files of bench/ are once they are built. */
export const builtBench = join(out, 'bench');

/** What is measured is what `npm start` runs: built by tsc, without a loader and what that adds to each function. */
export function build(): void {
  rmSync(out, { recursive: true, force: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'bench/tsconfig.build.json')], { stdio: 'inherit' });
  cpSync(join(root, 'src/store/migrations'), join(out, 'src/store/migrations'), { recursive: true });
}
