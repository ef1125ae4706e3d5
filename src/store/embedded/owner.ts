import { execFileSync } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../contracts/errors.ts';

/** The system user that Postgres runs as. */
export interface Owner {
  uid: number;
  gid: number;
}

const NAME = 'postgres';

/**
 * Postgres refuses to run as root. As root we run it as system user `postgres`, made where there is none.
 * @returns null where Postgres runs as the user we are.
 */
export function postgresOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const owner = lookUp() ?? (create() ? lookUp() : null);
  if (owner !== null) return owner;
  throw new AppError(
    'embedded-postgres-user',
    `Postgres does not run as root, and there is no system user ${NAME} and none could be made: add one, run as an ordinary user, or set a database URL`,
  );
}

function lookUp(): Owner | null {
  const id = (flag: string): number =>
    Number(
      execFileSync('id', [flag, NAME], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(),
    );
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function create(): boolean {
  const ways: Array<[string, string[]]> = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', NAME]],
    ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', NAME]], // BusyBox
  ];
  return ways.some(([command, args]) => {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/** The outermost folder on the way to `path`, itself included, that `owner` may not enter; null where all are open. */
export function closedFolder(path: string, owner: Owner | null): string | null {
  if (owner === null) return null;
  const way: string[] = [];
  for (let at = realpathSync(path); ; at = dirname(at)) {
    way.unshift(at);
    if (dirname(at) === at) break;
  }
  return way.find((folder) => !mayEnter(folder, owner)) ?? null;
}

function mayEnter(folder: string, owner: Owner): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === owner.uid) return (mode & 0o100) !== 0;
  if (gid === owner.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
