import { describe, expect, it } from '@jest/globals';
import { brokenOperations, brokenPromises, newRefusals, type Json } from '../../scripts/schemas/grow.ts';
import { parse } from 'yaml';
import { asyncApiText } from '../../scripts/schemas/async-api.ts';
import { brokenTopics } from '../../scripts/schemas/topics-grow.ts';
import { recordSchemaDocuments } from '../../scripts/schemas/record-schemas.ts';

const base: Json = {
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 10, pattern: '^a' },
    count: { type: 'integer', minimum: 1 },
    kind: { type: 'string', enum: ['a', 'b'] },
    inner: {
      type: 'object',
      properties: { x: { type: 'string' } },
      required: [],
      additionalProperties: false,
    },
    list: { type: 'array', items: { type: 'string', enum: ['p', 'q'] }, maxItems: 3 },
  },
  required: ['id'],
  additionalProperties: false,
};

function changed(property: string, schema: Json | undefined, rest: Json = {}): Json {
  const properties = { ...(base['properties'] as Json), [property]: schema };
  if (schema === undefined) delete properties[property];
  return { ...base, properties, ...rest };
}

describe('what senders may write', () => {
  it.each<[string, Json]>([
    ['nothing', base],
    ['a new optional field', changed('fresh', { type: 'string' })],
    ['a field no longer required', { ...base, required: [] }],
    ['a new code', changed('kind', { type: 'string', enum: ['a', 'b', 'c'] })],
    ['any value instead of codes', changed('kind', { type: 'string' })],
    ['more room', changed('id', { type: 'string', maxLength: 11, pattern: '^a' })],
    ['no pattern', changed('id', { type: 'string' })],
    ['any number', changed('count', { type: 'number', minimum: 0 })],
    ['another type beside', changed('count', { type: ['integer', 'null'], minimum: 1 })],
    ['unknown fields', { ...base, additionalProperties: true }],
    [
      'another shape beside',
      changed('kind', { anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'null' }] }),
    ],
    ['a description', changed('kind', { type: 'string', enum: ['b', 'a'], description: 'x' })],
    [
      'a reference to the same',
      { ...changed('kind', { $ref: '#/$defs/kind' }), $defs: { kind: { enum: ['a', 'b'] } } },
    ],
  ])('grows by %s', (_, after) => {
    expect(newRefusals(base, after)).toEqual([]);
  });

  it.each<[string, Json, RegExp]>([
    [
      'a new required field',
      changed('fresh', { type: 'string' }, { required: ['id', 'fresh'] }),
      /^\/fresh: became required/,
    ],
    ['a field that becomes required', { ...base, required: ['id', 'kind'] }, /^\/kind: became required/],
    ['a field removed', changed('kind', undefined), /^\/kind: is not accepted/],
    ['a code removed', changed('kind', { type: 'string', enum: ['a'] }), /^\/kind: "b" is not accepted/],
    [
      'codes only',
      changed('id', { type: 'string', maxLength: 10, pattern: '^a', enum: ['a'] }),
      /^\/id: only some values/,
    ],
    ['a constant', changed('kind', { const: 'a' }), /^\/kind: "b"/],
    ['less room', changed('id', { type: 'string', maxLength: 9, pattern: '^a' }), /^\/id: maxLength/],
    [
      'a new limit',
      changed('kind', { type: 'string', enum: ['a', 'b'], minLength: 2 }),
      /^\/kind: minLength/,
    ],
    ['another pattern', changed('id', { type: 'string', maxLength: 10, pattern: '^b' }), /^\/id: pattern/],
    ['a higher minimum', changed('count', { type: 'integer', minimum: 2 }), /^\/count: minimum/],
    ['another type', changed('count', { type: 'string' }), /^\/count: integer is not accepted/],
    ['whole numbers only', changed('count', { type: 'boolean' }), /^\/count: integer/],
    [
      'a field removed inside',
      changed('inner', { type: 'object', properties: {}, additionalProperties: false }),
      /^\/inner\/x: is not/,
    ],
    [
      'a code removed from a list',
      changed('list', { type: 'array', items: { enum: ['p'] }, maxItems: 3 }),
      /^\/list\/\[\]: "q"/,
    ],
    [
      'a shorter list',
      changed('list', { type: 'array', items: { type: 'string' }, maxItems: 2 }),
      /^\/list: maxItems/,
    ],
  ])('shrinks by %s', (_, after, problem) => {
    const problems = newRefusals(base, after);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it('shrinks where unknown fields were accepted', () => {
    expect(newRefusals({ ...base, additionalProperties: {} }, base)).toHaveLength(1);
  });

  it('shrinks where one of several shapes is not covered', () => {
    const both = { anyOf: [{ type: 'string' }, { type: 'integer' }] };
    expect(newRefusals(both, { type: 'string' })).toEqual([': integer is not accepted any more']);
    expect(newRefusals(both, { anyOf: [{ type: 'number' }, { type: 'string' }] })).toEqual([]);
  });

  it('are the same in our own schemas compared with themselves', () => {
    for (const { schema } of recordSchemaDocuments()) expect(newRefusals(schema, schema)).toEqual([]);
  });

  it('notices every field dropped from our own schemas', () => {
    for (const { schema } of recordSchemaDocuments()) {
      const { properties } = schema as { properties: Json };
      for (const name of Object.keys(properties)) {
        const { [name]: _, ...others } = properties;
        expect(newRefusals(schema, { ...schema, properties: others })).toHaveLength(1);
      }
    }
  });
});

describe('a code taken out of a table', () => {
  const { schema } = recordSchemaDocuments().find(({ type }) => type === 'eoir.hearing')!;
  const { properties } = schema as { properties: Record<string, Json> };

  it.each(['locationCode', 'noticeCode', 'hearingType', 'adjournmentCode'])('is noticed in %s', (name) => {
    const [first, ...others] = properties[name]!['enum'] as string[];
    const after = { ...schema, properties: { ...properties, [name]: { ...properties[name], enum: others } } };
    expect(newRefusals(schema, after)).toEqual([`/${name}: "${first}" is not accepted any more`]);
    expect(newRefusals(after, schema)).toEqual([]);
  });
});

describe('what readers are promised', () => {
  it.each<[string, Json]>([
    ['a new field', changed('fresh', { type: 'string' })],
    ['a field always there', { ...base, required: ['id', 'kind'] }],
    ['a narrower type', changed('count', { type: 'integer', minimum: 5 })],
  ])('grows by %s', (_, after) => {
    expect(brokenPromises(base, after)).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ['a field gone', changed('kind', undefined), '/kind: is gone'],
    ['a field that may be absent', { ...base, required: [] }, '/id: may be absent now'],
    ['another type', changed('count', { type: 'string' }), '/count: may be string, which was not promised'],
    ['null', changed('count', { type: ['integer', 'null'] }), '/count: may be null, which was not promised'],
    [
      'another shape',
      changed('count', { anyOf: [{ type: 'integer' }, { type: 'null' }] }),
      '/count: may be null, which was not promised',
    ],
    ['a field gone inside', changed('inner', { type: 'object', properties: {} }), '/inner/x: is gone'],
  ])('breaks by %s', (_, after, problem) => {
    expect(brokenPromises(base, after)).toEqual([problem]);
  });

  it('lets a value that could be null be one always', () => {
    const nullable = { anyOf: [{ type: 'integer' }, { type: 'null' }] };
    expect(brokenPromises(changed('count', nullable), base)).toEqual([]);
  });
});

describe('operations', () => {
  const operation = (changes: Json = {}): Json => ({
    parameters: [{ in: 'query', name: 'after', schema: { type: 'string', maxLength: 20 } }],
    requestBody: { content: { 'application/json': { schema: base } } },
    responses: {
      200: {
        headers: { ETag: {} },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Answer' } } },
      },
      404: { content: {} },
    },
    ...changes,
  });
  const okay = (): Json => (operation()['responses'] as Record<string, Json>)['200']!;
  const api = (post: Json | undefined, answer: Json = base): Json => ({
    openapi: '3.1.0',
    paths: { '/v1/things': post === undefined ? {} : { post } },
    components: { schemas: { Answer: answer } },
  });
  const before = api(operation());

  it.each<[string, Json]>([
    ['nothing', before],
    [
      'a new optional parameter',
      api(
        operation({
          parameters: [{ in: 'query', name: 'wait', schema: {} }, ...(operation()['parameters'] as Json[])],
        }),
      ),
    ],
    ['a new answer', api(operation({ responses: { ...(operation()['responses'] as Json), 429: {} } }))],
    ['a field in the answer', api(operation(), changed('fresh', { type: 'string' }))],
  ])('grow by %s', (_, after) => {
    expect(brokenOperations(before, after)).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ['an operation gone', api(undefined), 'POST /v1/things: is gone'],
    [
      'a header gone',
      api(operation({ responses: { 200: { ...okay(), headers: {} }, 404: {} } })),
      'POST /v1/things/200: the header ETag is gone',
    ],
    [
      'a parameter that is required',
      api(operation({ parameters: [{ in: 'header', name: 'purpose', required: true }] })),
      'POST /v1/things: header purpose became required',
    ],
    [
      'a body that is narrower',
      api(
        operation({
          requestBody: { content: { 'application/json': { schema: { ...base, required: ['id', 'kind'] } } } },
        }),
      ),
      'POST /v1/things/request/application/json/kind: became required',
    ],
    [
      'a media type gone',
      api(operation({ requestBody: { content: {} } })),
      'POST /v1/things/request: application/json is gone',
    ],
    ['an answer gone', api(operation({ responses: {} })), 'POST /v1/things/200: this answer is gone'],
    [
      'a field of the answer gone',
      api(operation(), changed('kind', undefined)),
      'POST /v1/things/200/application/json/kind: is gone',
    ],
  ])('shrink by %s', (_, after, problem) => {
    expect(brokenOperations(before, after)).toEqual([problem]);
  });
});

describe('topics', () => {
  const ours = parse(asyncApiText('1.0.0')) as Json;
  const beside = (path: string): Json =>
    recordSchemaDocuments().find(({ type }) => path === `schemas/records/${type}.json`)!.schema as Json;
  const changes = (path: string[], change: (node: Json) => void): string[] => {
    const after = structuredClone(ours);
    change(path.reduce((node, name) => node[name] as Json, after));
    return brokenTopics({ document: ours, beside }, { document: after, beside });
  };
  const messages = ['channels', 'child-status.v1', 'messages'];
  const redirect = ['components', 'schemas', 'rollcall.child-redirect'];
  const header = ['components', 'messages', 'rollcall.child-redirect', 'headers'];

  it('of our own are the same compared with themselves', () => {
    expect(changes([], () => {})).toEqual([]);
  });

  it('grow by a message', () => {
    expect(changes(messages, (node) => Object.assign(node, { fresh: {} }))).toEqual([]);
  });

  it.each<[string, string[], (node: Json) => void, string]>([
    ['a topic gone', ['channels'], (node) => delete node['child-status.v1'], 'child-status.v1: is gone'],
    [
      'a message gone',
      messages,
      (node) => delete node['rollcall.child-redirect'],
      'child-status.v1/rollcall.child-redirect: is gone',
    ],
    [
      'a field gone',
      [...redirect, 'properties'],
      (node) => delete node['movedTo'],
      'child-status.v1/rollcall.child-redirect/payload/movedTo: is gone',
    ],
    [
      'a field of another type',
      [...redirect, 'properties'],
      (node) => (node['childId'] = { type: 'integer' }),
      'child-status.v1/rollcall.child-redirect/payload/childId: may be integer, which was not promised',
    ],
    [
      'a field that may be absent',
      redirect,
      (node) => (node['required'] = ['childId']),
      'child-status.v1/rollcall.child-redirect/payload/movedTo: may be absent now',
    ],
    [
      'a header gone',
      [...header, 'properties'],
      (node) => delete node['ce_time'],
      'child-status.v1/rollcall.child-redirect/headers/ce_time: is gone',
    ],
  ])('break by %s', (_, path, change, problem) => {
    expect(changes(path, change)).toEqual([problem]);
  });
});
