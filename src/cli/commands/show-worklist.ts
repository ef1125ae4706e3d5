import { Clearance } from '../../api/clearance/clearance.ts';
import { pathWith } from '../../api/query/link.ts';
import { parseConfig } from '../../config/index.ts';
import { ObligationRuleId } from '../../contracts/obligation.ts';
import { Worklist, type WorklistItem } from '../../contracts/worklist.ts';
import { askApi } from '../ask-api.ts';
import { exitCodes, onlyOne, parseFlags, UsageError, wholeNumber, type Command } from '../command.ts';
import { targetFlags, targetOf } from '../target.ts';
import { worklistText } from '../worklist-text.ts';

/** Items of one call. */
const PAGE = 500;

export const showWorklist: Command = {
  name: 'worklist',
  summary: 'the children to whom a duty is owed: open, overdue, waived, met',
  help: `Ask a running service for the children to whom one duty is owed, in the order of their ids. rollcall obligations
lists the duties, whose each is and by what authority. An overdue duty is a fact about its owner, not about the child.
Days are Eastern; due is the last day that is in time, or the minute.

Use: rollcall worklist OBLIGATION [--state S,S] [--office AREA] [--age-band B,B] [--limit N] [--json]

      --state S,S        not-started, open, overdue, waived, met, lapsed (open,overdue)
      --owner O,O        ice, hhs, eoir, child: where several owe the same
      --office AREA      ERO area of the latest hand-over, such as Harlingen; may be given again
      --age-band B,B     0-5, 6-11, 12-13, 14-15, 16-17, 18-and-over, unknown
      --acknowledged     only what its owner has said was seen;  --not-acknowledged: only what it has not
      --valid-at WHEN    the states at another moment: a day (its end, Eastern) or an RFC 3339 moment (now)
      --known-at WHEN    by what had been received up to then (all of it)
      --limit N          how many at most; 0 is all of them (50)
      --json             one item a line, as the API gives it
      --url URL          the service (http://127.0.0.1 and ROLLCALL_HTTP_PORT)
      --token T          a token with the scope status:read; without it the local issuer's key makes one
      --data DIR         data folder with the local issuer's key (ROLLCALL_DATA_DIR)

Examples:
  rollcall worklist serve-nta --state overdue --office Harlingen --age-band 12-13
  rollcall worklist respond-to-missed-hearing --owner hhs --not-acknowledged
  rollcall worklist serve-nta --valid-at 2024-05-31 --limit 0 --json | wc -l

Exit codes: 0 listed, 1 the token is refused, 64 wrong command line, 66 no key to make a token,
69 the service does not answer, 78 settings.
`,
  async run({ args, env, stdout, stderr, signal }) {
    const { values, positionals } = parseFlags(
      args,
      {
        state: { type: 'string' },
        owner: { type: 'string' },
        office: { type: 'string', multiple: true },
        'age-band': { type: 'string' },
        acknowledged: { type: 'boolean' },
        'not-acknowledged': { type: 'boolean' },
        'valid-at': { type: 'string' },
        'known-at': { type: 'string' },
        limit: { type: 'string', default: '50' },
        json: { type: 'boolean' },
        ...targetFlags,
      },
      true,
    );
    const named = onlyOne(positionals, 'OBLIGATION');
    const obligation = ObligationRuleId.safeParse(named);
    if (!obligation.success)
      throw new UsageError(`OBLIGATION is "${named}": expected one of those that rollcall obligations lists`);
    if (values.acknowledged && values['not-acknowledged'])
      throw new UsageError('--acknowledged and --not-acknowledged exclude each other');
    const limit = wholeNumber('limit', values.limit, 0, 10_000_000) || Infinity;
    const target = targetOf(parseConfig(env({ ROLLCALL_DATA_DIR: values.data })), values);
    const acknowledged = values.acknowledged ? true : values['not-acknowledged'] ? false : undefined;
    let path: string | null = pathWith(`/v1/worklists/${obligation.data}`, {
      state: values.state,
      owner: values.owner,
      office: values.office,
      ageBand: values['age-band'],
      acknowledged,
      validAt: values['valid-at'],
      knownAt: values['known-at'],
      limit: Math.min(PAGE, limit),
    });
    const toIce = new Clearance({ agency: 'ice', scopes: new Set() });
    const as = toIce.dutyWithheld(obligation.data) === null ? 'ice' : 'hhs';
    let given = 0;
    let more = false;
    const shown: WorklistItem[] = [];
    while (path !== null) {
      const page = Worklist.parse((await askApi(target, { path, as }, signal)).body);
      const items = page.items.slice(0, limit - given);
      given += items.length;
      if (values.json) stdout.write(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
      else shown.push(...items);
      more = items.length < page.items.length || page.next !== null;
      path = given >= limit || page.next === null ? null : withCursor(path, page.next);
    }
    if (!values.json) stdout.write(worklistText(shown));
    if (more) stderr.write(`There are more: --limit 0 gives all.\n`);
    return exitCodes.ok;
  },
};

function withCursor(path: string, cursor: string): string {
  const url = new URL(path, 'http://service');
  url.searchParams.set('cursor', cursor);
  return `${url.pathname}${url.search}`;
}
