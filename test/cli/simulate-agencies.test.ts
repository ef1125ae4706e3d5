import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type CommandContext, UsageError } from '../../src/cli/command.ts';
import { simulateAgencies } from '../../src/cli/commands/simulate-agencies.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the command writes to standard output. */
async function simulate(args: string[], signal = new AbortController().signal): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough().resume()];
  const printed = text(stdout);
  try {
    // The rest of a context is for commands that reach a service.
    await simulateAgencies.run({ args, stdout, stderr, signal } as unknown as CommandContext);
  } finally {
    stdout.end();
  }
  return printed;
}

interface Written {
  scenario: string | null;
  children: number;
  asOf: Array<{ day: string; total: Record<string, number> }>;
}

describe('rollcall simulate', () => {
  it('writes a scenario’s truth as of the days that the audits counted on, and no records', async () => {
    const args = ['--scenario', 'fy2019-2023', '--children', '300', '--truth', '-'];
    const written = JSON.parse(await simulate(args)) as Written;
    expect(written).toMatchObject({ scenario: 'fy2019-2023', children: 300 });
    expect(written.asOf.map(({ day, total }) => [day, total['transferred']])).toEqual([
      ['2023-09-30', 300],
      ['2024-05-31', 300],
      ['2024-10-31', 300],
      ['2025-01-31', 300],
    ]);
  });

  it('writes records to one file and the truth as of given days to another', async () => {
    const [out, truth] = [join(folder, 'out.ndjson'), join(folder, 'truth.json')];
    expect(
      await simulate(['--children', '20', '--out', out, '--truth', truth, '--as-of', '2024-02-29']),
    ).toBe('');
    expect(readFileSync(out, 'utf8').trimEnd().split('\n').length).toBeGreaterThan(100);
    const written = JSON.parse(readFileSync(truth, 'utf8')) as Written;
    expect(written.scenario).toBeNull();
    expect(written.asOf.map(({ day }) => day)).toEqual(['2024-02-29']);
  });

  it('writes a scenario’s records as NDJSON', async () => {
    const lines = (await simulate(['--scenario', 'fy2019-2023', '--children', '5'])).trimEnd().split('\n');
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ specversion: '1.0' });
  });

  it('stops counting when it is interrupted', async () => {
    await expect(simulate(['--children', '1000', '--truth', '-'], AbortSignal.abort())).rejects.toThrow(
      'abort',
    );
  });

  it('says which file cannot be written, before it begins', async () => {
    const file = join(folder, 'none', 'x');
    for (const flag of ['--out', '--truth']) {
      const refused = simulate(['--children', '1', flag, file]);
      await expect(refused).rejects.toMatchObject({
        code: 'not-there',
        message: `${flag}: ${file} cannot be written (ENOENT)`,
      });
    }
  });

  it.each(existsSync('/dev/full') ? ['--out', '--truth'] : [])(
    'says that the file of %s cannot be written, also where its disk is full only later',
    async (flag) => {
      for (const children of ['1', '400'])
        await expect(simulate(['--children', children, flag, '/dev/full'])).rejects.toMatchObject({
          code: 'not-there',
          message: `${flag}: /dev/full cannot be written (ENOSPC)`,
        });
    },
  );

  it.each([
    [['--scenario', 'fy1999'], '--scenario is "fy1999"'],
    [['--scenario', 'fy2019-2023', '--from', '2020-01-01'], '--from and --until'],
    [['--as-of', '2024-01-01'], '--as-of is for --truth'],
    [['--truth', '-', '--as-of', '2024-02-30'], '--as-of is "2024-02-30"'],
    [['--truth', '-', '--out', '-'], 'cannot both be -'],
    [['--from', '2024-02-30'], '--from is "2024-02-30": expected a day such as 2024-05-31'],
    [['--until', 'today'], '--until is "today"'],
    [
      ['--from', '2024-05-31', '--until', '2024-05-31'],
      '--until (2024-05-31) is not after --from (2024-05-31)',
    ],
    [['--until', '2018-10-01'], 'is not after --from (2018-10-01)'],
  ])('refuses %j', async (args, said) => {
    await expect(simulate(args)).rejects.toThrow(UsageError);
    await expect(simulate(args)).rejects.toThrow(said);
  });
});
