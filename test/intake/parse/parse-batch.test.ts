import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkItem } from '../../../src/intake/check-item.ts';
import { cutArray } from '../../../src/intake/parse/cut-array.ts';
import { parseBatch, type ParsedBatch } from '../../../src/intake/parse/parse-batch.ts';
import { MAX_EVENT_BYTES } from '../../../src/intake/parse/too-large.ts';
import { sampleJson } from './sample-event.ts';

describe('parseBatch', () => {
  it('gives each item its own result, in order', () => {
    const batch = parse(`[${sampleJson()},7, ${sampleJson({ type: 'x' })} ,${sampleJson({ id: 'b' })}]\n`);
    expect(batch).toMatchObject({
      ok: true,
      items: [
        { parsed: { ok: true } },
        { parsed: { ok: false, refusals: [{ code: 'wrong-type' }] } },
        { parsed: { ok: false, refusals: [{ field: '/type' }] } },
        { parsed: { ok: true, event: { attributes: { id: 'b' } } } },
      ],
    });
  });

  it('takes an empty batch', () => {
    expect(parse('[]')).toEqual({ ok: true, items: [] });
    expect(parse(' [\n] ')).toEqual({ ok: true, items: [] });
  });

  it('passes a byte order mark over', () => {
    expect(parse(`\ufeff[${sampleJson()}]`)).toMatchObject({ ok: true, items: [{ parsed: { ok: true } }] });
  });

  it.each([
    ['one event', sampleJson(), 'wrong-type'],
    ['nothing', '', 'invalid-json'],
    ['half a batch', `[${sampleJson()}`, 'invalid-json'],
    ['a batch whose last text has no end', `[${sampleJson()},"x]`, 'invalid-json'],
    ['a batch and more', `[${sampleJson()}][]`, 'invalid-json'],
    ['a batch closed as an object', `[${sampleJson()}}`, 'invalid-json'],
    ['an item that is not JSON', `[${sampleJson()},{"id":},${sampleJson()}]`, 'invalid-json'],
    ['an item that is left out', `[${sampleJson()},]`, 'invalid-json'],
    ['more items than it may have', '[1,2,3,4,5]', 'too-large'],
  ])('refuses %s as a whole', (_, text, code) => {
    expect(parse(text)).toMatchObject({ ok: false, refusal: { code, field: '' } });
  });

  it('is JSON where JSON.parse says so, and has the same items', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"',
      '\\',
      '"a"',
      '1',
      ' ',
      '"]"',
      '"\\""',
      '[]',
      '{"a":1}',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (inner) => {
        const text = `[${inner.join('')}]`;
        const cut = cutArray(Buffer.from(text), 100);
        const items = cut?.map((bytes) => parsed(bytes.toString()));
        expect(items?.includes(undefined) ? undefined : items).toEqual(parsed(text));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['U+0000', sampleJson({ data: { recordId: 'a\u0000' } }), 'invalid-text'],
    ['half a surrogate pair', sampleJson({ data: { recordId: '\ud83d' } }), 'invalid-text'],
    ['a field twice', sampleJson().replace('"id":', '"id":"x","id":'), 'repeated-field'],
    [
      'a great depth',
      sampleJson({ data: 0 }).replace('"data":0', `"data":${'['.repeat(30_000)}${']'.repeat(30_000)}`),
      'wrong-type',
    ],
  ])('refuses an item with %s alone, and keeps it as it was', (_, bad, code) => {
    const batch = parse(`[${sampleJson()}, ${bad},${sampleJson({ id: 'b' })}]`);
    if (!batch.ok) throw new Error(batch.refusal.code);
    const sender = { agency: 'hhs' as const, client: 'portal', receivedAt: '2026-03-01T10:00:01.000Z' };
    expect(batch.items.map((item) => checkItem(item, sender))).toMatchObject([
      { kind: 'record' },
      { kind: 'refused', refusals: [{ code }] },
      { kind: 'record', id: 'b' },
    ]);
    expect(batch.items[1]!.original().toString().trim()).toBe(bad);
  });

  it('refuses an item that is not UTF-8 alone', () => {
    const bytes = Buffer.from(`[${sampleJson()},"XX"]`).map((byte) => (byte === 88 ? 0xc0 : byte));
    expect(parseBatch(Buffer.from(bytes), 4)).toMatchObject({
      items: [{ parsed: { ok: true } }, { parsed: { refusals: [{ code: 'invalid-utf8' }] } }],
    });
  });

  it('refuses an item that is too large, and keeps its beginning', () => {
    const batch = parse(`[${sampleJson()},${sampleJson({ data: 'é'.repeat(MAX_EVENT_BYTES / 2) })}]`);
    if (!batch.ok) throw new Error('refused');
    expect(batch.items.map(({ parsed }) => parsed.ok)).toEqual([true, false]);
    expect(batch.items[1]?.parsed).toMatchObject({ refusals: [{ code: 'too-large' }] });
    expect(batch.items[1]?.original().length).toBe(MAX_EVENT_BYTES);
    expect(batch.items[0]?.original().toString()).toBe(sampleJson());
  });
});

function parse(text: string): ParsedBatch {
  return parseBatch(Buffer.from(text), 4);
}

/** Undefined: no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
