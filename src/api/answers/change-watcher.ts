import { setTimeout as delay } from 'node:timers/promises';

/** Asked this often while someone waits, for changes that another process made. */
const POLL_MS = 250;

/**
 * Waits for the change feed to pass a point. However many wait, the store is asked by one: at once when this process
 * says that something changed, and every 250 ms besides.
 */
export class ChangeWatcher {
  readonly #readHead: () => Promise<bigint>;
  readonly #waiters = new Set<{ after: bigint; done: () => void }>();
  #polling = false;
  #woken = new AbortController();

  constructor(readHead: () => Promise<bigint>) {
    this.#readHead = readHead;
  }

  wake(): void {
    this.#woken.abort();
  }

  /** Resolves when there may be a change after `after`, when `ms` have passed, or when the signal says so. */
  async wait(after: bigint, ms: number, signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const waiter = { after, done: () => stop.abort() };
    this.#waiters.add(waiter);
    if (!this.#polling) void this.#poll();
    try {
      await delay(ms, undefined, { signal: AbortSignal.any([signal, stop.signal]) }).catch(() => {});
    } finally {
      this.#waiters.delete(waiter);
    }
  }

  async #poll(): Promise<void> {
    this.#polling = true;
    while (this.#waiters.size > 0) {
      this.#woken = new AbortController();
      try {
        const head = await this.#readHead();
        for (const waiter of this.#waiters) if (head > waiter.after) waiter.done();
      } catch {
        // Whoever waits reads for himself in the end, and is told then that the store does not answer.
        for (const waiter of this.#waiters) waiter.done();
      }
      await delay(POLL_MS, undefined, { signal: this.#woken.signal, ref: false }).catch(() => {});
    }
    this.#polling = false;
  }
}
