import crypto from 'node:crypto';

/**
 * A short name for a text: the first 16 bytes of its SHA-256 as UUID text, lower case. The version and variant bits
 * are those of a UUIDv8 (RFC 9562 §5.8), so 122 bits are the hash's. The same text gives the same id everywhere.
 */
export function hashId(text: string): string {
  const hex = sha256Hex(text);
  const variant = VARIANT[Number.parseInt(hex[16] ?? '0', 16)] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The top two bits of the digit become `10`. */
const VARIANT = '89ab89ab89ab89ab';

/** SHA-256 of a text's UTF-8, in hex. The one-shot function is about twice as fast for short texts; Node has it from 20.12 on. */
export const sha256Hex: (text: string) => string =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'hex')
    : (text) => crypto.createHash('sha256').update(text).digest('hex');
