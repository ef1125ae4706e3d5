import { kindOf, type Refusal } from '../../contracts/refusal.ts';
import { parseJson } from './parse-json.ts';
import { parseEventObject } from './parse-structured.ts';
import { refused, type ParsedEvent } from './parsed-event.ts';
import { MAX_EVENT_BYTES, tooLarge } from './too-large.ts';

export type ParsedBatch = { ok: true; items: BatchItem[] } | { ok: false; refusal: Refusal };

export interface BatchItem {
  parsed: ParsedEvent;
  /** The item as JSON text, for a dead letter; made only when asked for. At most MAX_EVENT_BYTES. */
  original(): Buffer;
}

/** Events as `application/cloudevents-batch+json`: a JSON array. One bad item leaves the others as they are. */
export function parseBatch(json: string | Buffer): ParsedBatch {
  const parsed = parseJson(json);
  if (!parsed.ok) return parsed;
  if (!Array.isArray(parsed.value)) {
    const reason = 'send a JSON array of CloudEvents';
    return { ok: false, refusal: { code: 'wrong-type', field: '', reason, found: kindOf(parsed.value) } };
  }
  // Where the whole body is small no item can be too large, so none needs to be measured.
  const measured = Buffer.byteLength(json) > MAX_EVENT_BYTES;
  return { ok: true, items: parsed.value.map((event: unknown) => itemOf(event, measured)) };
}

function itemOf(event: unknown, measured: boolean): BatchItem {
  const bytes = measured ? Buffer.byteLength(JSON.stringify(event)) : 0;
  return {
    parsed: bytes > MAX_EVENT_BYTES ? refused(tooLarge(bytes)) : parseEventObject(event),
    original: () => Buffer.from(JSON.stringify(event)).subarray(0, MAX_EVENT_BYTES),
  };
}
