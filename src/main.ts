#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { exitCodes, UsageError, type Command, type CommandContext } from './cli/command.ts';
import { commands } from './cli/commands/index.ts';
import { helpOfAll } from './cli/help.ts';
import { ConfigError, readEnv, readTerminal } from './config.ts';
import { AppError } from './contracts/errors.ts';
import { wiring } from './wire.ts';

process.exitCode = await main(process.argv.slice(2));
// What is still open now (a keep-alive socket, a timer of a library) is nothing anyone waits for.
await new Promise<void>((done) => process.stdout.write('', () => done()));
process.exit();

async function main(argv: string[]): Promise<number> {
  // `rollcall simulate | head` closes our standard output: that is an end, not a fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const [name, ...args] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const command = commands.find((c) => c.name === args[0]);
    (name === undefined ? process.stderr : process.stdout).write(command?.help ?? helpOfAll(commands));
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  const command = commands.find((c) => c.name === name);
  if (command === undefined) {
    process.stderr.write(`rollcall: no command "${name}"; rollcall --help lists them\n`);
    return exitCodes.usage;
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.help);
    return exitCodes.ok;
  }
  return runCommand(command, args);
}

async function runCommand(command: Command, args: string[]): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(128 + constants.signals[signal]); // the second means now
      stop.abort(signal);
    });
  }
  const context: CommandContext = {
    args,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stop.signal,
    color: readTerminal().color && process.stdout.isTTY,
    env: readEnv,
    wiring,
    self: `node ${shellWord(realpathSync(fileURLToPath(import.meta.url)))}`,
  };
  try {
    return await command.run(context);
  } catch (error) {
    if (stop.signal.aborted && (error as Error).name === 'AbortError') return exitCodes.interrupted;
    return explain(error, command);
  }
}

function explain(error: unknown, command: Command): number {
  if (error instanceof UsageError) {
    process.stderr.write(
      `rollcall ${command.name}: ${error.message}\nrollcall ${command.name} --help says more.\n`,
    );
    return exitCodes.usage;
  }
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.config;
  }
  if (error instanceof AppError) {
    process.stderr.write(`rollcall ${command.name}: ${error.message}\n`);
    return error.retriable || error.code.endsWith('-in-use') ? exitCodes.unavailable : exitCodes.fault;
  }
  process.stderr.write(
    `rollcall ${command.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.fault;
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
