import { setTimeout as delay } from 'node:timers/promises';
import type { IntakeItem } from './check-item.ts';
import { LineSplitter, parseLine, type Line } from './parse/split-lines.ts';

/** Events read together, and appended together. */
const CHUNK_EVENTS = 1000;
const CHUNK_BYTES = 1024 * 1024;
/** A sender that pauses gets its answers after this, whether or not a chunk is full. */
const LINGER_MS = 50;

/**
 * An NDJSON body as chunks of items, each item mapped by `take` while its line's bytes are at hand. Reads on only when
 * asked for the next chunk, so the body waits while the log is busy.
 */
export async function* readNdjson<T>(
  body: AsyncIterable<Buffer>,
  take: (item: IntakeItem) => T,
): AsyncGenerator<T[]> {
  const splitter = new LineSplitter();
  const reader = body[Symbol.asyncIterator]();
  let chunk: T[] = [];
  let bytes = 0;
  const add = (line: Line): void => {
    chunk.push(take({ parsed: parseLine(line), original: () => Buffer.from(line.bytes), line: line.number }));
    bytes += line.bytes.length;
  };
  const full = (): T[] => {
    const done = chunk;
    chunk = [];
    bytes = 0;
    return done;
  };
  let next = reader.next();
  for (;;) {
    if (chunk.length > 0 && !(await settlesWithin(next, LINGER_MS))) yield full();
    const read = await next;
    if (read.done === true) break;
    for (const line of splitter.push(read.value)) {
      add(line);
      if (chunk.length >= CHUNK_EVENTS || bytes >= CHUNK_BYTES) yield full();
    }
    next = reader.next();
  }
  for (const line of splitter.end()) add(line);
  if (chunk.length > 0) yield full();
}

async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const settled = promise.then(
    () => true,
    () => true,
  );
  const late = delay(ms, false, { signal: timer.signal }).catch(() => false);
  const first = await Promise.race([settled, late]);
  timer.abort();
  return first;
}
