import { Disclosures } from '../../contracts/disclosure.ts';
import { parseConfig } from '../../config/index.ts';
import { ApiProblem } from '../api-client.ts';
import { askApi } from '../ask-api.ts';
import { exitCodes, onlyOne, parseFlags, wholeNumber, type Command } from '../command.ts';
import { disclosuresText } from '../disclosures-text.ts';
import { targetFlags, targetOf } from '../target.ts';

/** Items of one call. */
const PAGE = 500;

export const showDisclosures: Command = {
  name: 'disclosures',
  summary: 'who was told of one child, when, and by which question',
  help: `Ask a running service who was told of a child (the accounting of 5 U.S.C. 552a(c)), the latest first. Every answer that
told of the child was written down before it left, under any id that leads to it now; to ask for this is one too.

Use: rollcall disclosures CHILD_ID [--limit N] [--json]

      --limit N   how many at most; 0 is all of them (50)
      --json      one a line, as the API gives it, with every moment to the millisecond in UTC
      --url URL   the service (http://127.0.0.1 and ROLLCALL_HTTP_PORT)
      --token T   a token with the scope audit:read; without it the local issuer's key makes one
      --data DIR  data folder with the local issuer's key (ROLLCALL_DATA_DIR)

Examples:
  rollcall disclosures 3f0c8c1e-6d0e-5d4c-9a51-0b7a5d0d1c2b
  rollcall disclosures 3f0c8c1e-6d0e-5d4c-9a51-0b7a5d0d1c2b --limit 0 --json

Exit codes: 0 listed, 1 the token is refused, or the id waits for a person, 64 wrong command line,
66 no such child, or no key to make a token, 69 the service does not answer, 78 settings.
`,
  async run({ args, env, stdout, stderr, signal }) {
    const { values, positionals } = parseFlags(
      args,
      {
        limit: { type: 'string', default: '50' },
        json: { type: 'boolean' },
        ...targetFlags,
      },
      true,
    );
    const childId = onlyOne(positionals, 'CHILD_ID');
    const limit = wholeNumber('limit', values.limit, 0, 10_000_000) || Infinity;
    const target = targetOf(parseConfig(env({ ROLLCALL_DATA_DIR: values.data })), values);
    const path = `/v1/children/${encodeURIComponent(childId)}/disclosures?limit=${Math.min(PAGE, limit)}`;
    const shown: Disclosures['disclosures'] = [];
    let given = 0;
    let before: string | null = '';
    try {
      while (before !== null && given < limit) {
        const page = Disclosures.parse(
          (await askApi(target, { path: `${path}${before}`, as: null }, signal)).body,
        );
        const some = page.disclosures.slice(0, limit - given);
        given += some.length;
        if (values.json) stdout.write(some.map((one) => `${JSON.stringify(one)}\n`).join(''));
        else shown.push(...some);
        before = page.next === null ? null : `&before=${page.next}`;
      }
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 404) throw error;
      stderr.write(`rollcall disclosures: ${error.message}\n`);
      return exitCodes.noInput;
    }
    if (!values.json) stdout.write(disclosuresText(shown));
    if (before !== null) stderr.write(`There are more: --limit 0 gives all.\n`);
    return exitCodes.ok;
  },
};
