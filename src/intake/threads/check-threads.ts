import { UnavailableError } from '../../contracts/errors.ts';
import { checkHere, type LineChecker } from '../check-lines.ts';
import { startThread, type Thread } from './start-thread.ts';

/** Up to this many lines are checked on the spot: handing them over would take longer. */
const FEW_LINES = 16;

export interface CheckThreads extends LineChecker {
  /** Ends the threads; blocks under way fail. */
  close(): Promise<void>;
}

/**
 * Threads that check, so that this one stays free for readers and intake has more than one core. One that ends is
 * replaced when it is next needed.
 * @param onEnd told why a thread ended by itself
 */
export async function openCheckThreads(
  count: number,
  onEnd: (error: unknown) => void,
  file = threadFile,
): Promise<CheckThreads> {
  let closed = false;
  const threads: Array<Thread | null> = [];
  const start = (place: number): Thread =>
    (threads[place] = startThread(file, (error) => {
      threads[place] = null;
      if (!closed) onEnd(error);
    }));
  const close = async (): Promise<void> => {
    closed = true;
    await Promise.all(threads.flatMap((thread) => thread?.end() ?? []));
  };
  const underWay = (place: number): number => threads[place]?.underWay() ?? 0;
  const places = Array.from({ length: count }, (_, place) => place);
  try {
    await Promise.all(places.map((place) => start(place).ready));
  } catch (error) {
    await close();
    throw error;
  }

  return {
    async check(block, sender) {
      if (block.numbers.length <= FEW_LINES) return checkHere.check(block, sender);
      if (closed)
        throw new UnavailableError('the service is closing; send again later', { forCallers: true });
      const place = places.reduce((least, one) => (underWay(one) < underWay(least) ? one : least));
      return (threads[place] ?? start(place)).check(block, sender);
    },
    // For each thread one that it checks and one that waits.
    hasRoom: () => places.reduce((sum, place) => sum + underWay(place), 0) < 2 * count,
    close,
  };
}

/** Beside this file, and built where this one is. */
const threadFile = new URL(`check-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
