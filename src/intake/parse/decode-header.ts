/**
 * The text in a `ce-*` header (CloudEvents HTTP binding 1.0.2 §3.1.3.2): a quoted string loses its quotes and
 * backslashes, then one round of percent-decoding. Null where the quotes don't close, a percent sign stands alone,
 * or the bytes are not UTF-8.
 * @example decodeHeader('Euro%20%E2%82%AC') // 'Euro €'
 */
export function decodeHeader(value: string): string | null {
  const text = value.startsWith('"') ? unquoted(value) : value;
  if (text === null || !text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** RFC 9110 §5.6.4. */
function unquoted(value: string): string | null {
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1];
  return inner === undefined ? null : inner.replaceAll(/\\(.)/g, '$1');
}
