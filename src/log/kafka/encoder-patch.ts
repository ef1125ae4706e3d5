import { createRequire } from 'node:module';

/** What we touch of kafkajs 2.2.4's src/protocol/encoder. */
interface Encoder {
  buf: Buffer;
  offset: number;
  ensureAvailable: (this: Encoder, length: number) => void;
  writeUVarInt: (this: Encoder, value: number) => Encoder;
  writeVarInt: (this: Encoder, value: number) => Encoder;
  writeVarLong: (this: Encoder, value: unknown) => Encoder;
}

interface EncoderClass {
  prototype: Encoder & { [PATCHED]?: boolean };
  nextPowerOfTwo: (value: number) => number;
  sizeOfVarInt: (value: number) => number;
  sizeOfVarLong: (value: unknown) => number;
}

const PATCHED = Symbol.for('rollcall.encoder-patched');
/** The size that kafkajs asks for where it knows none. */
const UNKNOWN_SIZE = 511;
/** Most headers fit; and Node makes a buffer of so many bytes within the heap. */
const FIRST_SIZE = 64;

/**
 * kafkajs 2.2.4 makes an encoder for each record and for each of its headers, begins each with 512 bytes of zeros, and writes
 * every number through a buffer of its own: some forty buffers a record, which is most of what sending costs. With this
 * encoders begin small and numbers are written in place; the bytes are the same.
 */
export function patchEncoder(): void {
  const require = createRequire(import.meta.url);
  const encoder = require('kafkajs/src/protocol/encoder') as EncoderClass;
  const { prototype } = encoder;
  if (prototype[PATCHED] === true) return;
  const { nextPowerOfTwo, sizeOfVarLong } = encoder;
  const { writeVarLong } = prototype;
  if ([nextPowerOfTwo, sizeOfVarLong, writeVarLong].some((found) => typeof found !== 'function')) {
    throw new Error('kafkajs is not the version this was written for: 2.2.4');
  }

  encoder.nextPowerOfTwo = (value) => (value === UNKNOWN_SIZE ? FIRST_SIZE : nextPowerOfTwo(value));
  prototype.ensureAvailable = function (length) {
    const needed = this.offset + length;
    if (needed <= this.buf.length) return;
    const larger = Buffer.allocUnsafe(Math.max(nextPowerOfTwo(needed), 2 * this.buf.length));
    this.buf.copy(larger, 0, 0, this.offset);
    this.buf = larger;
  };
  prototype.writeUVarInt = function (value) {
    this.ensureAvailable(5);
    let rest = value;
    while ((rest & ~0x7f) !== 0) {
      this.buf[this.offset++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buf[this.offset++] = rest;
    return this;
  };
  // A small number has the same bytes whether it may be a long or not.
  prototype.writeVarLong = function (value) {
    return isSmall(value) ? this.writeVarInt(value) : writeVarLong.call(this, value);
  };
  encoder.sizeOfVarLong = (value) =>
    isSmall(value) ? encoder.sizeOfVarInt(value) : sizeOfVarLong.call(encoder, value);
  prototype[PATCHED] = true;
}

function isSmall(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 2 ** 30;
}
