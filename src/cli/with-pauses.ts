import { setTimeout as delay } from 'node:timers/promises';

/**
 * What comes, and a null once nothing has come for a while. Who stops asking need not wait for what may come yet: it ends its source
 * itself.
 */
export async function* withPauses<T>(source: AsyncIterable<T>, ms: number): AsyncGenerator<T | null> {
  const items = source[Symbol.asyncIterator]();
  let waiting = false;
  try {
    for (;;) {
      const next = items.next();
      waiting = true;
      if (await isSlow(next, ms)) yield null;
      const item = await next;
      waiting = false;
      if (item.done === true) return;
      yield item.value;
    }
  } finally {
    const ended = items.return?.();
    if (waiting) ended?.catch(() => {});
    else await ended;
  }
}

/** Whether something takes longer; it may fail meanwhile, of which who awaits it is told. */
async function isSlow(work: Promise<unknown>, ms: number): Promise<boolean> {
  const done = new AbortController();
  const settled = () => done.abort();
  work.then(settled, settled);
  return await delay(ms, true, { signal: done.signal }).catch(() => false);
}
