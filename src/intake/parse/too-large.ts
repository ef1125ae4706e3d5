import type { Refusal } from '../../contracts/refusal.ts';

/** The largest event taken, in bytes of its JSON text: what every CloudEvents receiver must take (spec §"Size Limits"). */
export const MAX_EVENT_BYTES = 64 * 1024;

/** @param bytes how many there are, or how many were seen before the rest was passed over */
export function tooLarge(bytes: number): Refusal {
  return {
    code: 'too-large',
    field: '',
    reason: `an event may have ${MAX_EVENT_BYTES} bytes; send less in one event`,
    found: `bytes(${bytes})`,
  };
}
