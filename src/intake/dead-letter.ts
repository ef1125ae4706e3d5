import type { Refusal } from '../contracts/refusal.ts';
import { DEAD_LETTER_TOPIC } from '../contracts/topics.ts';
import type { LogMessage } from '../log/event-log.ts';
import type { EventHints } from './parse/parsed-event.ts';
import type { Sender } from './parse/accept-event.ts';

/** The value of a message on `dead-letter.v1`, as JSON. */
export interface DeadLetter extends EventHints {
  code: string;
  field: string;
  reason: string;
  /** Client that sent it. */
  sender: string;
  receivedAt: string;
  /** What was sent, byte by byte, in base64; of what was too large the beginning. */
  original: string;
}

/** A refused event as a message that keeps it. Headers hold no more than its code: what was sent may be anything. */
export function deadLetterMessage(
  refusals: readonly Refusal[],
  hints: EventHints,
  original: Buffer,
  sender: Sender,
): LogMessage {
  const first = refusals[0] ?? { code: 'refused', field: '', reason: 'refused' };
  const letter: DeadLetter = {
    code: first.code,
    field: first.field,
    reason: first.reason,
    sender: sender.client,
    ...hints,
    receivedAt: sender.receivedAt,
    original: original.toString('base64'),
  };
  return {
    topic: DEAD_LETTER_TOPIC,
    key: hints.source ?? sender.client,
    headers: { 'content-type': 'application/json', 'dl-stage': 'intake', 'dl-code': first.code },
    value: JSON.stringify(letter),
  };
}
