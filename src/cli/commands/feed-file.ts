import { createReadStream, statSync } from 'node:fs';
import { parseConfig } from '../../config/index.ts';
import { AppError } from '../../contracts/errors.ts';
import { exitCodes, onlyOne, parseFlags, type Command } from '../command.ts';
import { addCounts, feedLines, noCounts, type Counts, type RefusedLine } from '../feed-lines.ts';
import { readBookmark, removeBookmark, writeBookmark } from '../feed-bookmark.ts';
import { showProgress } from '../progress.ts';
import { readLines, type TextLine } from '../read-lines.ts';
import { targetOf } from '../target.ts';

export const feedFile: Command = {
  name: 'feed',
  summary: 'post a file of records to a running service',
  help: `Post NDJSON, one CloudEvent a line, with progress. Interrupted, the same command goes on where it was: the line it
got to stands in <FILE>.rollcall-feed until the file is through. Posting a line twice does no harm.

Use: rollcall feed FILE|- [--url URL] [--token T] [--restart] [--json] [--data DIR]

      --url URL   the service (http://127.0.0.1 and ROLLCALL_HTTP_PORT)
      --token T   one token for all lines; without it the local issuer's key makes one for each agency
      --restart   from the first line
      --json      the counts and the refused lines as one JSON document on standard output
      --data DIR  data folder with the local issuer's key (ROLLCALL_DATA_DIR)

Refused lines are told by number, code and field, never by content; the service keeps them as dead letters.

Examples:
  rollcall simulate --children 1000 --out records.ndjson && rollcall feed records.ndjson
  zcat records.ndjson.gz | rollcall feed -

Exit codes: 0 every line accepted or a duplicate, 1 the token is refused, 3 some refused or in conflict,
64 wrong command line, 66 no such file, or no key to make tokens, 69 the service does not answer, 78 settings,
130 interrupted.
`,
  async run({ args, env, stdin, stdout, stderr, signal }) {
    const { values, positionals } = parseFlags(
      args,
      {
        url: { type: 'string' },
        token: { type: 'string' },
        restart: { type: 'boolean' },
        json: { type: 'boolean' },
        data: { type: 'string' },
      },
      true,
    );
    const file = onlyOne(positionals, 'FILE or -');
    const target = targetOf(parseConfig(env({ ROLLCALL_DATA_DIR: values.data })), values);
    const size = file === '-' ? null : sizeOf(file);
    if (file !== '-' && size === null) {
      stderr.write(`rollcall feed: no readable file ${file}\n`);
      return exitCodes.noInput;
    }
    const bookmark = size === null || values.restart ? null : readBookmark(file, size);
    const counts = bookmark?.counts ?? noCounts();
    let line = bookmark?.line ?? 0;
    if (line > 0) stderr.write(`Going on after line ${line}.\n`);
    const progress = showProgress(stderr, 'feed', null, 'lines');
    const refused: RefusedLine[] = [];
    const input = size === null ? stdin : createReadStream(file);
    try {
      const lines = skipTo(readLines(input as AsyncIterable<Buffer>), line);
      for await (const batch of feedLines(lines, target, signal)) {
        line = batch.upTo;
        addCounts(counts, batch.counts);
        for (const one of batch.refused) {
          if (refused.length < SHOWN) refused.push(one);
          if (!values.json)
            stdout.write(`line ${one.line}: ${one.outcome} ${one.code} ${one.field} ${one.reason}\n`);
        }
        if (size !== null) writeBookmark(file, { size, line, counts });
        progress.update(line, countsText(counts));
      }
    } catch (error) {
      progress.end(countsText(counts));
      if (!signal.aborted) throw error;
      stderr.write(
        `Stopped after line ${line}${size === null ? '' : '; the same command goes on from there'}.\n`,
      );
      return exitCodes.interrupted;
    }
    progress.end(countsText(counts));
    if (size !== null) removeBookmark(file);
    if (values.json) stdout.write(`${JSON.stringify({ lines: line, ...counts, refused }, null, 2)}\n`);
    return counts.rejected + counts.conflict === 0 ? exitCodes.ok : exitCodes.refused;
  },
};

/** Refused lines that --json gives at most. */
const SHOWN = 10_000;

function countsText(counts: Counts): string {
  return `${counts.accepted} accepted, ${counts.duplicate} duplicates, ${counts.conflict} conflicts, ${counts.rejected} refused`;
}

async function* skipTo(groups: AsyncIterable<TextLine[]>, line: number): AsyncGenerator<TextLine[]> {
  for await (const group of groups) {
    const left = group.at(-1)!.number <= line ? [] : group.filter((l) => l.number > line);
    if (left.length > 0) yield left;
  }
}

function sizeOf(file: string): number | null {
  try {
    const found = statSync(file);
    if (!found.isFile())
      throw new AppError('no-file', `${file} is not a file; pipe it: cat ${file} | rollcall feed -`);
    return found.size;
  } catch (error) {
    if (error instanceof AppError) throw error;
    return null;
  }
}
