import { parseStructured } from './parse-structured.ts';
import { refused, type ParsedEvent } from './parsed-event.ts';
import { MAX_EVENT_BYTES, tooLarge } from './too-large.ts';

/** One line of NDJSON without its end. */
export interface Line {
  /** From 1; empty lines count, though they are not given. */
  number: number;
  /** The line's bytes; of one that is too long the first MAX_EVENT_BYTES. A view: copy it to keep it. */
  bytes: Buffer;
  /** How long the line is, which is more than `bytes` where it was cut. */
  length: number;
}

const NEWLINE = 10;
const RETURN = 13;

/**
 * Cuts a stream of bytes into lines, wherever the chunks end. Holds at most one line's beginning, so a body of any
 * size and a line of any length run in flat memory.
 */
export class LineSplitter {
  #number = 0;
  #parts: Buffer[] = [];
  #kept = 0;
  #length = 0;

  /** The lines that end in this chunk. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#take(chunk.subarray(start, end), lines);
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
    return lines;
  }

  /** The last line, where the stream does not end in a newline. */
  end(): Line[] {
    const lines: Line[] = [];
    if (this.#length > 0) this.#take(Buffer.alloc(0), lines);
    return lines;
  }

  #hold(part: Buffer): void {
    this.#length += part.length;
    const room = MAX_EVENT_BYTES + 1 - this.#kept;
    if (room <= 0) return;
    const kept = part.subarray(0, room);
    this.#parts.push(kept);
    this.#kept += kept.length;
  }

  #take(rest: Buffer, lines: Line[]): void {
    this.#number += 1;
    let whole = rest;
    let length = rest.length;
    if (this.#length > 0) {
      this.#hold(rest);
      whole = Buffer.concat(this.#parts);
      length = this.#length;
      this.#parts = [];
      this.#kept = 0;
      this.#length = 0;
    }
    if (length === whole.length && whole[length - 1] === RETURN) length -= 1;
    if (length === 0) return;
    lines.push({ number: this.#number, bytes: whole.subarray(0, Math.min(length, MAX_EVENT_BYTES)), length });
  }
}

/** A line of NDJSON as an event in structured mode. */
export function parseLine(line: Line): ParsedEvent {
  return line.length > MAX_EVENT_BYTES ? refused(tooLarge(line.length)) : parseStructured(line.bytes);
}
