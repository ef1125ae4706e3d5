/** One line of text, from 1; without its end. Empty lines are given too, so numbers are an editor's. */
export interface TextLine {
  number: number;
  text: string;
}

/** Lines of a byte stream, in groups as they come, with back-pressure. */
export async function* readLines(input: AsyncIterable<Buffer | string>): AsyncGenerator<TextLine[]> {
  let rest = '';
  let number = 0;
  const decoder = new TextDecoder();
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    if (parts.length > 0) yield parts.map((part) => ({ number: ++number, text: part.replace(/\r$/, '') }));
  }
  if (rest !== '') yield [{ number: ++number, text: rest }];
}
