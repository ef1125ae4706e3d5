import crypto from 'node:crypto';

/**
 * A short name for a text: the first 16 bytes of its SHA-256 as UUID text, lower case. The version and variant bits
 * are those of a UUIDv8 (RFC 9562 §5.8), so 122 bits are the hash's. The same text gives the same id everywhere.
 */
export function hashId(text: string): string {
  const digest = crypto.hash('sha256', text, 'binary');
  let to = 0;
  for (let i = 0; i < 16; i += 1) {
    if (i === 4 || i === 6 || i === 8 || i === 10) letters[to++] = HYPHEN;
    const byte = digest.charCodeAt(i);
    const marked = i === 6 ? 0x80 | (byte & 0x0f) : i === 8 ? 0x80 | (byte & 0x3f) : byte;
    letters[to++] = hexDigits[marked >> 4]!;
    letters[to++] = hexDigits[marked & 0x0f]!;
  }
  return letters.toString('latin1');
}

/** Where an id is put together: a flat string, where cutting and joining the hex gives one of eleven pieces, at over twice the cost. */
const letters = Buffer.alloc(36);
const hexDigits = Buffer.from('0123456789abcdef');
const HYPHEN = 0x2d;

/** SHA-256 of a text's UTF-8, in hex. */
export function sha256Hex(text: string): string {
  return crypto.hash('sha256', text, 'hex');
}
