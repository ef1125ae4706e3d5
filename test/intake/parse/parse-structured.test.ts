import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseStructured } from '../../../src/intake/parse/parse-structured.ts';
import { sample, sampleJson } from './sample-event.ts';

describe('parseStructured', () => {
  it('gives attributes and data apart, moments in UTC', () => {
    const { data, time: _, ...attributes } = sample;
    expect(parseStructured(sampleJson())).toEqual({
      ok: true,
      event: { attributes: { ...attributes, time: '2026-03-01T10:00:00.000Z' }, data },
    });
  });

  it('takes an attribute of null for one that is not there', () => {
    expect(parseStructured(sampleJson({ subject: null, time: null }))).toEqual(
      parseStructured(sampleJson({ time: undefined })),
    );
    expect(parseStructured(sampleJson({ id: null }))).toMatchObject({
      refusals: [{ code: 'missing-field' }],
    });
  });

  it.each([
    ['no specversion', { specversion: undefined }, 'missing-field', '/specversion'],
    ['another specversion', { specversion: '2.0' }, 'invalid-value', '/specversion'],
    ['specversion 0.3', { specversion: '0.3' }, 'invalid-value', '/specversion'],
    ['no id', { id: undefined }, 'missing-field', '/id'],
    ['an empty id', { id: '' }, 'invalid-value', '/id'],
    ['an id that is a number', { id: 7 }, 'wrong-type', '/id'],
    ['an id with a space', { id: 'a b' }, 'invalid-value', '/id'],
    ['no source', { source: undefined }, 'missing-field', '/source'],
    ['a source that is none of ours', { source: 'https://hhs.example/portal' }, 'invalid-value', '/source'],
    ['no type', { type: undefined }, 'missing-field', '/type'],
    ['an unknown type', { type: 'hhs.placements' }, 'invalid-value', '/type'],
    ['a time without an offset', { time: '2026-03-01T10:00:00' }, 'invalid-value', '/time'],
    ['another content type', { datacontenttype: 'text/xml' }, 'invalid-value', '/datacontenttype'],
    ['an extension it does not know', { myextension: 'x' }, 'unknown-attribute', '/myextension'],
    ['an extension in capitals', { Subject: 'x' }, 'unknown-attribute', '/Subject'],
    ['an extension that is an object', { correlationid: { a: 1 } }, 'wrong-type', '/correlationid'],
    ['a name that is never taken in', { sponsorstatus: 'x' }, 'never-taken-in', '/sponsorstatus'],
    ['no data', { data: undefined }, 'missing-field', '/data'],
    ['data_base64', { data: undefined, data_base64: 'e30=' }, 'unsupported-data', '/data_base64'],
    ['data and data_base64', { data_base64: 'e30=' }, 'unsupported-data', '/data_base64'],
  ])('refuses %s', (_, changes, code, field) => {
    expect(parseStructured(sampleJson(changes))).toMatchObject({ ok: false, refusals: [{ code, field }] });
  });

  it('refuses __proto__ like any other attribute', () => {
    const text = sampleJson().replace('{', '{"__proto__":{"id":"x"},');
    expect(parseStructured(text)).toMatchObject({ ok: false, refusals: [{ code: 'unknown-attribute' }] });
  });

  it.each([
    ['nothing', '', 'invalid-json'],
    ['half an event', sampleJson().slice(0, -5), 'invalid-json'],
    ['two events', `${sampleJson()}${sampleJson()}`, 'invalid-json'],
    ['two byte order marks', `\ufeff\ufeff${sampleJson()}`, 'invalid-json'],
    ['an array', `[${sampleJson()}]`, 'wrong-type'],
    ['null', 'null', 'wrong-type'],
    ['a string', '"Luz Invented"', 'wrong-type'],
    ['U+0000', sampleJson({ data: { recordId: 'a\u0000' } }), 'invalid-text'],
    ['half a surrogate pair', sampleJson({ data: { recordId: '\ud83d' } }), 'invalid-text'],
    ['half a surrogate pair in a key', sampleJson({ data: { '\udc00': 1 } }), 'invalid-text'],
    [
      'half a surrogate pair, written raw',
      sampleJson({ data: 'x' }).replace('"x"', '"\ud83d"'),
      'invalid-text',
    ],
  ])('refuses %s', (_, text, code) => {
    expect(parseStructured(text)).toMatchObject({ ok: false, refusals: [{ code }] });
  });

  it('refuses bytes that are not UTF-8', () => {
    const bytes = Buffer.from(sampleJson({ subject: 'XX' })).map((byte) => (byte === 88 ? 0xc0 : byte));
    expect(parseStructured(Buffer.from(bytes))).toMatchObject({
      ok: false,
      refusals: [{ code: 'invalid-utf8' }],
    });
  });

  it('takes whole surrogate pairs, escaped or not', () => {
    expect(parseStructured(sampleJson({ data: '😀' }))).toMatchObject({ ok: true, event: { data: '😀' } });
    expect(
      parseStructured(sampleJson({ data: 'x' }).replace('"x"', String.raw`"\ud83d\ude00"`)),
    ).toMatchObject({
      ok: true,
      event: { data: '😀' },
    });
  });

  it('passes a byte order mark over', () => {
    const marked = `\ufeff${sampleJson()}`;
    expect(parseStructured(marked)).toEqual(parseStructured(sampleJson()));
    expect(parseStructured(Buffer.from(marked))).toEqual(parseStructured(sampleJson()));
  });

  it('refuses a field that stands twice, wherever it is, and names it', () => {
    const twice = (field: string) => sampleJson().replace(`"${field}":`, `"${field}":"x", "${field}" :`);
    for (const [field, at] of [
      ['id', '/id'],
      ['version', '/data/version'],
      ['aNumber', '/data/person/identifiers/aNumber'],
    ] as const) {
      const refusal = { code: 'repeated-field', field: at, found: 'repeated' };
      expect(parseStructured(twice(field))).toMatchObject({ ok: false, refusals: [refusal] });
      expect(parseStructured(Buffer.from(twice(field)))).toMatchObject({ ok: false, refusals: [refusal] });
    }
  });

  it('stands any depth that fits into one event', () => {
    const deep = String.raw`"\u0041",`.length;
    const text = `{"data":${'['.repeat(30_000)}${String.raw`"\u0041"`}${']'.repeat(30_000)}}`;
    expect(text.length).toBeGreaterThan(deep);
    expect(parseStructured(text)).toMatchObject({ ok: false });
  });

  it('says what a refused event said of itself, where that is safe to repeat', () => {
    expect(parseStructured(sampleJson({ data: undefined }))).toMatchObject({
      hints: { id: sample.id, source: sample.source, type: sample.type },
    });
    expect(parseStructured(sampleJson({ specversion: '9', id: 'Luz Invented', type: 7 }))).toMatchObject({
      hints: { source: sample.source },
    });
    expect(parseStructured('[]')).toMatchObject({ hints: {} });
  });

  it('never throws and never repeats what it refuses', () => {
    const json = fc.json().map((text) => text.replaceAll('"', '"CANARY'));
    const events = fc.dictionary(
      fc.constantFrom('id', 'type', 'source', 'data', 'time', 'specversion', 'subject'),
      fc.jsonValue(),
    );
    const texts = fc.oneof(
      fc.string(),
      json,
      events.map((event) => JSON.stringify({ ...event, id: 'CANARY 1' })),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseStructured(text);
        expect(parsed.ok).toBe(false);
        expect(JSON.stringify(parsed)).not.toContain('CANARY');
      }),
    );
  });
});
