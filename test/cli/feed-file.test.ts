import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newLinesDigest, readBookmark, writeBookmark } from '../../src/cli/feed-bookmark.ts';
import { readLines } from '../../src/cli/read-lines.ts';
import { UnavailableError } from '../../src/contracts/errors.ts';
import { topics } from '../../src/contracts/topics.ts';
import { memoryLog } from '../../src/log/memory/memory-log.ts';
import { startApi, type TestServer } from '../api/support/api-server.ts';
import { placementEvent } from '../api/support/events.ts';
import { runInProcess } from './support/run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-feed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('rollcall feed', () => {
  let api: TestServer;
  let token: string;
  const file = join(folder, 'records.ndjson');
  const lines = Array.from({ length: 6 }, (_, n) => JSON.stringify(placementEvent({ id: `e${n}` })));
  beforeAll(async () => {
    api = await startApi();
    token = await api.token({ agency: 'hhs', scopes: ['records:write'] });
  });
  afterAll(() => api.close());
  beforeEach(() => rmSync(`${file}.rollcall-feed`, { force: true }));

  const feed = (path = file) => runInProcess(['feed', path, '--url', api.url, '--token', token, '--json']);
  const counts = (stdout: string) => JSON.parse(stdout) as Record<string, unknown>;

  /** As a run that was cut off after three lines leaves it. */
  async function cutOff(url: string): Promise<void> {
    const digest = newLinesDigest();
    for await (const group of readLines([readFileSync(file)] as unknown as AsyncIterable<Buffer>))
      digest.add(group.filter(({ number }) => number <= 3));
    const done = { accepted: 3, duplicate: 0, conflict: 0, rejected: 0 };
    writeBookmark(file, { url, line: 3, digest: digest.text(), counts: done });
  }

  it('goes on where it was cut off', async () => {
    writeFileSync(file, `${lines.join('\n')}\n`);
    await cutOff(api.url);
    const { code, stdout, stderr } = await feed();
    expect(stderr).toContain('Going on after line 3.');
    expect({ code, ...counts(stdout) }).toMatchObject({ code: 0, lines: 6, accepted: 6, duplicate: 0 });
    expect(existsSync(`${file}.rollcall-feed`)).toBe(false);
  });

  it('says that it waits, once, and goes on', async () => {
    const log = memoryLog();
    await log.applyTopics(topics);
    let away = 2;
    const append: typeof log.append = (messages) => {
      if (away-- > 0) throw new UnavailableError('the log is away');
      return log.append(messages);
    };
    const later = await startApi({ log: { ...log, append } });
    writeFileSync(file, `${lines.join('\n')}\n`);
    const owner = await later.token({ agency: 'hhs', scopes: ['records:write'] });
    const { code, stderr } = await runInProcess(['feed', file, '--url', later.url, '--token', owner]);
    await later.close();
    expect({ code, waits: stderr.match(/feed waits and tries again: .*/g) }).toEqual({
      code: 0,
      waits: [expect.stringMatching(/cannot answer now: .* \(HTTP 503\)/)],
    });
  });

  it('begins anew where another service was fed, or what was fed has changed, in a file of the same size', async () => {
    writeFileSync(file, `${lines.join('\n')}\n`);
    await cutOff('http://127.0.0.1:1');
    const other = await feed();
    expect(other.stderr).toContain('From the first line: it was fed to http://127.0.0.1:1 before.');
    expect(counts(other.stdout)).toMatchObject({ lines: 6, accepted: 3, duplicate: 3 });

    await cutOff(api.url);
    const changed = [...lines];
    changed[1] = changed[1]!.replace('"P-100"', '"P-200"');
    writeFileSync(file, `${changed.join('\n')}\n`);
    expect(await readBookmark(file, api.url)).toBe('what was fed of it has changed');
    expect((await feed()).stderr).toContain('From the first line: what was fed of it has changed.');
  });

  it('stops at once while nothing comes on standard input', async () => {
    const stop = new AbortController();
    const stdin = new PassThrough();
    stdin.write(`${lines[0]}\n`);
    const args = ['feed', '-', '--url', api.url, '--token', token];
    const running = runInProcess(args, {}, { stdin, signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    expect(await running).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('Stopped after line 0.'),
    });
  }, 10_000);

  it('posts what has come once nothing more comes for a while, and tells at once what became of it', async () => {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const args = ['feed', '-', '--url', api.url, '--token', token];
    const running = runInProcess(args, {}, { stdin, stdout });
    stdin.write(`{}\n${lines[0]}\n`);
    const [told] = (await once(stdout, 'data')) as [Buffer];
    expect(String(told)).toMatch(/^line 1: rejected /);
    stdin.end(`${lines[1]}\n{}\n`);
    const { code, stdout: all, stderr } = await running;
    expect({ code, told: all.match(/line \d+/g) }).toEqual({ code: 3, told: ['line 1', 'line 4'] });
    expect(stderr).toContain('2 refused');
  }, 10_000);

  it('ends when the service refuses, though more may come on standard input', async () => {
    const stdin = new PassThrough();
    stdin.write(`${lines[0]}\n`);
    const args = ['feed', '-', '--url', api.url, '--token', 'none of ours'];
    expect(await runInProcess(args, {}, { stdin })).toMatchObject({ code: 1 });
    expect(stdin.destroyed).toBe(true);
  }, 10_000);

  it('sends bytes as they are: what is no UTF-8 is refused, not mended', async () => {
    const name = { given: ['José'], surnames: ['Nuñez'] };
    const person = { identifiers: { aNumber: 'A012345678' }, name };
    const text = JSON.stringify(placementEvent({ id: 'latin', data: { person } }));
    writeFileSync(file, Buffer.from(`${text}\n`, 'latin1'));
    const { code, stdout } = await feed();
    expect({ code, ...counts(stdout) }).toMatchObject({
      code: 3,
      rejected: 1,
      refused: [{ line: 1, code: 'invalid-utf8' }],
    });
    writeFileSync(file, `${text}\n`);
    expect((await feed()).code).toBe(0);
  });

  it.each([
    [join(folder, 'none.ndjson'), 'no readable file'],
    [folder, 'is a folder'],
  ])('%s: 66', async (path, why) => {
    expect(await feed(path)).toMatchObject({ code: 66, stderr: expect.stringContaining(why) });
  });

  it('an empty flag is a variable of the shell that is not set: 64', async () => {
    const { code, stderr } = await runInProcess(['start', '--data', '']);
    expect({ code, stderr }).toMatchObject({ code: 64, stderr: expect.stringContaining('--data is empty') });
  });
});
