/**
 * Turns many calls for one key each into few loads of many keys. Calls of one turn of the event loop go together; while `maxLoads` are
 * under way, further calls gather. Within a load every key is asked for once.
 * @returns gives the value of a key, or null if the load found none
 */
export function coalesce<K, V>(
  load: (keys: K[]) => Promise<Map<K, V>>,
  options: { maxKeys?: number; maxLoads?: number } = {},
): (key: K) => Promise<V | null> {
  const maxKeys = options.maxKeys ?? 500;
  const maxLoads = options.maxLoads ?? 2;
  type Waiter = { resolve: (value: V | null) => void; reject: (error: unknown) => void };
  let waiting = new Map<K, Waiter[]>();
  let loads = 0;
  let scheduled = false;

  const flush = (): void => {
    scheduled = false;
    if (waiting.size === 0 || loads >= maxLoads) return;
    void run(next());
    flush();
  };
  const next = (): Map<K, Waiter[]> => {
    if (waiting.size <= maxKeys) {
      const all = waiting;
      waiting = new Map();
      return all;
    }
    const some = new Map([...waiting].slice(0, maxKeys));
    for (const key of some.keys()) waiting.delete(key);
    return some;
  };
  const run = async (batch: Map<K, Waiter[]>): Promise<void> => {
    loads += 1;
    try {
      const values = await load([...batch.keys()]);
      for (const [key, waiters] of batch) for (const w of waiters) w.resolve(values.get(key) ?? null);
    } catch (error) {
      for (const waiters of batch.values()) for (const w of waiters) w.reject(error);
    } finally {
      loads -= 1;
      flush();
    }
  };

  return (key) =>
    new Promise((resolve, reject) => {
      const same = waiting.get(key);
      if (same === undefined) waiting.set(key, [{ resolve, reject }]);
      else same.push({ resolve, reject });
      if (scheduled) return;
      scheduled = true;
      setImmediate(flush);
    });
}
