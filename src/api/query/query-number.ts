import { z } from 'zod';

/** A whole number of a query: digits and nothing else, where Number() takes 0x10, 1e1, blanks and an empty text too. */
export function wholeNumber(min: number, max: number) {
  const digits = (given: unknown): unknown =>
    typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given;
  const error = ({ code }: { code?: string | undefined }): string | undefined =>
    code === 'invalid_type' ? 'use a whole number' : undefined;
  return z.preprocess(digits, z.int({ error }).min(min).max(max));
}
