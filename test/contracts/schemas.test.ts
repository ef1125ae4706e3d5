import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { asyncApiText } from '../../scripts/schemas/async-api.ts';
import { recordSchemaDocuments } from '../../scripts/schemas/record-schemas.ts';
import { topics } from '../../src/contracts/topics.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe('the published schemas', () => {
  it.each(recordSchemaDocuments())('hold $type as the code has it', ({ type, schema }) => {
    expect(JSON.parse(read(`schemas/records/${type}.json`))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('hold the topics as the code has them', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(read('schemas/asyncapi.yaml')).toBe(asyncApiText(version));
  });

  it('lead every reference of the topics to something', () => {
    const document = parse(read('schemas/asyncapi.yaml')) as { channels: object };
    expect(Object.keys(document.channels)).toEqual(topics.map((topic) => topic.name));
    for (const [, reference] of read('schemas/asyncapi.yaml').matchAll(/\$ref: "?([^"\n]+)"?/g)) {
      expect(targetOf(document, reference!)).toBeDefined();
    }
  });
});

function targetOf(document: object, reference: string): unknown {
  if (!reference.startsWith('#/')) return read(`schemas/${reference}`);
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], document);
}
