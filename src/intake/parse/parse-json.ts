import { isUtf8 } from 'node:buffer';
import type { Refusal } from '../../contracts/refusal.ts';
import { repeatedName } from '../../contracts/repeated-name.ts';
import { holdsUnstorableText, mayHoldUnstorableText } from './unstorable-text.ts';

export type ParsedJson = { ok: true; value: unknown } | { ok: false; refusal: Refusal };

const BYTE_ORDER_MARK = 0xfeff;

/**
 * JSON text (UTF-8 where it is bytes) to its value. A byte order mark before it is passed over (RFC 8259 §8.1). The parser's own message
 * is not passed on: it quotes the text.
 */
export function parseJson(json: string | Buffer): ParsedJson {
  if (typeof json !== 'string' && !isUtf8(json)) {
    return refuse('invalid-utf8', 'send UTF-8', json.length);
  }
  let text = typeof json === 'string' ? json : json.toString('utf8');
  if (text.charCodeAt(0) === BYTE_ORDER_MARK) text = text.slice(1);
  // In UTF-8 no half of a pair stands raw, and a raw U+0000 is not JSON: in bytes only escapes can hide either.
  const suspicious = typeof json === 'string' ? mayHoldUnstorableText(json) : text.includes('\\u');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('invalid-json', 'this is not JSON (RFC 8259); send one JSON text', text.length);
  }
  if (suspicious && holdsUnstorableText(value)) {
    const reason = 'leave out U+0000 and halves of surrogate pairs (\\ud800 to \\udfff)';
    return refuse('invalid-text', reason, text.length);
  }
  const field = repeatedName(text, value);
  if (field === null) return { ok: true, value };
  const reason = 'a field stands twice in its object: give it once (RFC 7493 §2.3)';
  return { ok: false, refusal: { code: 'repeated-field', field, reason, found: 'repeated' } };
}

function refuse(code: string, reason: string, length: number): ParsedJson {
  return { ok: false, refusal: { code, field: '', reason, found: `text(${length})` } };
}
