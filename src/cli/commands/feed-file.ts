import { createReadStream, statSync } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { parseConfig } from '../../config/index.ts';
import { AppError } from '../../contracts/errors.ts';
import { exitCodes, onlyOne, parseFlags, type Command } from '../command.ts';
import { addCounts, feedLines, noCounts, type Counts, type RefusedLine } from '../feed-lines.ts';
import { newLinesDigest, readBookmark, removeBookmark, writeBookmark } from '../feed-bookmark.ts';
import { showProgress } from '../progress.ts';
import { readLines, type NumberedLine } from '../read-lines.ts';
import { targetFlags, targetOf } from '../target.ts';

export const feedFile: Command = {
  name: 'feed',
  goesOnUnread: true,
  summary: 'post a file of records to a running service',
  help: `Post NDJSON, one CloudEvent a line, with progress. Interrupted, the same command goes on where it was: the line it
got to stands in <FILE>.rollcall-feed until the file is through, for this service and while those lines are unchanged.
Posting a line twice does no harm. Lines from a pipe also go out when no more has come for half a second.

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
        ...targetFlags,
        restart: { type: 'boolean' },
        json: { type: 'boolean' },
      },
      true,
    );
    const file = onlyOne(positionals, 'FILE or -');
    const target = targetOf(parseConfig(env({ ROLLCALL_DATA_DIR: values.data })), values);
    const isFile = file !== '-';
    if (isFile) needFile(file);
    const bookmark = isFile && !values.restart ? await readBookmark(file, target.url) : null;
    if (typeof bookmark === 'string') stderr.write(`From the first line: ${bookmark}.\n`);
    else if (bookmark !== null) stderr.write(`Going on after line ${bookmark.line}.\n`);
    const { counts, line: after } =
      bookmark === null || typeof bookmark === 'string' ? { counts: noCounts(), line: 0 } : bookmark;
    let line = after;
    const digest = newLinesDigest();
    const progress = showProgress(stderr, 'feed', null, 'lines');
    const refused: RefusedLine[] = [];
    let waits = false;
    const onWait = (why: string): void => {
      if (!waits) progress.say(`feed waits and tries again: ${why}`);
      waits = true;
    };
    // Whoever pipes may have nothing to say for hours, and Ctrl-C does not wait for it.
    const input = addAbortSignal(signal, isFile ? createReadStream(file) : (stdin as Readable));
    try {
      const lines = skipTo(readLines(input), after, digest.add);
      for await (const batch of feedLines(lines, { ...target, onWait }, signal)) {
        waits = false;
        line = batch.lines.at(-1)!.number;
        digest.add(batch.lines);
        addCounts(counts, batch.counts);
        for (const one of batch.refused) {
          if (refused.length < SHOWN) refused.push(one);
          if (!values.json)
            stdout.write(`line ${one.line}: ${one.outcome} ${one.code} ${one.field} ${one.reason}\n`);
        }
        if (isFile) writeBookmark(file, { url: target.url, line, digest: digest.text(), counts });
        progress.update(line, countsText(counts));
      }
    } catch (error) {
      progress.end(countsText(counts));
      if (!signal.aborted) throw error;
      stderr.write(`Stopped after line ${line}${isFile ? '; the same command goes on from there' : ''}.\n`);
      return exitCodes.interrupted;
    } finally {
      // Nothing that may come yet is waited for.
      input.destroy();
    }
    progress.end(countsText(counts));
    if (isFile) removeBookmark(file);
    if (values.json) stdout.write(`${JSON.stringify({ lines: line, ...counts, refused }, null, 2)}\n`);
    return counts.rejected + counts.conflict === 0 ? exitCodes.ok : exitCodes.refused;
  },
};

/** Refused lines that --json gives at most. */
const SHOWN = 10_000;

function countsText(counts: Counts): string {
  return `${counts.accepted} accepted, ${counts.duplicate} duplicates, ${counts.conflict} conflicts, ${counts.rejected} refused`;
}

/** @param skipped told of the lines that are passed over */
async function* skipTo(
  groups: AsyncIterable<NumberedLine[]>,
  line: number,
  skipped: (lines: readonly NumberedLine[]) => void,
): AsyncGenerator<NumberedLine[]> {
  for await (const group of groups) {
    const first = group.findIndex(({ number }) => number > line);
    if (first !== 0) skipped(first === -1 ? group : group.slice(0, first));
    if (first !== -1) yield first === 0 ? group : group.slice(first);
  }
}

function needFile(file: string): void {
  let found;
  try {
    found = statSync(file);
  } catch (cause) {
    throw new AppError('not-there', `no readable file ${file}`, { cause });
  }
  if (found.isDirectory()) throw new AppError('not-there', `${file} is a folder: name a file of it`);
  if (!found.isFile())
    throw new AppError('not-there', `${file} is not a file; pipe it: cat ${file} | rollcall feed -`);
}
