import { describe, expect, it } from '@jest/globals';
import { parseBatch } from '../../../src/intake/parse/parse-batch.ts';
import { MAX_EVENT_BYTES } from '../../../src/intake/parse/too-large.ts';
import { sampleJson } from './sample-event.ts';

describe('parseBatch', () => {
  it('gives each item its own result, in order', () => {
    const batch = parseBatch(
      Buffer.from(`[${sampleJson()},7,${sampleJson({ type: 'x' })},${sampleJson({ id: 'b' })}]`),
    );
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
    expect(parseBatch('[]')).toEqual({ ok: true, items: [] });
  });

  it.each([
    ['one event', sampleJson(), 'wrong-type'],
    ['half a batch', `[${sampleJson()}`, 'invalid-json'],
  ])('refuses %s as a whole', (_, text, code) => {
    expect(parseBatch(text)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('refuses an item that is too large, and keeps its beginning', () => {
    const batch = parseBatch(`[${sampleJson()},${sampleJson({ data: 'é'.repeat(MAX_EVENT_BYTES / 2) })}]`);
    if (!batch.ok) throw new Error('refused');
    expect(batch.items.map(({ parsed }) => parsed.ok)).toEqual([true, false]);
    expect(batch.items[1]?.parsed).toMatchObject({ refusals: [{ code: 'too-large' }] });
    expect(batch.items[1]?.original().length).toBe(MAX_EVENT_BYTES);
    expect(batch.items[0]?.original().toString()).toBe(sampleJson());
  });
});
