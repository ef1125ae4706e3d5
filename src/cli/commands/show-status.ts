import { parseConfig } from '../../config/index.ts';
import { AppError } from '../../contracts/errors.ts';
import { ChildStatusWithPositions } from '../../contracts/status.ts';
import { ApiProblem } from '../api-client.ts';
import { askApi } from '../ask-api.ts';
import { exitCodes, parseFlags, UsageError, type Command } from '../command.ts';
import type { FeedTarget } from '../feed-lines.ts';
import { readLines } from '../read-lines.ts';
import { statusText } from '../status-text.ts';
import { targetFlags, targetOf } from '../target.ts';

export const showStatus: Command = {
  name: 'status',
  summary: 'one child’s status and why it is so',
  help: `Ask a running service for one child's status; prints

  each dimension   with since when, by which rule and by which records
  Owed now         what is owed, by whom, by what authority: its state, since when, until when it is in time, and the
                   records and acts that say so; seen: its owner said so
  Met, waived, lapsed or still to begin: every other duty; late: done only after it was overdue
  Records that should have come by now, and those that cannot both be true
  Records          with where each stands in the log: topic/partition/offset

A section of which there is nothing is left out. Days and times are Eastern.

Use: rollcall status CHILD_ID
     rollcall status --a-number A
     rollcall status --a-number - < file

      --a-number A  an A-number; - reads it from standard input, so it stays out of the shell's history
      --url URL     the service (http://127.0.0.1 and ROLLCALL_HTTP_PORT)
      --token T     a token; without it the local issuer's key makes one
      --json        the API's own answer, with every moment to the millisecond in UTC
      --data DIR    data folder with the local issuer's key (ROLLCALL_DATA_DIR)

Examples:
  rollcall status 3f0c8c1e-6d0e-5d4c-9a51-0b7a5d0d1c2b
  rollcall status --a-number A240000001 --json

Exit codes: 0 found, 1 the token is refused, or the id waits for a person, 64 wrong command line,
66 no such child, or no key to make a token, 69 the service does not answer, 78 settings.
`,
  async run({ args, env, stdin, stdout, stderr, signal }) {
    const { values, positionals } = parseFlags(
      args,
      {
        'a-number': { type: 'string' },
        ...targetFlags,
        json: { type: 'boolean' },
      },
      true,
    );
    const given = values['a-number'];
    if ((given === undefined) === (positionals.length === 0) || positionals.length > 1)
      throw new UsageError('give one CHILD_ID, or --a-number');
    const target = targetOf(parseConfig(env({ ROLLCALL_DATA_DIR: values.data })), values);
    try {
      const childId =
        given === undefined
          ? positionals[0]!
          : await findChild(
              target,
              given === '-' ? await firstLine(stdin as AsyncIterable<Buffer>) : given,
              signal,
            );
      const answer = await askApi(target, { path: `/v1/children/${encodeURIComponent(childId)}` }, signal);
      if (values.json) stdout.write(`${JSON.stringify(answer.body, null, 2)}\n`);
      else stdout.write(statusText(ChildStatusWithPositions.parse(answer.body)));
      return exitCodes.ok;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 404) throw error;
      stderr.write(`rollcall status: ${error.message}\n`);
      return exitCodes.noInput;
    }
  },
};

async function findChild(target: FeedTarget, aNumber: string, signal: AbortSignal): Promise<string> {
  const body = { identifiers: { aNumber } };
  const answer = await askApi(target, { path: '/v1/children/search', body }, signal);
  const { children, unlinked, former } = answer.body as Found;
  if (children[0] !== undefined) return children[0].childId;
  const heard = [
    ...(unlinked.records === 0
      ? []
      : [
          `records that carry it and wait for a person: ${unlinked.records} (${unlinked.reasons.join(', ')})`,
        ]),
    ...(former.records === 0 ? [] : [`records withdrawn or corrected that carried it: ${former.records}`]),
  ];
  throw new AppError('not-there', ['no child with this A-number', ...heard].join('; '));
}

/** What the search answers (docs/api.md). */
interface Found {
  children: Array<{ childId: string }>;
  unlinked: { records: number; reasons: string[] };
  former: { records: number };
}

async function firstLine(stdin: AsyncIterable<Buffer>): Promise<string> {
  for await (const lines of readLines(stdin))
    if (lines[0] !== undefined) return lines[0].bytes.toString().trim();
  throw new UsageError('no A-number on standard input');
}
