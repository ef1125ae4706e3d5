import { catalogueOf } from '../../api/answers/catalogue.ts';
import { parseConfig } from '../../config/index.ts';
import { exitCodes, parseFlags, type Command } from '../command.ts';
import { textTable } from '../text-table.ts';

export const listObligations: Command = {
  name: 'obligations',
  summary: 'every duty there is: whose, how long it may take, by what authority',
  help: `List the duties as the policy of these settings has them (ROLLCALL_POLICY_FILE, else the one in the code), in the order
in which a child's life meets them. It needs no service.

Use: rollcall obligations [--json]

      --json  the rules as data, with when each starts and what meets it

Examples:
  rollcall obligations
  rollcall obligations --json | jq '.[] | select(.owners[] == "hhs") | .id'

Exit codes: 0 listed, 64 wrong command line, 78 settings.
`,
  async run({ args, env, stdout }) {
    const { values } = parseFlags(args, { json: { type: 'boolean' } });
    const rules = catalogueOf(parseConfig(env({})).policy);
    if (values.json) stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
    else {
      const lines = rules.map(({ id, owners, due, authority }) => [
        id,
        owners.join(', '),
        dueText(due),
        authority,
      ]);
      stdout.write(textTable([['obligation', 'owner', 'may take', 'authority'], ...lines]));
    }
    return exitCodes.ok;
  },
};

function dueText(due: ReturnType<typeof catalogueOf>[number]['due']): string {
  if (due === 'at-once') return 'nothing';
  if ('hours' in due) return `${due.hours} hours`;
  if ('days' in due) return `${due.days} days${due.grace === undefined ? '' : `, and ${due.grace} more`}`;
  if ('workingDays' in due) return `${due.workingDays} working days`;
  return due.calendarDays === 0 ? 'that day' : `${due.calendarDays} calendar days`;
}
