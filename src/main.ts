#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { exitCodes } from './cli/command.ts';
import { goesOnUnread, runCommandLine } from './cli/run-command-line.ts';
import { readEnv } from './config/index.ts';
import { wiring } from './wire/index.ts';

const args = process.argv.slice(2);
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (goesOnUnread(args)) return;
  // `rollcall simulate | head` closes our standard output: that is an end, not a fault.
  if (code === 'EPIPE') process.exit(exitCodes.ok);
  process.stderr.write(`rollcall: standard output cannot be written (${code})\n`);
  process.exit(exitCodes.fault);
});
// Messages that nobody reads any more stop nothing.
process.stderr.on('error', () => {});

// Node 20.19 calls Ed25519 in Web Crypto experimental, at every token. The versions that call it stable do the same.
const told = process.listeners('warning');
process.removeAllListeners('warning').on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') for (const tell of told) tell(warning);
});

const stop = new AbortController();
/** Under npm one Ctrl-C comes twice: from the terminal, and passed on by npm. Only what comes later is a second one. */
const SAME_SIGNAL_MS = 500;
let stoppedAt: number | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stoppedAt ??= performance.now();
    if (performance.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(128 + constants.signals[signal]);
    stop.abort();
  });
}

process.exitCode = await runCommandLine(args, {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  env: readEnv,
  wiring,
  self: thisBinary(),
});
// What is still open now (a keep-alive socket, a timer of a library) is nothing anyone waits for.
await new Promise<void>((done) => process.stdout.write('', () => done()));
process.exit();

/** Unbuilt sources run only with what this process was started with (tsx). */
function thisBinary(): string {
  const path = realpathSync(fileURLToPath(import.meta.url));
  const flags = path.endsWith('.ts') ? process.execArgv : [];
  return ['node', ...flags, path].map(shellWord).join(' ');
}

function shellWord(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
