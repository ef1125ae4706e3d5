import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import {
  countedDays,
  countOnDays,
  noFaults,
  type Scenario,
  scenarioChildren,
  scenarios,
  simulate,
  simulateChildren,
  simulatedDays,
  type SimulationOptions,
  truthFile,
} from '../../simulator/index.ts';
import {
  type Command,
  type CommandContext,
  exitCodes,
  parseFlags,
  UsageError,
  wholeNumber,
} from '../command.ts';
import { openOutput } from '../open-output.ts';
import { showProgress } from '../progress.ts';

export const simulateAgencies: Command = {
  name: 'simulate',
  summary: 'write invented agencies’ records as NDJSON',
  help: `Invented agencies live through years; their records come out as NDJSON, one CloudEvent a line, with duplicates, late
and out-of-order records, corrections, withdrawals, conflicts and wrong codes in stated shares. No real person.

Use: rollcall simulate [--scenario NAME] [--children N] [--seed S] [--from DAY] [--until DAY] [--out FILE]
       rollcall simulate --truth FILE [--as-of DAY,DAY] [--scenario NAME] [--children N] [--seed S]

      --scenario NAME  fy2019-2023: the 448,820 children of the audits, with the audits' own figures (docs/scenario.md)
      --children N     how many children (100; of a scenario all, or the same shares of fewer)
      --seed S         the same seed gives the same records (rollcall)
      --from DAY       first day lived, such as 2018-10-01; a scenario has its own
      --until DAY      first day no longer lived; a scenario has its own
      --out FILE       where to; - is standard output (-)
      --no-faults      only what a faultless agency would send
      --truth FILE     what the accountability table must say of these children, as JSON; - is standard output.
                       Records are written besides only if --out is given
      --as-of DAY,DAY  as of the end of which days (${countedDays.join(',')})

Writes as fast as the reader takes it, in flat memory.

Examples:
  rollcall simulate --children 20000 --seed 7 --out records.ndjson
  rollcall simulate --children 1000 | rollcall feed -
  rollcall simulate --scenario fy2019-2023 --out national.ndjson --truth national.json

Exit codes: 0 written, 64 wrong command line, 66 a file that cannot be written, 130 interrupted.
`,
  async run(context) {
    const { values } = parseFlags(context.args, {
      scenario: { type: 'string' },
      children: { type: 'string' },
      seed: { type: 'string', default: 'rollcall' },
      from: { type: 'string' },
      until: { type: 'string' },
      out: { type: 'string' },
      'no-faults': { type: 'boolean' },
      truth: { type: 'string' },
      'as-of': { type: 'string' },
    });
    const { scenario, truth, out = truth === undefined ? '-' : null } = values;
    if (scenario !== undefined && (values.from ?? values.until) !== undefined)
      throw new UsageError(
        '--from and --until are for a simulation without --scenario, which has its own days',
      );
    if (values['as-of'] !== undefined && truth === undefined) throw new UsageError('--as-of is for --truth');
    if (truth === '-' && out === '-') throw new UsageError('--truth and --out cannot both be -');
    const named = scenario === undefined ? null : scenarioOf(scenario);
    const otherwise = named === null ? 100 : scenarioChildren[named];
    const options = {
      children: wholeNumber('children', values.children ?? String(otherwise), 1, 10_000_000),
      seed: values.seed,
      ...(named === null ? daysLived(values) : { scenario: named }),
      ...(values['no-faults'] ? { faults: noFaults } : {}),
    };
    const days =
      values['as-of'] === undefined
        ? countedDays
        : values['as-of'].split(',').map((day) => checkDay('as-of', day));
    if (out !== null) await writeRecords(out, options, context);
    if (truth !== undefined) await writeTruth(truth, options, days, context);
    return exitCodes.ok;
  },
};

function scenarioOf(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario === name);
  if (found === undefined)
    throw new UsageError(`--scenario is "${name}": expected ${scenarios.join(' or ')}`);
  return found;
}

function daysLived(given: { from?: string; until?: string }): { from: string; until: string } {
  const from = checkDay('from', given.from ?? simulatedDays.from);
  const until = checkDay('until', given.until ?? simulatedDays.until);
  if (until <= from) throw new UsageError(`--until (${until}) is not after --from (${from})`);
  return { from, until };
}

function checkDay(flag: string, text: string): string {
  const day = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(day.getTime()) ||
    day.toISOString().slice(0, 10) !== text
  )
    throw new UsageError(`--${flag} is "${text}": expected a day such as 2024-05-31`);
  return text;
}

async function writeTruth(
  file: string,
  options: SimulationOptions & { seed: string },
  days: readonly string[],
  { stdout, stderr, signal }: CommandContext,
): Promise<void> {
  const out = file === '-' ? null : await openOutput('truth', file);
  const progress = showProgress(stderr, file === '-' ? 'truth' : file, options.children, 'children');
  const count = countOnDays(days);
  let done = 0;
  for (const child of simulateChildren(options)) {
    count.add(child);
    done += 1;
    if (done % 200 !== 0) continue;
    // A signal is heard between two children.
    await setImmediate();
    signal.throwIfAborted();
    progress.update(done);
  }
  progress.update(done);
  progress.end();
  const text = `${JSON.stringify(truthFile(options, days, count), null, 2)}\n`;
  if (out === null) stdout.write(text);
  else {
    out.write(text);
    await out.end();
  }
}

/** NDJSON, as fast as the reader takes it. */
async function writeRecords(
  file: string,
  options: SimulationOptions,
  { stdout, stderr, signal }: CommandContext,
): Promise<void> {
  const toFile = file !== '-';
  const out = toFile ? await openOutput('out', file) : null;
  const progress = toFile ? showProgress(stderr, file, null, 'records') : null;
  let count = 0;
  let block: string[] = [];
  const flush = async (): Promise<void> => {
    const text = block.join('');
    block = [];
    if (text === '') return;
    if (out !== null) {
      if (!out.write(text)) await out.room(signal);
    } else if (!stdout.write(text)) await once(stdout, 'drain', { signal });
  };
  for (const { event } of simulate(options)) {
    block.push(`${JSON.stringify(event)}\n`);
    count += 1;
    if (block.length < 200) continue;
    signal.throwIfAborted();
    await flush();
    progress?.update(count);
  }
  await flush();
  progress?.update(count);
  progress?.end();
  await out?.end();
}
