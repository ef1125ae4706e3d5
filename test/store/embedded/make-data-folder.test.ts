import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { makeDataFolder, unusableDataFolder } from '../../../src/store/embedded/make-data-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-folders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('makes all that are not there, and leaves one that is as it is', () => {
  const path = join(folder, 'a', 'b', 'c');
  makeDataFolder(path, 0o711);
  makeDataFolder(path, 0o700);
  expect(statSync(path).mode & 0o777).toBe(0o711);
});

it.each(['/proc/rollcall', '/proc/rollcall/data'])('says at once that %s can’t be one', (path) => {
  expect(() => makeDataFolder(path)).toThrow('cannot be a data folder');
});

it.each(['', 'data'])(
  'says that a file is no folder and holds none, and leaves it as it is (%j)',
  (below) => {
    const file = join(folder, 'file');
    writeFileSync(file, '', { mode: 0o600 });
    expect(() => makeDataFolder(join(file, below))).toThrow('cannot be a data folder (ENOTDIR)');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  },
);

it('sends nobody to another folder where the disk is full', () => {
  const full = Object.assign(new Error('as Node says it'), { code: 'ENOSPC' });
  expect(unusableDataFolder('/data', full)).toMatchObject({
    message: 'no space left on the disk of /data (ENOSPC): make some and start again',
    retriable: true,
  });
});
