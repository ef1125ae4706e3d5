import type { Command } from './command.ts';
import { textTable } from './text-table.ts';

/** What `rollcall --help` says. */
export function helpOfAll(commands: readonly Command[]): string {
  return `rollcall: one true, explained status for every unaccompanied child in United States government care

Use: rollcall <command> [options]

${textTable(commands.map((c) => [`  ${c.name}`, c.summary]))}
Begin with:
  rollcall start                      everything on this machine, with a demonstration
  rollcall <command> --help           options, examples and exit codes of one command

Data goes to standard output, messages to standard error; nothing is coloured.
Settings are variables named ROLLCALL_*; rollcall config print lists them.
`;
}
