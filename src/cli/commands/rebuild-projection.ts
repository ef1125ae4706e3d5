import { parseConfig } from '../../config/index.ts';
import { REBUILD_CONNECTIONS, rebuild, rowsThatDiffer, type RebuildStep } from '../../replay/rebuild.ts';
import { exitCodes, parseFlags, UsageError, type Command } from '../command.ts';
import { showProgress, type Progress } from '../progress.ts';
import { textTable } from '../text-table.ts';

export const rebuildProjection: Command = {
  name: 'rebuild',
  summary: 'make all tables anew beside the live ones, compare, swap',
  help: `Read every record again into new tables beside the live ones, compare both, then swap.

Use: rollcall rebuild [--from log|records] [--dry-run] [--json] [--data DIR]

      --from SOURCE  log: the topics; records: the record table, where a topic's retention has passed (log)
  -n, --dry-run      build and compare; change nothing
      --json         the outcome as one JSON document on standard output
      --data DIR     folder of the embedded database (ROLLCALL_DATA_DIR)

Readers and the reconciler go on meanwhile. Both sets of tables are compared where the reconciler stands, every table
row by row. Interrupted, it leaves the live tables as they were.

Examples:
  rollcall rebuild --dry-run
  rollcall rebuild --from records

Exit codes: 0 swapped (or compared) and equal, 3 the new tables differ from the live ones, 64 wrong command line,
66 no database in the folder, or it is not migrated, 69 no database or broker, 78 settings, 130 interrupted.
`,
  async run({ args, env, stdout, stderr, signal, wiring }) {
    const { values } = parseFlags(args, {
      from: { type: 'string', default: 'log' },
      'dry-run': { type: 'boolean', short: 'n' },
      json: { type: 'boolean' },
      data: { type: 'string' },
    });
    const source = values.from;
    if (source !== 'log' && source !== 'records')
      throw new UsageError(`--from is "${source}": expected log or records`);
    const config = parseConfig(env({ ROLLCALL_DATA_DIR: values.data }));
    const store = await wiring.openStore(config, { log: true, connections: REBUILD_CONNECTIONS });
    try {
      const progress = progressByStep(stderr);
      const outcome = await rebuild({
        pool: store.pool,
        log: store.log,
        source,
        dryRun: values['dry-run'] ?? false,
        policy: config.policy,
        clock: store.clock,
        signal,
        onProgress: progress.update,
      });
      progress.end();
      if (values.json) stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
      else
        stdout.write(
          textTable([
            ['children compared', String(outcome.compared)],
            ...Object.entries(outcome.differing).map(([table, rows]) => [
              `rows of ${table} that differ`,
              String(rows),
            ]),
            ['swapped', outcome.swapped ? 'yes' : 'no'],
          ]),
        );
      return rowsThatDiffer(outcome) === 0 ? exitCodes.ok : exitCodes.refused;
    } finally {
      await store.close();
    }
  },
};

/** A line for each step, begun when the step is. */
function progressByStep(stderr: Parameters<typeof showProgress>[0]) {
  let step: RebuildStep | undefined;
  let progress: Progress | undefined;
  return {
    update: (done: number, now: RebuildStep): void => {
      if (now !== step) {
        progress?.end();
        progress = showProgress(stderr, now, null, 'records');
        step = now;
      }
      progress?.update(done);
    },
    end: () => progress?.end(),
  };
}
