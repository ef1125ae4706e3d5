import { createHash, type Hash } from 'node:crypto';
import { createReadStream, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readLines, type NumberedLine } from './read-lines.ts';

const Bookmark = z.object({
  /** The service that was fed. */
  url: z.string(),
  line: z.int(),
  /** Of the lines up to there. */
  digest: z.string(),
  counts: z.object({ accepted: z.int(), duplicate: z.int(), conflict: z.int(), rejected: z.int() }),
});
/** How far a file was fed; good only for the service that it was fed to, while what was fed of it is unchanged. */
export type Bookmark = z.infer<typeof Bookmark>;

function pathOf(file: string): string {
  return `${file}.rollcall-feed`;
}

/** What to go on from; a text, where there is a bookmark that is not good any more: why. */
export async function readBookmark(file: string, url: string): Promise<Bookmark | string | null> {
  const bookmark = read(file);
  if (bookmark === null) return null;
  if (bookmark.url !== url) return `it was fed to ${bookmark.url} before`;
  const digest = newLinesDigest();
  for await (const lines of readLines(createReadStream(file) as AsyncIterable<Buffer>)) {
    digest.add(lines.filter(({ number }) => number <= bookmark.line));
    if (lines.at(-1)!.number >= bookmark.line) break;
  }
  return digest.text() === bookmark.digest ? bookmark : 'what was fed of it has changed';
}

function read(file: string): Bookmark | null {
  try {
    return Bookmark.parse(JSON.parse(readFileSync(pathOf(file), 'utf8')));
  } catch {
    return null;
  }
}

/** Whole or not at all, whenever the process ends. */
export function writeBookmark(file: string, bookmark: Bookmark): void {
  writeFileSync(`${pathOf(file)}.part`, JSON.stringify(bookmark));
  renameSync(`${pathOf(file)}.part`, pathOf(file));
}

export function removeBookmark(file: string): void {
  rmSync(pathOf(file), { force: true });
}

/** SHA-256 of lines, which may be asked for as they are added. */
export function newLinesDigest(): { add: (lines: readonly NumberedLine[]) => void; text: () => string } {
  const hash: Hash = createHash('sha256');
  return {
    add(lines) {
      for (const { bytes } of lines) hash.update(bytes).update('\n');
    },
    text: () => hash.copy().digest('hex'),
  };
}
