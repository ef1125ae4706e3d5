import { UnavailableError } from '../contracts/errors.ts';
import type { EventLog } from '../log/event-log.ts';

/** A process that is not ready gets no more appends, which alone could show that it has recovered: so a failure is forgotten. */
const FORGET_MS = 30_000;

/** The log, and a check that rejects while appends fail: a log whose disk is full can still be read, so reading proves nothing. */
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
