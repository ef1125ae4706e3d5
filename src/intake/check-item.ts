import type { RecordType } from '../contracts/records/index.ts';
import type { Refusal } from '../contracts/refusal.ts';
import type { LogMessage } from '../log/event-log.ts';
import { checkEvent, type Sender } from './parse/accept-event.ts';
import { hintsOf, type EventHints, type ParsedEvent } from './parse/parsed-event.ts';
import { deadLetterMessage } from './dead-letter.ts';

/** One event as it was sent: read, and with its bytes at hand should it be refused. */
export interface IntakeItem {
  parsed: ParsedEvent;
  original(): Buffer;
  /** Of NDJSON: its line, from 1. */
  line?: number;
}

/** An event after all checks that need nothing but itself. */
export type CheckedItem = CheckedRecord | RefusedItem;

export interface CheckedRecord {
  kind: 'record';
  line: number | undefined;
  id: string;
  source: string;
  type: RecordType;
  receivedAt: string;
  message: LogMessage;
  eventKey: string;
  digest: string;
}

export interface RefusedItem {
  kind: 'refused';
  line: number | undefined;
  id: string | undefined;
  type: string | undefined;
  receivedAt: string;
  message: LogMessage;
  refusals: Refusal[];
}

export function checkItem(item: IntakeItem, sender: Sender): CheckedItem {
  const { parsed, line } = item;
  const { receivedAt } = sender;
  if (!parsed.ok) return refusedItem(parsed.refusals, parsed.hints, item.original(), line, sender);
  const { id, source, type } = parsed.event.attributes;
  const checked = checkEvent(parsed.event, sender);
  if (!checked.ok) {
    return refusedItem(checked.refusals, hintsOf({ id, source, type }), item.original(), line, sender);
  }
  const { message, eventKey, digest } = checked;
  return { kind: 'record', line, id, source, type, receivedAt, message, eventKey, digest };
}

export function refusedItem(
  refusals: Refusal[],
  hints: EventHints,
  original: Buffer,
  line: number | undefined,
  sender: Sender,
): RefusedItem {
  const message = deadLetterMessage(refusals, hints, original, sender);
  const { id, type } = hints;
  return { kind: 'refused', line, id, type, receivedAt: sender.receivedAt, message, refusals };
}
