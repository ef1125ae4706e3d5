import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError, UnavailableError } from '../../contracts/errors.ts';

/**
 * Make a data folder, and those above it that are not there.
 * @throws AppError `data-folder-unusable`, or UnavailableError where the disk is full
 */
export function makeDataFolder(path: string, mode?: number): void {
  try {
    makeFolders(resolve(path), mode);
  } catch (cause) {
    throw unusableDataFolder(path, cause);
  }
}

/** @param cause of Node's file system */
export function unusableDataFolder(path: string, cause: unknown): AppError {
  const { code } = cause as NodeJS.ErrnoException;
  // Another folder would be another database.
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UnavailableError(`no space left on the disk of ${path} (${code}): make some and start again`, {
      cause,
    });
  return new AppError(
    'data-folder-unusable',
    `${path} cannot be a data folder (${code}): name another one with --data`,
    { cause },
  );
}

/** As `mkdirSync` with `recursive`, which in Node 20 tries for ever where a folder that is there takes no other (`/proc`). */
function makeFolders(folder: string, mode: number | undefined): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return;
    throw Object.assign(new Error('it is a file'), { code: 'ENOTDIR' });
  }
  makeFolders(dirname(folder), mode);
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    // Another process may have been first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
