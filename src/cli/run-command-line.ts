import { ConfigError } from '../config/index.ts';
import { AppError } from '../contracts/errors.ts';
import { isTransient } from '../store/failures.ts';
import { whyNoConnection } from '../store/pool.ts';
import { exitCodes, UsageError, type Command, type CommandContext } from './command.ts';
import { commands } from './commands/index.ts';
import { helpOfAll } from './help.ts';

/** Everything of a command line but the process: which command, its help, what went wrong in words. @returns the exit code */
export async function runCommandLine(
  argv: readonly string[],
  context: Omit<CommandContext, 'args'>,
): Promise<number> {
  const { stdout, stderr, signal } = context;
  const [name, ...args] = argv;
  if (name === undefined) {
    stderr.write(helpOfAll(commands));
    return exitCodes.usage;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    stdout.write(commands.find((c) => c.name === args[0])?.help ?? helpOfAll(commands));
    return exitCodes.ok;
  }
  const command = commands.find((c) => c.name === name);
  if (command === undefined) {
    stderr.write(`rollcall: no command "${name}"; rollcall --help lists them\n`);
    return exitCodes.usage;
  }
  if (args.includes('--help') || args.includes('-h')) {
    stdout.write(command.help);
    return exitCodes.ok;
  }
  try {
    return await command.run({ ...context, args });
  } catch (error) {
    if (signal.aborted && (error as Error).name === 'AbortError') return exitCodes.interrupted;
    return explain(error, command, stderr);
  }
}

/** Codes of errors that other settings, or another file in the data folder, would mend. */
const SETTINGS_CODES: readonly string[] = ['other-log', 'bad-issuer-key'];

function explain(error: unknown, { name }: Command, stderr: NodeJS.WritableStream): number {
  if (error instanceof UsageError) {
    stderr.write(`rollcall ${name}: ${error.message}\nrollcall ${name} --help says more.\n`);
    return exitCodes.usage;
  }
  if (error instanceof ConfigError) {
    stderr.write(`${error.message}\n`);
    return exitCodes.config;
  }
  if (error instanceof AppError) {
    stderr.write(`rollcall ${name}: ${error.message}\n`);
    if (error.code === 'not-there') return exitCodes.noInput;
    if (error.retriable || error.code.endsWith('-in-use')) return exitCodes.unavailable;
    const ofSettings = error.code.startsWith('data-folder-') || SETTINGS_CODES.includes(error.code);
    return ofSettings ? exitCodes.config : exitCodes.fault;
  }
  // It was there when the command began: the service that ran it was stopped, or it ran out of what it needs.
  if (isTransient(error)) {
    stderr.write(`rollcall ${name}: the database or broker cannot answer now: ${whyNoConnection(error)}\n`);
    return exitCodes.unavailable;
  }
  stderr.write(
    `rollcall ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.fault;
}

/** Whether a command line goes on where nobody reads what it writes. */
export function goesOnUnread([name]: readonly string[]): boolean {
  return commands.some((command) => command.name === name && command.goesOnUnread === true);
}
