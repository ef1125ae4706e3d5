import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { buildSources } from './build/build-sources.ts';

const { ok, said } = buildSources('dist');
process.stdout.write(said);
if (!ok) process.exit(1);
chmodSync('dist/main.js', 0o755);

// `npx rollcall` in this folder: npm links the bins of packages, not those of the folder itself. A "bin" in package.json
// would have npx install this folder into its own cache first, which is slow and fails with some versions of npm.
if (existsSync('node_modules/.bin')) {
  rmSync('node_modules/.bin/rollcall', { force: true });
  symlinkSync('../../dist/main.js', 'node_modules/.bin/rollcall');
}
