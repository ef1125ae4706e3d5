import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { noFaults, simulate } from '../../simulator/index.ts';
import { exitCodes, parseFlags, wholeNumber, type Command } from '../command.ts';
import { showProgress } from '../progress.ts';

export const simulateAgencies: Command = {
  name: 'simulate',
  summary: 'write invented agencies’ records as NDJSON',
  help: `Invented agencies live through years; their records come out as NDJSON, one CloudEvent a line, with duplicates, late
and out-of-order records, corrections, withdrawals, conflicts and wrong codes in stated shares. No real person.

Use: rollcall simulate [--children N] [--seed S] [--from DAY] [--until DAY] [--out FILE]

      --children N  how many children (100)
      --seed S      the same seed gives the same records (rollcall)
      --from DAY    first day lived, such as 2018-10-01
      --until DAY   first day no longer lived
      --out FILE    where to; - is standard output (-)
      --no-faults   only what a faultless agency would send

Writes as fast as the reader takes it, in flat memory.

Examples:
  rollcall simulate --children 20000 --seed 7 --out records.ndjson
  rollcall simulate --children 1000 | rollcall feed -

Exit codes: 0 written, 64 wrong command line, 130 interrupted.
`,
  async run({ args, stdout, stderr, signal }) {
    const { values } = parseFlags(args, {
      children: { type: 'string', default: '100' },
      seed: { type: 'string', default: 'rollcall' },
      from: { type: 'string' },
      until: { type: 'string' },
      out: { type: 'string', default: '-' },
      'no-faults': { type: 'boolean' },
    });
    const children = wholeNumber('children', values.children, 1, 10_000_000);
    const toFile = values.out !== '-';
    const out = toFile ? createWriteStream(values.out) : stdout;
    if (toFile) await once(out, 'open');
    const progress = toFile ? showProgress(stderr, values.out, null, 'records') : null;
    let count = 0;
    let block: string[] = [];
    const flush = async (): Promise<void> => {
      const text = block.join('');
      block = [];
      if (text !== '' && !out.write(text)) await once(out, 'drain', { signal });
    };
    for (const { event } of simulate({
      children,
      seed: values.seed,
      ...(values.from === undefined ? {} : { from: values.from }),
      ...(values.until === undefined ? {} : { until: values.until }),
      ...(values['no-faults'] ? { faults: noFaults } : {}),
    })) {
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
    if (toFile) {
      out.end();
      await finished(out as NodeJS.WritableStream);
    }
    return exitCodes.ok;
  },
};
