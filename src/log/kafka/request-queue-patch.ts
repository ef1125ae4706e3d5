import { createRequire } from 'node:module';

/** What we touch of kafkajs 2.2.4's src/network/requestQueue. */
interface RequestQueue {
  throttledUntil: number;
  pending: unknown[];
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

const PATCHED = Symbol.for('rollcall.request-queue-patched');

/**
 * kafkajs 2.2.4 arms a timer after every check of its request queue, also where nothing waits and no throttle is in
 * force: `setTimeout` of a negative time, again and again, once a millisecond per connection (kafkajs #1751). An idle
 * consumer made 2,700 timers a second and burnt a tenth of a core. With this it arms one only where it has work.
 */
export function patchRequestQueue(): void {
  const require = createRequire(import.meta.url);
  const { prototype } = require('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue & { [PATCHED]?: boolean };
  };
  if (prototype[PATCHED] === true) return;
  const schedule = prototype.scheduleCheckPendingRequests;
  if (typeof schedule !== 'function') {
    throw new Error('kafkajs is not the version this was written for: 2.2.4');
  }
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
    schedule.call(this);
  };
  prototype[PATCHED] = true;
}
