/** A `ce-*` header's value as CloudEvents HTTP binding 1.0.2 §3.1.3.2 has a sender write it. */
export function encodeHeader(text: string): string {
  return Array.from(text, (char) => (/^[!#$&-~]$/.test(char) ? char : percent(char))).join('');
}

function percent(char: string): string {
  return [...Buffer.from(char)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
