import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readBookmark, removeBookmark, writeBookmark } from '../../src/cli/feed-bookmark.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-bookmark-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a bookmark', () => {
  const bookmark = { size: 10, line: 3, counts: { accepted: 1, duplicate: 1, conflict: 0, rejected: 1 } };

  it('is read back, and is gone when removed', () => {
    const file = join(folder, 'records.ndjson');
    writeBookmark(file, bookmark);
    expect(readBookmark(file, 10)).toEqual(bookmark);
    expect(readdirSync(folder)).toEqual(['records.ndjson.rollcall-feed']);
    removeBookmark(file);
    expect(readBookmark(file, 10)).toBeNull();
  });

  it('counts for nothing where the file has another size, or it cannot be read', () => {
    const file = join(folder, 'records.ndjson');
    writeBookmark(file, bookmark);
    expect(readBookmark(file, 11)).toBeNull();
    writeFileSync(`${file}.rollcall-feed`, '{"size":10');
    expect(readBookmark(file, 10)).toBeNull();
  });
});
