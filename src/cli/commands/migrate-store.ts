import { parseConfig } from '../../config/index.ts';
import { migrate, pendingMigrations } from '../../store/migrate.ts';
import { exitCodes, parseFlags, type Command } from '../command.ts';

export const migrateStore: Command = {
  name: 'migrate',
  summary: 'bring the database up to date',
  help: `Apply what is missing of the database's migrations, in order, each in a transaction of its own.

Use: rollcall migrate [--dry-run] [--json] [--data DIR]

  -n, --dry-run   say what would be applied; change nothing
      --json      one JSON document on standard output
      --data DIR  folder of the embedded database (ROLLCALL_DATA_DIR)

Several may run at once: each migration is applied by one of them, and each says which were its own.

Examples:
  rollcall migrate --dry-run
  ROLLCALL_DATABASE_URL_FILE=/run/secrets/db rollcall migrate

Exit codes: 0 up to date, 1 a migration failed, 66 --dry-run and no database in the folder, 69 no database, 78 settings.
`,
  async run({ args, env, stdout, stderr, wiring }) {
    const { values } = parseFlags(args, {
      'dry-run': { type: 'boolean', short: 'n' },
      json: { type: 'boolean' },
      data: { type: 'string' },
    });
    const dryRun = values['dry-run'] ?? false;
    const config = parseConfig(env({ ROLLCALL_DATA_DIR: values.data }));
    const store = await wiring.openStore(config, { make: !dryRun, unmigrated: true });
    try {
      const names = dryRun ? await pendingMigrations(store.pool) : await migrate(store.pool);
      if (values.json) stdout.write(`${JSON.stringify({ dryRun, migrations: names })}\n`);
      else for (const name of names) stdout.write(`${dryRun ? 'would apply' : 'applied'} ${name}\n`);
      if (names.length === 0) stderr.write('The database is up to date.\n');
      return exitCodes.ok;
    } finally {
      await store.close();
    }
  },
};
