import { parseArgs } from 'node:util';
import { measureFreshness } from './freshness.ts';
import { measureIntake } from './intake.ts';
import { measureOversight } from './oversight.ts';
import { measureReads } from './reads.ts';
import { measureRebuild } from './rebuild.ts';
import { measureReconcile } from './reconcile.ts';
import { measureSweep } from './sweep.ts';
import { build } from './support/build.ts';
import { startPostgres, type BenchPostgres } from './support/database.ts';
import { tableOf, type Measurement } from './support/measurement.ts';
import { full, quick, say, type Sizes } from './support/settings.ts';

type Measure = (postgres: BenchPostgres, sizes: Sizes) => Promise<Measurement | Measurement[]>;

const measures: Record<string, Measure> = {
  intake: measureIntake,
  reconcile: measureReconcile,
  rebuild: measureRebuild,
  reads: measureReads,
  freshness: measureFreshness,
  sweep: measureSweep,
  oversight: measureOversight,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    sizes: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const names = positionals.length === 0 ? Object.keys(measures) : positionals;
const unknown = names.find((name) => !(name in measures));
if (values.help === true || unknown !== undefined) {
  say(
    `npm run bench -- [${Object.keys(measures).join('|')}]... [--quick] [--sizes FEW,MANY] [--json]\n--sizes: children of the two rebuilds`,
  );
  process.exitCode = unknown === undefined ? 0 : 64;
} else {
  const chosen = values.quick === true ? quick : full;
  const [few, many] = values.sizes?.split(',').map(Number) ?? chosen.rebuild;
  const sizes = { ...chosen, rebuild: [few ?? chosen.rebuild[0], many ?? chosen.rebuild[1]] as const };
  build();
  const postgres = await startPostgres();
  try {
    const found: Measurement[] = [];
    for (const name of names) found.push(...[await measures[name]!(postgres, sizes)].flat());
    process.stdout.write(`${values.json === true ? JSON.stringify(found, null, 2) : tableOf(found)}\n`);
  } finally {
    await postgres.stop();
  }
}
