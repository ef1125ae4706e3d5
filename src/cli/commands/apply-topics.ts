import { parseConfig } from '../../config/index.ts';
import { topics } from '../../contracts/topics.ts';
import { exitCodes, onlyOne, parseFlags, UsageError, type Command } from '../command.ts';
import { textTable } from '../text-table.ts';

export const applyTopics: Command = {
  name: 'topics',
  summary: 'list the topics, or create and update them',
  help: `The topics, as data: name, partitions, retention, compaction, key.

Use: rollcall topics list [--json]
     rollcall topics apply [--dry-run] [--json] [--data DIR]

list   says what the topics should be; needs no broker.
apply  creates what is missing and brings the rest up to date. Partitions only grow.

  -n, --dry-run   say what would be done; change nothing
      --json      one JSON document on standard output
      --data DIR  folder of the embedded database (ROLLCALL_DATA_DIR)

Examples:
  rollcall topics list
  ROLLCALL_KAFKA_BROKERS=kafka:9092 rollcall topics apply --dry-run

Exit codes: 0 done, 64 wrong command line, 66 no database in the folder, or it is not migrated,
69 no broker or database, 78 settings.
`,
  async run({ args, env, stdout, stderr, wiring }) {
    const { values, positionals } = parseFlags(
      args,
      {
        'dry-run': { type: 'boolean', short: 'n' },
        json: { type: 'boolean' },
        data: { type: 'string' },
      },
      true,
    );
    const verb = onlyOne(positionals.length === 0 ? ['list'] : positionals, 'of list and apply');
    if (verb === 'list') {
      const rows = topics.map((t) => [
        t.name,
        `${t.partitions} partitions`,
        t.retentionHours === null ? 'kept for ever' : `kept ${Math.floor(t.retentionHours / 24)} days`,
        t.compacted ? 'compacted' : '-',
        `key: ${t.key}`,
      ]);
      stdout.write(values.json ? `${JSON.stringify(topics, null, 2)}\n` : textTable(rows));
      return exitCodes.ok;
    }
    if (verb !== 'apply') throw new UsageError(`no "${verb}"; expected list or apply`);
    const config = parseConfig(env({ ROLLCALL_DATA_DIR: values.data }));
    const store = await wiring.openStore(config, { log: true, unmigrated: config.log.kind === 'kafka' });
    try {
      const dryRun = values['dry-run'] ?? false;
      const changes = await store.log.applyTopics(topics, { dryRun });
      if (values.json) stdout.write(`${JSON.stringify({ dryRun, changes }, null, 2)}\n`);
      else
        stdout.write(textTable(changes.map((c) => [dryRun ? 'would' : 'done', c.change, c.topic, c.detail])));
      if (changes.length === 0) stderr.write('The topics are as they should be.\n');
      return exitCodes.ok;
    } finally {
      await store.close();
    }
  },
};
