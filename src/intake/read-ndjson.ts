import { LineBlock } from './line-block.ts';
import { LineSplitter } from './parse/split-lines.ts';

/** A sender that pauses gets its answers after this, whether or not a block is full. */
const LINGER_MS = 50;

/** An NDJSON body as blocks of lines. Reads on only when asked for the next block, so the body waits while the log is busy. */
export async function* readNdjson(body: AsyncIterable<Buffer>): AsyncGenerator<LineBlock> {
  const splitter = new LineSplitter();
  const reader = body[Symbol.asyncIterator]();
  let block = new LineBlock();
  let next = reader.next();
  for (;;) {
    if (block.numbers.length > 0 && !(await settlesWithin(next, LINGER_MS))) {
      yield block;
      block = new LineBlock();
    }
    const read = await next;
    if (read.done === true) break;
    for (const line of splitter.push(read.value)) {
      block.add(line);
      if (block.full) {
        yield block;
        block = new LineBlock();
      }
    }
    next = reader.next();
  }
  for (const line of splitter.end()) block.add(line);
  if (block.numbers.length > 0) yield block;
}

async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const settled = promise.then(
    () => true,
    () => true,
  );
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const first = await Promise.race([settled, late]);
  clearTimeout(timer);
  return first;
}
