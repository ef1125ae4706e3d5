import type { EventAttributes } from '../../contracts/envelope.ts';
import type { Refusal } from '../../contracts/refusal.ts';

/** An event whose envelope is in order; its data is not checked yet. */
export interface RecordEvent {
  attributes: EventAttributes;
  data: unknown;
}

/** What a refused event said of itself, as far as it can be told: for the dead letter and the receipt. */
export interface EventHints {
  id?: string;
  source?: string;
  type?: string;
}

export type ParsedEvent =
  { ok: true; event: RecordEvent } | { ok: false; refusals: Refusal[]; hints: EventHints };

export function refused(refusal: Refusal, hints: EventHints = {}): ParsedEvent {
  return { ok: false, refusals: [refusal], hints };
}

/** Only what is safe to repeat in a header or a log line: short printable ASCII. */
export function hintsOf(attributes: Readonly<Record<string, unknown>>): EventHints {
  const hints: EventHints = {};
  for (const name of ['id', 'source', 'type'] as const) {
    const value = attributes[name];
    if (typeof value === 'string' && /^[\u0021-\u007e]{1,128}$/.test(value)) hints[name] = value;
  }
  return hints;
}
