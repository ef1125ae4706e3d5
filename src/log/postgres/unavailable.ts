import { AppError, UnavailableError } from '../../contracts/errors.ts';

/** What it answered, where it did: Postgres' class 53, insufficient resources. */
const WHAT: Readonly<Record<string, string>> = {
  '53100': 'has no disk space left',
  '53200': 'is out of memory',
  '53300': 'has no connection left',
};

/** What a promise of the database gives; a failure that may pass becomes an UnavailableError (the log can't answer now). */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    // It did answer, and would say the same again: a table that is not there, a right that is not given.
    if (code.startsWith('42')) throw error;
    const what = WHAT[code] ?? 'did not answer';
    throw new UnavailableError(`the log's database ${what} (${code})`, { cause: error, forCallers: true });
  }
}
