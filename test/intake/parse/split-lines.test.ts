import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LineSplitter, parseLine, type Line } from '../../../src/intake/parse/split-lines.ts';
import { MAX_EVENT_BYTES } from '../../../src/intake/parse/too-large.ts';
import { sampleJson } from './sample-event.ts';

describe('LineSplitter', () => {
  it('numbers lines, passes over empty ones, and takes a last line without an end', () => {
    expect(told(split(['a\n\n', 'b\r', '\n\r\n  c']))).toEqual([
      [1, 'a'],
      [3, 'b'],
      [5, '  c'],
    ]);
    expect(split(['', '\n\n'])).toEqual([]);
  });

  it('gives the same lines wherever the chunks end', () => {
    const body = fc.array(fc.constantFrom('a', '', 'bb', '€😀', '\r', 'x'.repeat(70)), { maxLength: 12 });
    fc.assert(
      fc.property(body, fc.array(fc.nat({ max: 40 })), (lines, cuts) => {
        const bytes = Buffer.from(lines.join('\n'));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          chunks.push(bytes.subarray(at, at + cut));
          at = Math.min(at + cut, bytes.length);
        }
        chunks.push(bytes.subarray(at));
        expect(told(split(chunks))).toEqual(told(split([bytes])));
        const expected = bytes
          .toString()
          .split('\n')
          .map((line) => line.replace(/\r$/, ''))
          .filter((line) => line !== '');
        expect(split(chunks).map(({ bytes: line }) => line.toString())).toEqual(expected);
      }),
    );
  });

  it('cuts a line that is too long and goes on after it', () => {
    const long = 'x'.repeat(3 * MAX_EVENT_BYTES);
    for (const chunks of [[`${long}\nafter\n`], [...Array.from(long), '\nafter\n'], [long, '\r\nafter']]) {
      const [first, second] = split(chunks);
      expect(first?.bytes.length).toBe(MAX_EVENT_BYTES);
      expect(first?.length).toBeGreaterThanOrEqual(long.length);
      expect(second).toMatchObject({ number: 2, length: 5 });
    }
  });

  it.each([
    [0, true],
    [1, false],
  ])('takes a line of the limit and %i bytes: %s', (more, whole) => {
    const [line] = split([`${'x'.repeat(MAX_EVENT_BYTES + more)}\r\n`]);
    expect((line?.length ?? 0) <= MAX_EVENT_BYTES).toBe(whole);
  });
});

describe('parseLine', () => {
  it('takes a good line between bad ones', () => {
    const body = [sampleJson(), '{', 'x'.repeat(MAX_EVENT_BYTES + 1), sampleJson({ id: 'b' })].join('\n');
    expect(split([body]).map(parseLine)).toMatchObject([
      { ok: true },
      { ok: false, refusals: [{ code: 'invalid-json' }] },
      { ok: false, refusals: [{ code: 'too-large', found: `bytes(${MAX_EVENT_BYTES + 1})` }] },
      { ok: true, event: { attributes: { id: 'b' } } },
    ]);
  });
});

function split(chunks: ReadonlyArray<string | Buffer>): Line[] {
  const splitter = new LineSplitter();
  return [...chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk))), ...splitter.end()];
}

function told(lines: readonly Line[]): Array<[number, string]> {
  return lines.map(({ number, bytes }) => [number, bytes.toString()]);
}
