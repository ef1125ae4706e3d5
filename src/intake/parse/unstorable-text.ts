/** Text that no UTF-8 store can hold: half a surrogate pair, or U+0000 (which Postgres refuses). */
const UNSTORABLE = /\u0000|[\ud800-\udfff]/u; // oxlint-disable-line no-control-regex -- refusing it is the point

/**
 * Whether a JSON value holds such text, in a string or a key, at any depth. Walks without recursion: a sender
 * chooses the depth.
 */
export function holdsUnstorableText(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string') {
      if (UNSTORABLE.test(next)) return true;
    } else if (Array.isArray(next)) {
      for (const item of next) left.push(item);
    } else if (typeof next === 'object' && next !== null) {
      for (const [key, item] of Object.entries(next)) left.push(key, item);
    }
  }
  return false;
}

/** Whether a JSON text could hold some: it must be escaped there, or stand in the text itself. Cheap. */
export function mayHoldUnstorableText(json: string): boolean {
  return json.includes('\\u') || UNSTORABLE.test(json);
}
