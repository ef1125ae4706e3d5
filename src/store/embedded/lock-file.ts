import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { AppError } from '../../contracts/errors.ts';

/**
 * Hold a file that says which process uses a folder. One left by a process that is gone is taken over.
 * @returns lets go of it.
 * @throws AppError `data-folder-in-use`
 */
export function holdLock(path: string): () => void {
  const mine = `${process.pid} ${startOf(process.pid)}\n`;
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, mine, { mode: 0o644 });
  try {
    for (;;) {
      if (tryLink(fresh, path)) return () => release(path, mine);
      takeAway(path);
    }
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** Whether a process holds it that still runs. */
export function isHeld(path: string): boolean {
  const seen = readOrNull(path);
  return seen !== null && holderOf(seen).running;
}

function holderOf(seen: string): { pid: number; running: boolean } {
  const [pid = '', start = ''] = seen.trim().split(' ');
  return { pid: Number(pid), running: isRunning(Number(pid), start) };
}

/** Link, not write: the file is there whole or not at all. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Remove the lock of a process that is gone; two that try at once can't remove each other's new one. */
function takeAway(path: string): void {
  const seen = readLock(path);
  if (seen === null) return;
  const { pid, running } = holderOf(seen);
  if (running) {
    throw new AppError('data-folder-in-use', `process ${pid} uses this data folder (${path})`, {
      details: { pid, path },
    });
  }
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readOrNull(aside) !== seen) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, mine: string): void {
  if (readOrNull(path) === mine) unlinkSync(path);
}

/** @param start when it started, as `startOf` tells it; `-` where that is not known */
export function isRunning(pid: number, start = '-'): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // A process number comes round again (in a container it is nearly always 1): the start tells them apart.
  const now = startOf(pid);
  return now === '-' || start === '-' || now === start;
}

/** When a process started, in the kernel's ticks; `-` where the system doesn't tell. */
function startOf(pid: number): string {
  const stat = readOrNull(`/proc/${pid}/stat`);
  // Field 22; field 2 is the name in brackets and may hold blanks.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
}

/** Null: it is gone. One that can't be read will not go by itself. */
function readLock(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new AppError(
      'data-folder-in-use',
      `${path} says who uses this data folder, and can't be read (${code})`,
      {
        details: { path },
      },
    );
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
