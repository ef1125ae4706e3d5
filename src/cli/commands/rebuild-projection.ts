import { parseConfig } from '../../config.ts';
import { rebuild } from '../../replay/rebuild.ts';
import { exitCodes, parseFlags, UsageError, type Command } from '../command.ts';
import { showProgress } from '../progress.ts';

export const rebuildProjection: Command = {
  name: 'rebuild',
  summary: 'make all tables anew beside the live ones, compare, swap',
  help: `Read every record again into new tables beside the live ones, compare both, then swap.

Use: rollcall rebuild [--from log|records] [--dry-run] [--json] [--data DIR]

      --from SOURCE  log: the topics; records: the record table, where a topic's retention has passed (log)
  -n, --dry-run      build and compare; do not swap
      --json         the outcome as one JSON document on standard output
      --data DIR     folder of the embedded database (ROLLCALL_DATA_DIR)

Readers and the reconciler go on meanwhile. Interrupted, it leaves the live tables as they were.

Examples:
  rollcall rebuild --dry-run
  rollcall rebuild --from records

Exit codes: 0 swapped (or compared) and equal, 3 the new tables differ from the live ones, 69 no database or broker,
78 settings, 130 interrupted.
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
    const store = await wiring.openStore(parseConfig(env({ ROLLCALL_DATA_DIR: values.data })), { log: true });
    try {
      const progress = showProgress(stderr, 'rebuild', null, 'records');
      const outcome = await rebuild({
        pool: store.pool,
        log: store.log,
        source,
        dryRun: values['dry-run'] ?? false,
        signal,
        onProgress: (done) => progress.update(done),
      });
      progress.end();
      if (values.json) stdout.write(`${JSON.stringify(outcome, bigintText, 2)}\n`);
      else
        stdout.write(
          `${outcome.compared} children compared, ${outcome.differing} differ; ${outcome.swapped ? 'swapped' : 'not swapped'}\n`,
        );
      return outcome.differing === 0 ? exitCodes.ok : exitCodes.refused;
    } finally {
      await store.close();
    }
  },
};

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
