import { describe, expect, it } from '@jest/globals';
import { parseBinary } from '../../../src/intake/parse/parse-binary.ts';
import { parseBatch } from '../../../src/intake/parse/parse-batch.ts';
import { parseStructured } from '../../../src/intake/parse/parse-structured.ts';
import { sample } from './sample-event.ts';

/**
 * The cases of cloudevents/conformance (features/http-protocol-binding.feature and yaml/v1.yaml, commit 7a8ee0a),
 * written anew with our types and sources: those of the originals are refused, and that too is a case.
 */
const data = JSON.stringify(sample.data);
const required = {
  specversion: '1.0',
  id: 'conformance-1',
  source: 'urn:us-gov:hhs:conformance',
  type: 'hhs.placement',
};

const cases: Array<[string, Record<string, string>, boolean]> = [
  ['required attributes only', {}, true],
  ['time in UTC', { time: '2018-04-05T03:56:24Z' }, true],
  ['time with fraction', { time: '2018-04-05T03:56:24.999Z' }, true],
  ['time with offset', { time: '2020-03-21T12:34:56.78+05:30' }, true],
  ['datacontenttype', { datacontenttype: 'application/json' }, true],
  ['datacontenttype with charset', { datacontenttype: 'application/json; charset=utf-8' }, true],
  ['dataschema', { dataschema: 'http://example.com/schema' }, true],
  ['subject', { subject: 'example-subject' }, true],
  ['a known extension', { correlationid: 'abc' }, true],
  ['an unknown extension', { exbool: 'true' }, false],
  ['a bad time', { time: 'yesterday' }, false],
  ['data that is not JSON', { datacontenttype: 'text/plain' }, false],
  ['the original’s type', { type: 'com.example.someevent' }, false],
  ['the original’s source', { source: '/mycontext/subcontext' }, false],
  ['specversion 0.3', { specversion: '0.3' }, false],
];

describe('CloudEvents conformance', () => {
  it.each(cases)('structured mode, %s', (_, attributes, taken) => {
    const parsed = parseStructured(`{${members({ ...required, ...attributes })},"data":${data}}`);
    expect(parsed.ok).toBe(taken);
  });

  it.each(cases)('binary mode, %s', (_, attributes, taken) => {
    const { datacontenttype = 'application/json', ...others } = { ...required, ...attributes };
    const headers = Object.fromEntries(Object.entries(others).map(([name, value]) => [`ce-${name}`, value]));
    expect(parseBinary({ ...headers, 'content-type': datacontenttype }, data).ok).toBe(taken);
  });

  it.each(cases)('batched mode, %s', (_, attributes, taken) => {
    const batch = parseBatch(Buffer.from(`[{${members({ ...required, ...attributes })},"data":${data}}]`), 1);
    expect(batch).toMatchObject({ ok: true, items: [{ parsed: { ok: taken } }] });
  });

  it.each(Object.keys(required))('refuses an event without %s in every mode', (name) => {
    const { [name]: _, ...rest } = required as Record<string, string>;
    const refusal = { ok: false, refusals: [{ code: 'missing-field', field: `/${name}` }] };
    const headers = Object.fromEntries(Object.entries(rest).map(([key, value]) => [`ce-${key}`, value]));
    expect(parseStructured(`{${members(rest)},"data":${data}}`)).toMatchObject(refusal);
    expect(parseBinary({ ...headers, 'content-type': 'application/json' }, data)).toMatchObject(refusal);
  });
});

function members(attributes: Record<string, string>): string {
  return JSON.stringify(attributes).slice(1, -1);
}
