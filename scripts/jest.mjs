// Jest needs Node's ESM switch; this sets it on every platform and passes the rest on.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const args = process.argv.slice(2);
if (!args.includes('--config')) args.unshift('--config', 'jest.config.json');
if (!args.some((a) => a.startsWith('--reporters')))
  args.push('--reporters=default', '--reporters=<rootDir>/scripts/summary-reporter.mjs');
const child = spawn(
  process.execPath,
  ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...args],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
