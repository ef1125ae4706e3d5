import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { AppError } from '../contracts/errors.ts';

/** A file to write, open: one that cannot be is said before the work for it begins. */
export async function openOutput(flag: string, path: string): Promise<WriteStream> {
  const out = createWriteStream(path);
  try {
    await once(out, 'open');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new AppError('not-there', `--${flag}: ${path} cannot be written (${code})`, { cause });
  }
  // Told by whoever waits for it to be finished.
  out.on('error', () => {});
  return out;
}
