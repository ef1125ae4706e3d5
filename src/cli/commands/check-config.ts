import { describeConfig, parseConfig } from '../../config/index.ts';
import { exitCodes, onlyOne, parseFlags, UsageError, type Command } from '../command.ts';
import { textTable } from '../text-table.ts';

export const checkConfig: Command = {
  name: 'config',
  summary: 'check the settings, or print them',
  help: `Check or print the settings.

Use: rollcall config check
     rollcall config print [--json]

check says every problem at once: the variable, what was expected, an example.
print lists every variable with its value; secrets are masked.
A secret may be given as <NAME>_FILE, the path of a file that holds it.

Examples:
  rollcall config check && echo good
  ROLLCALL_LOG=kafka rollcall config check
  rollcall config print --json

Exit codes: 0 good, 64 wrong command line, 78 problems found.
`,
  async run({ args, env, stdout, stderr }) {
    const { values, positionals } = parseFlags(args, { json: { type: 'boolean' } }, true);
    const verb = onlyOne(positionals, 'of check and print');
    if (verb === 'check') {
      parseConfig(env());
      stderr.write('The settings are good.\n');
      return exitCodes.ok;
    }
    if (verb !== 'print') throw new UsageError(`no "${verb}"; expected check or print`);
    const rows = describeConfig(env());
    if (values.json) stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    else stdout.write(textTable(rows.map((r) => [r.name, r.value ?? '(unset)', r.from, r.says])));
    return exitCodes.ok;
  },
};
