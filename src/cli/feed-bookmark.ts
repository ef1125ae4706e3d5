import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const Bookmark = z.object({
  size: z.int(),
  line: z.int(),
  counts: z.object({ accepted: z.int(), duplicate: z.int(), conflict: z.int(), rejected: z.int() }),
});
/** How far a file was fed; good only while the file has the same size. */
export type Bookmark = z.infer<typeof Bookmark>;

function pathOf(file: string): string {
  return `${file}.rollcall-feed`;
}

/** Null where there is none, or it is of another file of the name. */
export function readBookmark(file: string, size: number): Bookmark | null {
  try {
    const parsed = Bookmark.safeParse(JSON.parse(readFileSync(pathOf(file), 'utf8')));
    return parsed.success && parsed.data.size === size ? parsed.data : null;
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
