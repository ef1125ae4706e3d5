/** One line's bytes, from 1; without its end. Empty lines are given too, so numbers are an editor's. */
export interface NumberedLine {
  number: number;
  bytes: Buffer;
}

const NEWLINE = 10;
const RETURN = 13;

/**
 * Lines of a byte stream, in groups as they come, with back-pressure. As bytes: what is no UTF-8 is refused by who takes it, and must come
 * there as it is.
 */
export async function* readLines(input: AsyncIterable<Buffer | string>): AsyncGenerator<NumberedLine[]> {
  let parts: Buffer[] = [];
  let number = 0;
  const lineTo = (end: Buffer): NumberedLine => {
    const whole = parts.length === 0 ? end : Buffer.concat([...parts, end]);
    parts = [];
    const bytes = whole.at(-1) === RETURN ? whole.subarray(0, -1) : whole;
    return { number: ++number, bytes };
  };
  for await (const given of input) {
    const chunk = typeof given === 'string' ? Buffer.from(given) : given;
    const lines: NumberedLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      lines.push(lineTo(chunk.subarray(start, end)));
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (parts.length > 0) yield [lineTo(Buffer.alloc(0))];
}
