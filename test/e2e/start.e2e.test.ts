import { execFile, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountabilityTruth, endOfDay, measures } from '../../src/simulator/index.ts';
import { processesNaming } from '../support/processes.ts';
import { runRollcall, startRollcall } from '../support/run-rollcall.ts';
import { describeWith, testFolder } from '../support/services.ts';

const run = promisify(execFile);

interface Started {
  child: ChildProcessWithoutNullStreams;
  url: string;
  /** Everything printed so far. */
  output: { stdout: string; stderr: string };
}

/** `rollcall start` on a free port, until it says it is ready. */
async function start(dataDir: string, demo: number): Promise<Started> {
  const child = startRollcall(['start', '--port', '0', '--data', dataDir, '--demo', String(demo)]);
  const output = { stdout: '', stderr: '' };
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output.stdout += data.toString();
      if (output.stdout.includes('Ctrl-C stops')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`start ended with ${code}: ${output.stderr}`)));
  });
  await ready;
  return { child, output, url: /Health\s+(http:\/\/\S+)\/readyz/.exec(output.stdout)![1]! };
}

async function stop(
  { child }: Started,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; ms: number }> {
  const from = performance.now();
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, ms: performance.now() - from };
}

describe('rollcall start', () => {
  const { path, remove } = testFolder();
  const dataDir = join(path, 'data');
  let started: Started;
  let statusBefore: string;

  const cli = (...args: string[]) => runRollcall([...args, '--data', dataDir]);
  const client = (...args: string[]) => cli(...args, '--url', started.url);
  /** The child of the commands that a start prints. */
  const shownId = (): string => /\/v1\/children\/([\da-f-]{36})/.exec(started.output.stdout)![1]!;

  beforeAll(async () => {
    started = await start(dataDir, 50);
  }, 400_000);
  afterAll(async () => {
    if (started.child.exitCode === null) await stop(started, 'SIGKILL');
    remove();
  });

  it('says what it does and where it is', async () => {
    expect(started.output.stderr).toMatch(/Demonstration: 50 invented children 100% .* all in effect/);
    expect((await fetch(`${started.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${started.url}/reference`)).status).toBe(200);
    expect(statSync(join(dataDir, 'issuer.jwk.json')).mode & 0o777).toBe(0o600);
  });

  it('prints the auditors’ table of its children, as the simulator knows it; report and worklist say the same', async () => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format();
    const [truth] = accountabilityTruth({ children: 50 }, [new Date(endOfDay(day))]);
    const { total } = truth!;
    const row = new RegExp(
      String.raw`^ +Total${measures.map((name) => String.raw` +${total[name]}`).join('')}$`,
      'm',
    );
    expect(total.transferred).toBeGreaterThan(20);
    expect(started.output.stdout).toMatch(row);
    const report = await client('report', '--as-of', day);
    expect({ code: report.code, stderr: report.stderr }).toEqual({ code: 0, stderr: '' });
    expect(report.stdout).toMatch(row);
    expect(report.stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    const csv = await client('report', '--as-of', day, '--csv');
    expect(csv.stdout).toContain(`,total,failed-to-appear,${total['failed-to-appear']},`);

    const overdue = await client('worklist', 'serve-nta', '--state', 'overdue', '--limit', '0', '--json');
    const items = overdue.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { childId: string });
    const some = await client('worklist', 'serve-nta', '--state', 'overdue', '--limit', '3');
    expect(
      some.stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.slice(0, 36)),
    ).toEqual(items.slice(0, 3).map(({ childId }) => childId));
    expect(some.stderr).toContain('There are more');
    const wrong = await client('worklist', 'serve-nta', '--office', 'Gotham');
    expect(wrong.code).toBe(64);
    expect(wrong.stderr).toContain('25 ERO areas');
    expect((await runRollcall(['obligations'])).stdout).toContain('respond-to-missed-hearing  ice, hhs');
  }, 400_000);

  describeWith('curl', 'to whoever pastes what it printed', () => {
    it('prints three curl commands that work as pasted', async () => {
      const curls = started.output.stdout.split('\n').filter((line) => line.startsWith('curl '));
      expect(curls).toHaveLength(3);
      const answers = [];
      for (const curl of curls) answers.push(JSON.parse((await run('sh', ['-c', curl])).stdout));
      const [status, search, receipt] = answers;
      expect(status).toMatchObject({ childId: expect.any(String), placement: { rule: expect.any(String) } });
      expect(search).toMatchObject({ children: [{ childId: status.childId, matchedBy: ['aNumber'] }] });
      expect(receipt).toMatchObject({ status: 'accepted' });
      expect(status.childId).toBe(shownId());
    }, 400_000);

    it('shows the posted record in the status, for people and as JSON', async () => {
      let text = '';
      while (!text.includes('hhs.wellbeing-call/example-')) {
        const result = await client('status', shownId());
        expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
        text = result.stdout;
      }
      expect(text).toMatch(/Contact +reached +since .* by call-reached +hhs\.wellbeing-call\/example-/);
      expect((await client('status', '00000000-0000-4000-8000-000000000000')).code).toBe(66);
    }, 400_000);
  });

  it('feeds a file; cut off, the same command goes on where it was', async () => {
    const file = join(path, 'more.ndjson');
    await runRollcall(['simulate', '--children', '500', '--seed', 'feed', '--out', file]);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
    const cut = startRollcall(['feed', file, '--url', started.url, '--data', dataDir]);
    while (!existsSync(`${file}.rollcall-feed`) && cut.exitCode === null) await delay(2);
    cut.kill('SIGINT');
    const [code] = (await once(cut, 'exit')) as [number | null];
    expect(code).toBe(130);
    const bookmark = JSON.parse(readFileSync(`${file}.rollcall-feed`, 'utf8')) as { line: number };
    expect(bookmark.line).toBeLessThan(lines);

    const rest = await client('feed', file, '--json');
    expect(rest.stderr).toContain(`Going on after line ${bookmark.line}.`);
    expect(rest.code).toBe(3);
    const outcome = JSON.parse(rest.stdout) as Record<string, number> & { refused: unknown[] };
    const { accepted = 0, duplicate = 0, conflict = 0, rejected = 0 } = outcome;
    expect(accepted + duplicate + conflict + rejected).toBe(lines);
    expect(outcome.refused).toContainEqual(
      expect.objectContaining({
        line: expect.any(Number),
        outcome: 'rejected',
        field: expect.stringMatching(/^\//),
      }),
    );
    expect(existsSync(`${file}.rollcall-feed`)).toBe(false);
  }, 400_000);

  it('lets operators work on the running database', async () => {
    expect(await cli('migrate', '--dry-run', '--json')).toMatchObject({
      code: 0,
      stdout: '{"dryRun":true,"migrations":[]}\n',
    });
    expect(await cli('topics', 'apply', '--dry-run')).toMatchObject({ code: 0, stdout: '' });
    const replay = await cli(
      'replay',
      '--to',
      'beginning',
      '--topic',
      'hhs.release.v1',
      '--dry-run',
      '--json',
    );
    expect(JSON.parse(replay.stdout)).toMatchObject({
      dryRun: true,
      moves: [{ topic: 'hhs.release.v1', partition: 0, to: '0' }, {}, {}, {}],
    });
    const place = ['--topic', 'hhs.release.v1', '--partition'];
    for (const [to, partition, why] of [
      ['0', '77', 'has no partition 77'],
      ['999999', '0', 'offset 999999 is outside what is kept'],
    ] as const) {
      const refused = await cli('replay', '--to', to, ...place, partition);
      expect(refused).toEqual({ code: 64, stdout: '', stderr: expect.stringContaining(why) });
    }
    const policy = join(path, 'policy.json');
    writeFileSync(policy, '{"version":"v","callDueDays":20}');
    const none = join(path, 'none', 'children.ndjson');
    expect(await cli('policy', 'preview', policy, '--children', none)).toMatchObject({
      code: 66,
      stderr: expect.stringContaining(`--children: ${none} cannot be written`),
    });
    const rebuild = await cli('rebuild', '--dry-run', '--json');
    expect(JSON.parse(rebuild.stdout)).toMatchObject({ differing: { child_status: 0 }, swapped: false });
    expect(rebuild.code).toBe(0);
  }, 400_000);

  it('says what to do where the port or the data folder is taken', async () => {
    const port = new URL(started.url).port;
    const samePort = await runRollcall([
      'start',
      '--port',
      port,
      '--data',
      join(path, 'other'),
      '--demo',
      '0',
    ]);
    expect(samePort.code).toBe(69);
    expect(samePort.stderr).toContain(`port ${port} of 127.0.0.1 is in use: give another with --port`);
    expect(existsSync(join(path, 'other'))).toBe(false);
    const sameFolder = await runRollcall(['start', '--port', '0', '--data', dataDir, '--demo', '0']);
    expect(sameFolder.code).toBe(69);
    expect(sameFolder.stderr).toContain(`process ${started.child.pid} uses this data folder`);
    expect(sameFolder.stderr).toContain('--data');
  }, 400_000);

  it('stops at once and leaves nothing running', async () => {
    statusBefore = (await client('status', shownId(), '--json')).stdout;
    const { code, ms } = await stop(started, 'SIGTERM');
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5_000);
    expect(processesNaming(dataDir)).toEqual([]);
  });

  it('keeps its data, and feeds nothing a second time', async () => {
    started = await start(dataDir, 50);
    expect(started.output.stderr).not.toContain('Demonstration');
    const again = await client('status', shownId(), '--json');
    // As ICE it is told the moment asked for.
    expect(JSON.parse(again.stdout)).toEqual({
      ...(JSON.parse(statusBefore) as object),
      asOf: expect.any(String),
    });
    // As npm does it: the terminal's Ctrl-C, and the same passed on.
    started.child.kill('SIGINT');
    const { code } = await stop(started, 'SIGINT');
    expect(code).toBe(0);
    expect(processesNaming(dataDir)).toEqual([]);
  }, 400_000);
});
