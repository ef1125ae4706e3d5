import type { Sender } from '../parse/accept-event.ts';
import type { PackedItems } from './packed-items.ts';

/** A block to check. */
export interface Question {
  /** Of each line its length, before it was cut. */
  lengths: readonly number[];
  bytes: Uint8Array<ArrayBuffer>;
  sender: Sender;
}

/** `ready` once, then one for each question, in order. */
export type Answer =
  | { kind: 'ready' }
  | { kind: 'items'; items: PackedItems }
  /** A fault in the check; `error` is what kind of error it was. */
  | { kind: 'fault'; error: string };
