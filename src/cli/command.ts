import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Env } from '../config/index.ts';
import { AppError } from '../contracts/errors.ts';
import type { Wiring } from './wiring.ts';

/** One verb of the binary. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** Everything `--help` says: use, options, examples, exit codes. */
  help: string;
  /** What it does matters more than what it says of it: where nobody reads its output any more it goes on. */
  goesOnUnread?: true;
  /** @returns the exit code. */
  run(context: CommandContext): Promise<number>;
}

export interface CommandContext {
  /** What stands after the command's name. */
  args: string[];
  stdin: NodeJS.ReadableStream;
  /** Data only. */
  stdout: NodeJS.WritableStream;
  /** Messages for people. */
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  /** Aborted by the first SIGINT or SIGTERM. */
  signal: AbortSignal;
  /** The environment, with what flags override. */
  env: (overrides?: Readonly<Record<string, string | undefined>>) => Env;
  wiring: Wiring;
  /** Another `rollcall` command line, for a shell, that runs this very binary from any folder. */
  self: string;
}

/** After sysexits.h where it has one. Documented in docs/operations.md and in each `--help`. */
export const exitCodes = {
  ok: 0,
  /** A fault: something that should work did not. */
  fault: 1,
  /** It ran to the end and something was refused, or differs. */
  refused: 3,
  /** Wrong command line (EX_USAGE). */
  usage: 64,
  /** What is asked for is not there (EX_NOINPUT): a file, a folder’s database, a key, a child. */
  noInput: 66,
  /** A server, database or broker does not answer, or a port or folder is taken (EX_UNAVAILABLE). */
  unavailable: 69,
  /** Wrong configuration (EX_CONFIG). */
  config: 78,
  interrupted: 130,
} as const;

/** The command line is not one we know; says which and where to read on. */
export class UsageError extends AppError {
  override readonly name = 'UsageError';
  constructor(message: string) {
    super('usage', message);
  }
}

/** `parseArgs` with our words for its errors; `--help` is dealt with before. */
export function parseFlags<T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
  allowPositionals = false,
): ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: boolean; strict: true }>> {
  try {
    const parsed = parseArgs({ args, options, allowPositionals, strict: true });
    // Of a shell's variable that is not set nothing is left but this.
    for (const [name, value] of Object.entries(parsed.values))
      if (value === '') throw new UsageError(`--${name} is empty: give it a value, or leave it out`);
    return parsed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError((error as Error).message.split('. To specify')[0] ?? 'wrong arguments');
  }
}

/** A whole number from a flag. */
export function wholeNumber(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new UsageError(`--${name} is "${text}": expected a whole number from ${from} to ${to}`);
  return value;
}

/** The one positional argument. */
export function onlyOne(positionals: readonly string[], what: string): string {
  if (positionals.length !== 1) throw new UsageError(`expected one ${what}, got ${positionals.length}`);
  return positionals[0]!;
}
