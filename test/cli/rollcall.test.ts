import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Command } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runRollcall, startRollcall } from '../support/run-rollcall.ts';
import { runInProcess } from './support/run-in-process.ts';

const empty = mkdtempSync(join(tmpdir(), 'rollcall-cli-'));
const noKey = mkdtempSync(join(tmpdir(), 'rollcall-cli-'));
writeFileSync(join(noKey, 'issuer.jwk.json'), '{}');
afterAll(() => [empty, noKey].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** As `runInProcess`, in a data folder that is empty. */
const run = (args: string[], vars: Record<string, string> = {}) =>
  runInProcess(args, { ROLLCALL_DATA_DIR: empty, ...vars });

describe('rollcall', () => {
  it('lists its commands', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of commands) expect(stdout).toContain(`  ${command.name}`);
  });

  it.each(commands.map((command): [string, Command] => [command.name, command]))(
    '%s --help teaches: use, examples, exit codes',
    async (name, command) => {
      const { code, stdout } = await run([name, '--help']);
      expect(code).toBe(0);
      expect(stdout).toBe(command.help);
      expect(stdout).toMatch(/\nUse: rollcall /);
      expect(stdout).toMatch(/\nExamples:\n {2}/);
      expect(stdout).toMatch(/\nExit codes: 0 /);
      expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    },
  );

  it.each<[string[], number, string]>([
    [[], 64, 'Use: rollcall <command>'],
    [['frobnicate'], 64, 'no command "frobnicate"'],
    [['config'], 64, 'expected one of check and print, got 0'],
    [['config', 'burn'], 64, 'no "burn"; expected check or print'],
    [['config', 'check', '--nonsense'], 64, "Unknown option '--nonsense'"],
    [['topics', 'drop'], 64, 'expected list, apply or bind'],
    [['token', '--agency', 'mars'], 64, 'expected ice, hhs, eoir or none'],
    [['token', '--scope', 'everything'], 64, 'no such --scope; there are records:write'],
    [['token', '--ttl', '1e9'], 64, '--ttl is "1e9": expected a whole number from 30 to 3600'],
    [['token', '--data', empty], 66, 'no local issuer key'],
    [['token', '--data', noKey], 78, 'does not hold an Ed25519 private key'],
    [['status', 'x'], 66, `no local issuer's key in ${empty}`],
    [['start', '--port', '0', '--data', '/dev/null/x'], 78, '/dev/null/x cannot be a data folder'],
    [['start', '--port', '0', '--data', fileURLToPath(import.meta.url)], 78, 'cannot be a data folder'],
    [['status'], 64, 'give one CHILD_ID, or --a-number'],
    [['status', 'x', '--url', 'gopher://x', '--token', 't'], 64, '--url is "gopher://x"'],
    [['status', 'x', '--url', 'http://127.0.0.1:1', '--token', 't'], 69, 'is the service running?'],
    [['feed', join(empty, 'none.ndjson'), '--token', 't'], 66, 'no readable file'],
    [['serve', '--roles', 'cook'], 64, '--roles has "cook"'],
    [['start', '--demo', 'many'], 64, '--demo is "many"'],
    [['replay'], 64, '--to is missing'],
    [['replay', '--to', 'yesterday'], 64, '--to is "yesterday"'],
    [['replay', '--to', '5'], 64, 'an offset needs --topic and --partition'],
    [['replay', '--to', 'beginning', '--topic', 'x.v1'], 64, 'no topic of records or acts "x.v1"'],
    [['replay', '--to', 'beginning', '--partition', 'x'], 64, '--partition is "x"'],
    [['rebuild', '--from', 'memory'], 64, 'expected log or records'],
    [['replay', '--to', 'beginning', '-n'], 66, `no database in ${empty}`],
    [['rebuild', '--dry-run'], 66, `no database in ${empty}`],
    [['migrate', '--dry-run'], 66, `no database in ${empty}`],
    [['topics', 'apply'], 66, `no database in ${empty}`],
  ])('%j ends with %d and says why', async (args, code, message) => {
    const result = await run(args);
    expect(result.stderr).toContain(message);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
  });

  it('makes no folder where there is nothing to read', async () => {
    const none = join(empty, 'none');
    const policy = join(empty, 'sound.json');
    writeFileSync(policy, '{"version":"v","callDueDays":31}');
    const children = join(empty, 'children.ndjson');
    for (const args of [['rebuild'], ['policy', 'preview', policy, '--children', children]]) {
      const { code, stderr } = await run([...args, '--data', none]);
      expect({ code, stderr }).toEqual({ code: 66, stderr: expect.stringContaining('--data') });
    }
    expect([none, children].filter((path) => existsSync(path))).toEqual([]);
    expect(readdirSync(empty)).not.toContain('postgres');
  });

  it('ends with 78 and every problem where the settings are wrong', async () => {
    const { code, stderr } = await runRollcall(['config', 'check'], {
      env: { ROLLCALL_HTTP_PORT: 'x', ROLLCALL_LOGS: 'kafka' },
    });
    expect(code).toBe(78);
    expect(stderr).toBe(
      'Configuration: 2 problems\n' +
        '  ROLLCALL_LOGS is not a variable of Rollcall; did you mean ROLLCALL_LOG?\n' +
        '  ROLLCALL_HTTP_PORT is "x": expected a whole number from 0 to 65535; for example 8080\n' +
        'rollcall config print lists every variable.\n',
    );
  });

  it('prints the settings as JSON on standard output alone', async () => {
    const { code, stdout, stderr } = await run(['config', 'print', '--json'], {
      ROLLCALL_KAFKA_PASSWORD: 'hush',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('hush');
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ name: 'ROLLCALL_HTTP_PORT', value: '8080' }),
    );
  });

  it('lists the duties as the policy of the settings has them', async () => {
    const policy = { version: '2027-01-01', obligations: { 'serve-nta': { due: { days: 20 } } } };
    const { code, stdout } = await run(['obligations'], { ROLLCALL_POLICY: JSON.stringify(policy) });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^serve-nta +ice +20 days +INA 239/m),
    });
    expect((await run(['obligations'])).stdout).toMatch(/^serve-nta +ice +30 days/m);
    expect((await run(['obligations'], { ROLLCALL_POLICY: '{' })).code).toBe(78);
  });

  it('names the field of the policy in the settings that is wrong', async () => {
    const { code, stderr } = await run(['obligations'], {
      ROLLCALL_POLICY: '{"version":"v","obligations":{"serve-nta":{"due":{"days":-20}}}}',
    });
    expect({ code, stderr }).toEqual({
      code: 78,
      stderr: expect.stringMatching(/ROLLCALL_POLICY .*: \/obligations\/serve-nta\/due/),
    });
  });

  it.each([
    ['{', /is no JSON/],
    ['{"version":"v","obligations":{"serve":{}}}', /\/obligations\/serve no field of this name/],
    [
      '{"version":"v","obligations":{"serve-nta":{"due":{"days":-1}}}}',
      /\/obligations\/serve-nta\/due\S* use/,
    ],
    ['{"version":"v","callDueDays":1.5}', /\/callDueDays use a whole number/],
    ['[]', /the document use an object/],
  ])('says in plain words what is wrong with the policy %s', async (policy, why) => {
    const file = join(empty, 'policy.json');
    writeFileSync(file, policy);
    const { code, stderr } = await run(['policy', 'preview', file]);
    expect({ code, stderr }).toEqual({ code: 66, stderr: expect.stringMatching(why) });
    expect(stderr).not.toMatch(/expected|received|Unrecognized|Invalid/);
  });

  it('simulates the same records for the same seed, and other ones for another', async () => {
    const simulate = (seed: string) => run(['simulate', '--children', '3', '--seed', seed]);
    const [first, again, other] = await Promise.all([simulate('a'), simulate('a'), simulate('b')]);
    expect(first.code).toBe(0);
    expect(first.stdout.split('\n').length).toBeGreaterThan(10);
    expect(again.stdout).toBe(first.stdout);
    expect(other.stdout).not.toBe(first.stdout);
  });

  it('is one process that keeps to its exit codes and its two outputs', async () => {
    const help = await runRollcall(['token', '--help']);
    expect(help).toEqual({ code: 0, stdout: expect.stringContaining('Use: rollcall token'), stderr: '' });
    const wrong = await runRollcall(['frobnicate']);
    expect(wrong).toEqual({
      code: 64,
      stdout: '',
      stderr: expect.stringContaining('no command "frobnicate"'),
    });
  }, 400_000);

  it('goes on, to the exit code that it would have, where nobody reads its messages', async () => {
    const child = startRollcall(['frobnicate']);
    child.stderr.destroy();
    expect(await once(child, 'exit')).toEqual([64, null]);
  }, 400_000);
});
