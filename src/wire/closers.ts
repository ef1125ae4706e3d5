import { setTimeout as delay } from 'node:timers/promises';

/** Closes what was opened, in reverse order. */
export class Closers {
  #stack: Array<{ name: string; close: () => Promise<unknown> }> = [];
  #closing: Promise<void> | null = null;

  add(name: string, close: () => Promise<unknown>): void {
    this.#stack.push({ name, close });
  }

  /** Each part gets what is left of `limitMs`, but at least a second; one that fails or takes longer doesn't hold up the rest. */
  close(limitMs: number, onTrouble: (name: string, error: unknown) => void): Promise<void> {
    return (this.#closing ??= this.#run(limitMs, onTrouble));
  }

  async #run(limitMs: number, onTrouble: (name: string, error: unknown) => void): Promise<void> {
    const end = performance.now() + limitMs;
    for (const { name, close } of this.#stack.reverse()) {
      const timeUp = new AbortController();
      const left = Math.max(1000, end - performance.now());
      try {
        await Promise.race([
          close(),
          delay(left, undefined, { signal: timeUp.signal }).then(() => {
            throw new Error('took too long to close');
          }),
        ]);
      } catch (error) {
        onTrouble(name, error);
      } finally {
        timeUp.abort();
      }
    }
  }
}
