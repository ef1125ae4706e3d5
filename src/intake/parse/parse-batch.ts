import { kindOf, type Refusal } from '../../contracts/refusal.ts';
import { cutArray } from './cut-array.ts';
import { parseJson } from './parse-json.ts';
import { parseStructured } from './parse-structured.ts';
import { refused, type ParsedEvent } from './parsed-event.ts';
import { MAX_EVENT_BYTES, tooLarge } from './too-large.ts';

export type ParsedBatch = { ok: true; items: BatchItem[] } | { ok: false; refusal: Refusal };

export interface BatchItem {
  parsed: ParsedEvent;
  /** The item's bytes as they were sent, for a dead letter. At most MAX_EVENT_BYTES. */
  original(): Buffer;
}

/**
 * Events as `application/cloudevents-batch+json`: a JSON array. Each item is read as if it had come alone, so one bad item leaves the
 * others as they are.
 */
export function parseBatch(json: Buffer, most: number): ParsedBatch {
  const cut = cutArray(json, most);
  if (cut === null) return { ok: false, refusal: notAnArray(json) };
  if (cut.length > most) return { ok: false, refusal: tooMany(cut.length, most) };
  const items: BatchItem[] = [];
  for (const bytes of cut) {
    const parsed = bytes.length > MAX_EVENT_BYTES ? refused(tooLarge(bytes.length)) : parseStructured(bytes);
    // Where one is not JSON, nobody knows where it ends.
    if (!parsed.ok && parsed.refusals[0]?.code === 'invalid-json')
      return { ok: false, refusal: { ...parsed.refusals[0], found: `text(${json.length})` } };
    items.push({ parsed, original: () => bytes.subarray(0, MAX_EVENT_BYTES) });
  }
  return { ok: true, items };
}

function notAnArray(json: Buffer): Refusal {
  const parsed = parseJson(json);
  if (!parsed.ok) return parsed.refusal;
  const reason = 'send a JSON array of CloudEvents';
  return { code: 'wrong-type', field: '', reason, found: kindOf(parsed.value) };
}

function tooMany(count: number, most: number): Refusal {
  const reason = `a batch may hold ${most} events; send several, or NDJSON`;
  return { code: 'too-large', field: '', reason, found: `array(${count})` };
}
