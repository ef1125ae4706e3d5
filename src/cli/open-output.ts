import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { AppError } from '../contracts/errors.ts';

/** A file that a command writes to. What goes wrong with it (its disk is full) is said of it, by its flag. */
export class OutputFile {
  private readonly out: WriteStream;
  private readonly said: string;

  constructor(out: WriteStream, said: string) {
    this.out = out;
    this.said = said;
    // Told to whoever writes next, or ends it.
    out.on('error', () => {});
  }

  /** @returns whether there is room for more; else wait for `room` */
  write(text: string): boolean {
    if (this.out.errored !== null) throw unwritable(this.said, this.out.errored);
    return this.out.write(text);
  }

  async room(signal: AbortSignal): Promise<void> {
    await once(this.out, 'drain', { signal }).catch((error: unknown) => {
      throw signal.aborted ? error : unwritable(this.said, error);
    });
  }

  /** Resolves once all of it is written. */
  async end(): Promise<void> {
    await finished(this.out.end()).catch((error: unknown) => {
      throw unwritable(this.said, error);
    });
  }
}

/** A file to write, open: one that cannot be is said before the work for it begins. */
export async function openOutput(flag: string, path: string): Promise<OutputFile> {
  const said = `--${flag}: ${path}`;
  const out = createWriteStream(path);
  await once(out, 'open').catch((error: unknown) => {
    throw unwritable(said, error);
  });
  return new OutputFile(out, said);
}

function unwritable(said: string, cause: unknown): AppError {
  const { code } = cause as NodeJS.ErrnoException;
  return new AppError('not-there', `${said} cannot be written (${code})`, { cause });
}
