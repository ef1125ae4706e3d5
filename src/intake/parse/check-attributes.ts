import { z } from 'zod';
import { EventAttributes } from '../../contracts/envelope.ts';
import { refusalsOf, type Refusal } from '../../contracts/refusal.ts';
import { hintsOf, type ParsedEvent } from './parsed-event.ts';

const compiled = z.compile(EventAttributes);

/** An event's context attributes against the contract; an attribute that the contract does not name is refused. */
export function checkAttributes(attributes: Readonly<Record<string, unknown>>, data: unknown): ParsedEvent {
  const result = compiled.safeParse(attributes);
  return result.success
    ? { ok: true, event: { attributes: result.data, data } }
    : { ok: false, refusals: refusalsOf(result.error, attributes).map(named), hints: hintsOf(attributes) };
}

const taken = Object.keys(EventAttributes.shape).join(', ');

function named(refusal: Refusal): Refusal {
  if (refusal.code !== 'unknown-field') return refusal;
  return { ...refusal, code: 'unknown-attribute', reason: `leave this attribute out; taken are: ${taken}` };
}
