import { AppError, UnavailableError } from '../../contracts/errors.ts';

/** What a promise of the database gives; its failure becomes an UnavailableError (the log can't answer now). */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UnavailableError(`the log's database did not answer (${code})`, { cause: error });
  }
}
