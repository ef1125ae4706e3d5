import { isUtf8 } from 'node:buffer';
import type { Refusal } from '../../contracts/refusal.ts';
import { holdsUnstorableText, mayHoldUnstorableText } from './unstorable-text.ts';

export type ParsedJson = { ok: true; value: unknown } | { ok: false; refusal: Refusal };

/** JSON text (UTF-8 where it is bytes) to its value. The parser's own message is not passed on: it quotes the text. */
export function parseJson(json: string | Buffer): ParsedJson {
  if (typeof json !== 'string' && !isUtf8(json)) {
    return refuse('invalid-utf8', 'send UTF-8', json.length);
  }
  const text = typeof json === 'string' ? json : json.toString('utf8');
  // In UTF-8 no half of a pair stands raw, and a raw U+0000 is not JSON: in bytes only escapes can hide either.
  const suspicious = typeof json === 'string' ? mayHoldUnstorableText(json) : text.includes('\\u');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('invalid-json', 'this is not JSON (RFC 8259); send one JSON text', text.length);
  }
  return suspicious && holdsUnstorableText(value)
    ? refuse(
        'invalid-text',
        'leave out U+0000 and halves of surrogate pairs (\\ud800 to \\udfff)',
        text.length,
      )
    : { ok: true, value };
}

function refuse(code: string, reason: string, length: number): ParsedJson {
  return { ok: false, refusal: { code, field: '', reason, found: `text(${length})` } };
}
