import type { Refusal } from '../contracts/refusal.ts';
import type { LogMessage } from '../log/event-log.ts';
import { checkEvent, type Sender } from './parse/accept-event.ts';
import { hintsOf, type ParsedEvent } from './parse/parsed-event.ts';
import { deadLetterMessage } from './dead-letter.ts';

/** One event as it was sent: read, and with its bytes at hand should it be refused. */
export interface IntakeItem {
  parsed: ParsedEvent;
  original(): Buffer;
  /** Of NDJSON: its line, from 1. */
  line?: number;
}

/** An event after all checks that need nothing but itself. */
export type CheckedItem = { line?: number; id?: string; type?: string; receivedAt: string } & (
  | { kind: 'record'; message: LogMessage; eventKey: string; digest: string; source: string; id: string }
  | { kind: 'refused'; message: LogMessage; refusals: Refusal[] }
);

export function checkItem(item: IntakeItem, sender: Sender): CheckedItem {
  const line = item.line === undefined ? {} : { line: item.line };
  const { parsed } = item;
  const { receivedAt } = sender;
  if (!parsed.ok) {
    const message = deadLetterMessage(parsed.refusals, parsed.hints, item.original(), sender);
    return { kind: 'refused', ...line, ...parsed.hints, receivedAt, message, refusals: parsed.refusals };
  }
  const { id, source, type } = parsed.event.attributes;
  const checked = checkEvent(parsed.event, sender);
  if (checked.ok) {
    const { message, eventKey, digest } = checked;
    return { kind: 'record', ...line, id, type, receivedAt, source, message, eventKey, digest };
  }
  const message = deadLetterMessage(checked.refusals, hintsOf({ id, source, type }), item.original(), sender);
  return { kind: 'refused', ...line, id, type, receivedAt, message, refusals: checked.refusals };
}
