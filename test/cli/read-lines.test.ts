import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, integer, string } from 'fast-check';
import { readLines } from '../../src/cli/read-lines.ts';

async function linesOf(chunks: Buffer[]): Promise<Array<{ number: number; text: string }>> {
  const lines = [];
  for await (const group of readLines(Readable.from(chunks)))
    for (const { number, bytes } of group) lines.push({ number, text: bytes.toString() });
  return lines;
}

describe('readLines', () => {
  it('numbers lines as an editor does, whatever they end with', async () => {
    expect(await linesOf([Buffer.from('a\r\n\nb\nc')])).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: '' },
      { number: 3, text: 'b' },
      { number: 4, text: 'c' },
    ]);
  });

  it('gives the same lines wherever the chunks end, also within a character', async () => {
    await assert(
      asyncProperty(
        array(string({ unit: constantFrom('a', 'ñ', '漢', '\n', '{') })),
        integer({ min: 1, max: 5 }),
        async (parts, size) => {
          const bytes = Buffer.from(parts.join(''));
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.subarray(i * size, (i + 1) * size),
          );
          expect(await linesOf(chunks)).toEqual(await linesOf([bytes]));
        },
      ),
    );
  });
});
