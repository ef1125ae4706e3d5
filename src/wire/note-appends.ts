import { UnavailableError } from '../contracts/errors.ts';
import type { EventLog } from '../log/event-log.ts';

/** Whoever is not ready gets no appends that could show it to be well again. */
const FORGET_MS = 30_000;

/** The log, and a check that rejects while its appends fail: a log with a full disk can still be read. */
export function noteAppends(log: EventLog): { log: EventLog; takesAppends: () => Promise<void> } {
  let failedAt = Number.NEGATIVE_INFINITY;
  return {
    log: {
      ...log,
      async append(messages) {
        try {
          const positions = await log.append(messages);
          failedAt = Number.NEGATIVE_INFINITY;
          return positions;
        } catch (error) {
          if (error instanceof UnavailableError) failedAt = performance.now();
          throw error;
        }
      },
    },
    async takesAppends() {
      if (performance.now() - failedAt < FORGET_MS) throw new UnavailableError('the last append failed');
    },
  };
}
