import { MAX_EVENT_BYTES } from './parse/too-large.ts';
import type { Line } from './parse/split-lines.ts';

/** Events read together, and appended together. */
const MAX_LINES = 1000;
const MAX_BYTES = 1024 * 1024;
/** Enough for a few records; a block that becomes larger is made as large as any. */
const FIRST_BYTES = 64 * 1024;

/** Lines of one request, copied together: they can be handed to another thread, and hold nothing of the body alive. */
export class LineBlock {
  /** Of each line its number, from 1. */
  readonly numbers: number[] = [];
  /** Of each line its length, which is more than is kept of it where it was cut. */
  readonly lengths: number[] = [];
  #bytes: Buffer<ArrayBuffer> = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #used = 0;

  get full(): boolean {
    return this.numbers.length >= MAX_LINES || this.#used >= MAX_BYTES;
  }

  /** All lines' bytes, one after the other; a whole ArrayBuffer's, which may be longer. */
  get bytes(): Buffer<ArrayBuffer> {
    return this.#bytes;
  }

  add({ number, bytes, length }: Line): void {
    if (this.#used + bytes.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(MAX_BYTES + MAX_EVENT_BYTES);
      this.#bytes.copy(larger, 0, 0, this.#used);
      this.#bytes = larger;
    }
    bytes.copy(this.#bytes, this.#used);
    this.#used += bytes.length;
    this.numbers.push(number);
    this.lengths.push(length);
  }
}

/** The same as it comes to another thread. */
export interface BlockOfLines {
  numbers: readonly number[];
  lengths: readonly number[];
  bytes: Buffer;
}

/** A block's lines again, as views. */
export function* linesOf({ numbers, lengths, bytes }: BlockOfLines): Generator<Line> {
  let start = 0;
  for (const [i, number] of numbers.entries()) {
    const length = lengths[i]!;
    const end = start + Math.min(length, MAX_EVENT_BYTES);
    yield { number, bytes: bytes.subarray(start, end), length };
    start = end;
  }
}
