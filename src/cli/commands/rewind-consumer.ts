import { parseConfig } from '../../config/index.ts';
import { AppError } from '../../contracts/errors.ts';
import { assertionTopics, partitionName } from '../../contracts/topics.ts';
import { rewind } from '../../replay/rewind.ts';
import { exitCodes, parseFlags, UsageError, wholeNumber, type Command } from '../command.ts';
import { textTable } from '../text-table.ts';

export const rewindConsumer: Command = {
  name: 'replay',
  summary: 'have the reconciler read topics again from a point',
  help: `Set the reconciler back, so it reads records again. What was applied is known and stays as it is.

Use: rollcall replay --to beginning | --to TIME | --to OFFSET --topic T --partition P
                     [--topic T] [--dry-run] [--json] [--data DIR]

      --to WHERE     beginning, an instant (2026-03-01T00:00:00Z: never past what was not read yet) or an offset
      --topic T      one topic; without it those of all records and acts
      --partition P  one partition; needed with an offset
  -n, --dry-run      say from where to where; change nothing
      --json         one JSON document on standard output
      --data DIR     folder of the embedded database (ROLLCALL_DATA_DIR)

A running reconciler takes the new place at its next batch. For tables made anew beside the live ones, see rebuild.

Examples:
  rollcall replay --to beginning --dry-run
  rollcall replay --to 2026-03-01T00:00:00Z --topic eoir.hearing.v1
  rollcall replay --to 1200 --topic hhs.release.v1 --partition 2

Exit codes: 0 done, 64 wrong command line, or a partition or offset that the log has not,
66 no database in the folder, or it is not migrated, 69 no database or broker, 78 settings.
`,
  async run({ args, env, stdout, stderr, wiring }) {
    const { values } = parseFlags(args, {
      to: { type: 'string' },
      topic: { type: 'string' },
      partition: { type: 'string' },
      'dry-run': { type: 'boolean', short: 'n' },
      json: { type: 'boolean' },
      data: { type: 'string' },
    });
    const to = placeOf(values.to);
    if (values.topic !== undefined && !assertionTopics.includes(values.topic))
      throw new UsageError(`no topic of records or acts "${values.topic}"; rollcall topics list names them`);
    if (to.kind === 'offset' && (values.topic === undefined || values.partition === undefined))
      throw new UsageError('an offset needs --topic and --partition');
    const partition =
      values.partition === undefined ? null : wholeNumber('partition', values.partition, 0, 10_000);
    const store = await wiring.openStore(parseConfig(env({ ROLLCALL_DATA_DIR: values.data })), { log: true });
    try {
      const dryRun = values['dry-run'] ?? false;
      const moves = await rewind({
        pool: store.pool,
        log: store.log,
        to,
        dryRun,
        ...(values.topic === undefined ? {} : { topic: values.topic }),
        ...(partition === null ? {} : { partition }),
      }).catch((error: unknown) => {
        throw isNoPlace(error) ? new UsageError(error.message) : error;
      });
      const rows = moves.map((m) => ({
        ...m,
        from: String(m.from ?? 'start'),
        to: String(m.to),
        skipped: Number(m.skipped),
      }));
      if (values.json) stdout.write(`${JSON.stringify({ dryRun, moves: rows }, null, 2)}\n`);
      else stdout.write(textTable(rows.map((m) => [partitionName(m), m.from, '->', m.to, skips(m.skipped)])));
      if (dryRun) stderr.write('Nothing was changed.\n');
      return exitCodes.ok;
    } finally {
      await store.close();
    }
  },
};

function skips(messages: number): string {
  return messages === 0 ? '' : `skips ${messages} that were not read`;
}

/** The command line names a partition or an offset that the log has not. */
function isNoPlace(error: unknown): error is AppError {
  return (
    error instanceof AppError && (error.code === 'no-such-partition' || error.code === 'offset-out-of-range')
  );
}

type Place = { kind: 'beginning' } | { kind: 'offset'; offset: bigint } | { kind: 'time'; time: Date };

function placeOf(text: string | undefined): Place {
  if (text === undefined) throw new UsageError('--to is missing: beginning, an instant or an offset');
  if (text === 'beginning') return { kind: 'beginning' };
  if (/^\d{1,18}$/.test(text)) return { kind: 'offset', offset: BigInt(text) };
  const time = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}(T.+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(time.getTime()))
    return { kind: 'time', time };
  throw new UsageError(
    `--to is "${text}": expected beginning, an instant such as 2026-03-01T00:00:00Z, or an offset`,
  );
}
