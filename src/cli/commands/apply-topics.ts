import { parseConfig } from '../../config/index.ts';
import { topics } from '../../contracts/topics.ts';
import { logName } from '../../reconciler/bound-log.ts';
import { bindLog } from '../../replay/bind-log.ts';
import { exitCodes, onlyOne, parseFlags, UsageError, type Command } from '../command.ts';
import { textTable } from '../text-table.ts';

export const applyTopics: Command = {
  name: 'topics',
  summary: 'list the topics, create and update them, or move to another log',
  help: `The topics, as data: name, partitions, retention, compaction, key.

Use: rollcall topics list [--json]
     rollcall topics apply [--dry-run] [--json] [--data DIR]
     rollcall topics bind [--dry-run] [--json] [--data DIR]

list   says what the topics should be; needs no broker.
apply  creates what is missing and brings the rest up to date. Partitions only grow.
bind   gives the database the log that the settings name in place of the one it belongs to. How far the old
       one was read is forgotten: the reconciler begins where the new one does. Records stay; what of the old log
       was not applied yet is not read any more. Before: let the reconciler catch up, stop every process.

  -n, --dry-run   say what would be done; change nothing
      --json      one JSON document on standard output
      --data DIR  folder of the embedded database (ROLLCALL_DATA_DIR)

Examples:
  rollcall topics list
  ROLLCALL_KAFKA_BROKERS=kafka:9092 rollcall topics apply --dry-run
  ROLLCALL_KAFKA_BROKERS=kafka:9092 rollcall topics bind --dry-run

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
    const verb = onlyOne(positionals.length === 0 ? ['list'] : positionals, 'of list, apply and bind');
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
    if (verb !== 'apply' && verb !== 'bind')
      throw new UsageError(`no "${verb}"; expected list, apply or bind`);
    const config = parseConfig(env({ ROLLCALL_DATA_DIR: values.data }));
    // Topics are made on a log before the database moves to it.
    const unmigrated = verb === 'apply' && config.log.kind === 'kafka';
    const store = await wiring.openStore(config, { log: true, anyLog: true, unmigrated });
    try {
      const dryRun = values['dry-run'] ?? false;
      if (verb === 'bind') {
        const { from, to, moves } = await bindLog(store.pool, store.log, dryRun);
        if (values.json)
          stdout.write(
            `${JSON.stringify({ dryRun, from: from && { kind: from.kind, id: from.id }, to, moves }, null, 2)}\n`,
          );
        else if (moves) {
          const before = from === null ? 'no log yet' : logName(from);
          stdout.write(textTable([[dryRun ? 'would' : 'done', 'bind', before, '->', logName(to)]]));
        }
        if (!moves) stderr.write('The database belongs to this log already; nothing was changed.\n');
        return exitCodes.ok;
      }
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
