/** Wakes those who wait for news. A ring is never lost: `waitFrom(count())` taken before looking sees a later ring. */
export interface Bell {
  ring(): void;
  /** How often it rang. */
  count(): number;
  /** Resolves when it rang after `seen`, after `ms`, or when aborted. */
  waitFrom(seen: number, ms: number, signal?: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let rung = 0;
  const waiting = new Set<() => void>();
  return {
    ring() {
      rung += 1;
      for (const wake of waiting) wake();
    },
    count: () => rung,
    async waitFrom(seen, ms, signal) {
      if (rung !== seen || ms <= 0 || signal?.aborted) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        waiting.add(wake);
        signal?.addEventListener('abort', wake, { once: true });
      });
    },
  };
}
