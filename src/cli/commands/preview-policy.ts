import { readFileSync } from 'node:fs';
import { parseConfig } from '../../config/index.ts';
import { readPolicyChange } from '../../contracts/policy.ts';
import { policyProblem, policyWith, type Policy } from '../../domain/policy.ts';
import { previewPolicy } from '../../replay/preview-policy.ts';
import { exitCodes, parseFlags, UsageError, type Command } from '../command.ts';
import { openOutput } from '../open-output.ts';
import { showProgress } from '../progress.ts';
import { textTable } from '../text-table.ts';

export const previewPolicyCommand: Command = {
  name: 'policy',
  summary: 'what a new policy version would change, before it is in force',
  help: `Assess every child by the policy in force and by a new one, as of now, and count what would differ. Writes nothing.

Use: rollcall policy preview FILE [--children FILE] [--json] [--data DIR]
     rollcall policy show [--json]

      --children FILE  write the children whose status would change, one JSON document a line
      --json           the preview as one JSON document on standard output
      --data DIR       folder of the embedded database (ROLLCALL_DATA_DIR)

FILE holds the version's name and what differs from the policy in the code, as JSON:

  {"version": "2027-01-01", "obligations": {"serve-nta": {"due": {"days": 20}}}}

It is put in force by starting with ROLLCALL_POLICY_FILE=FILE: every child is then assessed again, once.

Examples:
  rollcall policy show
  rollcall policy preview stricter.json --children changed.ndjson

Exit codes: 0 previewed, 64 wrong command line, 66 the file is no policy, that of children cannot be
written, or there is no migrated database, 69 no database, 78 settings, 130 interrupted.
`,
  async run({ args, env, stdout, stderr, signal, wiring }) {
    const { values, positionals } = parseFlags(
      args,
      { children: { type: 'string' }, json: { type: 'boolean' }, data: { type: 'string' } },
      true,
    );
    const config = parseConfig(env({ ROLLCALL_DATA_DIR: values.data }));
    const [what, file, ...rest] = positionals;
    if (what === 'show' && file === undefined) {
      const { rules, ...figures } = config.policy;
      if (values.json) stdout.write(`${JSON.stringify({ ...figures, rules }, null, 2)}\n`);
      else
        stdout.write(
          textTable([
            ...Object.entries(figures).map(([name, value]) => [name, String(value)]),
            ...rules.map((rule) => [
              rule.id,
              JSON.stringify(rule.due),
              rule.owners.join(' '),
              rule.authority,
            ]),
          ]),
        );
      return exitCodes.ok;
    }
    if (what !== 'preview' || file === undefined || rest.length > 0)
      throw new UsageError('give preview FILE, or show');
    const after = readPolicy(file);
    if (typeof after === 'string') {
      stderr.write(`rollcall policy: ${file}: ${after}\n`);
      return exitCodes.noInput;
    }
    const store = await wiring.openStore(config);
    try {
      const out = values.children === undefined ? null : await openOutput('children', values.children);
      const progress = showProgress(stderr, 'preview', null, 'children');
      const preview = await previewPolicy({
        pool: store.pool,
        before: config.policy,
        after,
        at: store.clock(),
        signal,
        onProgress: (children) => progress.update(children),
        onChanged: (childId, changes) =>
          out?.write(`${JSON.stringify({ childId, changes: changes.map((one) => one.split('\t')) })}\n`),
      });
      progress.end();
      await out?.end();
      if (values.json) stdout.write(`${JSON.stringify(preview, null, 2)}\n`);
      else {
        stdout.write(`${preview.changed} of ${preview.children} children would have another status.\n`);
        if (preview.changes.length > 0)
          stdout.write(
            textTable([
              ['what', 'now', 'then', 'children'],
              ...preview.changes.map((one) => [one.what, one.before, one.after, String(one.children)]),
            ]),
          );
      }
      return exitCodes.ok;
    } finally {
      await store.close();
    }
  },
};

/** The policy, or what is wrong with it. */
function readPolicy(file: string): Policy | string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return 'cannot be read';
  }
  const change = readPolicyChange(text);
  if (typeof change === 'string') return change;
  const policy = policyWith(change);
  return policyProblem(policy) ?? policy;
}
