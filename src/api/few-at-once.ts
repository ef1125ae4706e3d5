import { UnavailableError } from '../contracts/errors.ts';

/** Less than the connection of who waits may stay silent. */
const WAIT_MS = 30_000;

/**
 * Runs so much work at one time at most; the rest waits in the order in which it came, and is turned away where that takes too long.
 * @param tooMany what whoever is turned away is told
 */
export function fewAtOnce(
  most: number,
  tooMany: string,
  waitMs = WAIT_MS,
): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting = new Set<() => void>();

  async function myTurn(): Promise<void> {
    if (running < most) {
      running += 1;
      return;
    }
    await new Promise<void>((go, refuse) => {
      const begin = (): void => {
        clearTimeout(timer);
        waiting.delete(begin);
        go();
      };
      const timer = setTimeout(() => {
        waiting.delete(begin);
        refuse(new UnavailableError(tooMany, { forCallers: true }));
      }, waitMs);
      waiting.add(begin);
    });
  }

  return async (work) => {
    await myTurn();
    try {
      return await work();
    } finally {
      const [next] = waiting;
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
