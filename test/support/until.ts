import { setTimeout as delay } from 'node:timers/promises';

/**
 * Ask again and again until there is an answer.
 * @param what for the error
 * @param probe false, null or undefined: not yet
 * @throws Error after `limitMs`, with the last error of `probe` as its cause
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  limitMs = 90_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  let cause: unknown;
  do {
    try {
      const answer = await probe();
      if (answer !== false && answer !== null && answer !== undefined) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await delay(20);
  } while (performance.now() < end);
  throw new Error(`waited ${limitMs} ms in vain: ${what}`, { cause });
}
