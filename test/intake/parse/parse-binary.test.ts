import { describe, expect, it } from '@jest/globals';
import { parseBinary, type HttpHeaders } from '../../../src/intake/parse/parse-binary.ts';
import { parseStructured } from '../../../src/intake/parse/parse-structured.ts';
import { sample, sampleJson } from './sample-event.ts';

const headers = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-id': sample.id,
  'ce-source': sample.source,
  'ce-type': sample.type,
  'ce-time': sample.time,
};
const body = JSON.stringify(sample.data);

describe('parseBinary', () => {
  it('gives the event that structured mode gives', () => {
    expect(parseBinary({ ...headers, host: 'x', authorization: 'secret' }, Buffer.from(body))).toEqual(
      parseStructured(sampleJson({ datacontenttype: 'application/json' })),
    );
  });

  it('decodes header values once', () => {
    expect(parseBinary({ ...headers, 'ce-subject': 'a%20b%2520' }, body)).toMatchObject({
      event: { attributes: { subject: 'a b%20' } },
    });
    expect(parseBinary({ ...headers, 'ce-subject': '"say \\"x\\""' }, body)).toMatchObject({
      event: { attributes: { subject: 'say "x"' } },
    });
  });

  it.each<[string, HttpHeaders, string, string]>([
    ['no ce-id', { 'ce-id': undefined }, 'missing-field', '/id'],
    ['another specversion', { 'ce-specversion': '0.3' }, 'invalid-value', '/specversion'],
    ['an unknown extension', { 'ce-myextension': 'x' }, 'unknown-attribute', '/myextension'],
    ['a value twice', { 'ce-id': ['a', 'b'] }, 'invalid-value', '/id'],
    ['a lone percent sign', { 'ce-subject': '100%' }, 'invalid-value', '/subject'],
    ['percent digits that are none', { 'ce-subject': '%G1' }, 'invalid-value', '/subject'],
    ['an overlong encoding', { 'ce-subject': '%C0%A0' }, 'invalid-value', '/subject'],
    ['a surrogate encoded as UTF-8', { 'ce-subject': '%ED%A0%80' }, 'invalid-value', '/subject'],
    ['quotes that do not close', { 'ce-subject': '"abc' }, 'invalid-value', '/subject'],
    [
      'ce-datacontenttype',
      { 'ce-datacontenttype': 'application/json' },
      'unknown-attribute',
      '/datacontenttype',
    ],
    ['another content type', { 'content-type': 'text/xml' }, 'invalid-value', '/datacontenttype'],
    ['ce-data', { 'ce-data': '{}' }, 'unknown-attribute', '/data'],
  ])('refuses %s', (_, changes, code, field) => {
    const parsed = parseBinary({ ...headers, ...changes }, body);
    expect(parsed).toMatchObject({ ok: false, refusals: [{ code, field }] });
  });

  it.each([
    ['an empty body', '', 'invalid-json'],
    ['half a record', body.slice(1), 'invalid-json'],
    ['U+0000', '{"a":"\\u0000"}', 'invalid-text'],
  ])('refuses %s', (_, text, code) => {
    expect(parseBinary(headers, text)).toMatchObject({
      refusals: [{ code, field: '/data' }],
      hints: { id: sample.id },
    });
  });

  it('names a field of the body that stands twice', () => {
    const twice = body.replace('"aNumber":', '"aNumber":"A022222222","aNumber":');
    expect(parseBinary(headers, twice)).toMatchObject({
      refusals: [{ code: 'repeated-field', field: '/data/person/identifiers/aNumber' }],
      hints: { id: sample.id },
    });
  });

  it('reports a bad header and a bad body together', () => {
    expect(parseBinary({ ...headers, 'ce-id': undefined, 'ce-subject': '%' }, '{')).toMatchObject({
      refusals: [{ field: '/subject' }, { field: '/data' }, { field: '/id' }],
    });
  });
});
