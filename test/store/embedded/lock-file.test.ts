import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { holdLock, isHeld } from '../../../src/store/embedded/lock-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-lock-'));
  path = join(folder, 'service.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the lock of a data folder', () => {
  it('is held until it is let go of, by one process', () => {
    expect(isHeld(path)).toBe(false);
    const release = holdLock(path);
    expect(isHeld(path)).toBe(true);
    expect(() => holdLock(path)).toThrow(expect.objectContaining({ code: 'data-folder-in-use' }));
    release();
    expect(isHeld(path)).toBe(false);
  });

  it('is nobody’s where the process is gone, and is taken over', () => {
    writeFileSync(path, '4194304 1\n');
    expect(isHeld(path)).toBe(false);
    holdLock(path)();
  });

  it('is nobody’s where its process number came round again', () => {
    const release = holdLock(path);
    const [pid, start] = readFileSync(path, 'utf8').trim().split(' ');
    if (start === '-') return release(); // This system does not tell when a process started.
    writeFileSync(path, `${pid} ${Number(start) - 1}\n`);
    expect(isHeld(path)).toBe(false);
    holdLock(path)();
  });

  it('that can’t be read is told, rather than waited for', () => {
    mkdirSync(path);
    expect(() => holdLock(path)).toThrow(/can’t|can't be read \(EISDIR\)/);
  });
});
