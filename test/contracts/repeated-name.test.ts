import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { repeatedName } from '../../src/contracts/repeated-name.ts';

const found = (text: string) => repeatedName(text, JSON.parse(text));

describe('repeatedName', () => {
  it.each([
    ['{"a":1,"a":1}', '/a'],
    ['{"a":1, "\\u0061" :2}', '/a'],
    ['{"a":[0,{"b":1},{"b":1,"b":[]}]}', '/a/2/b'],
    ['[[1,2],[{"c":{},"d":"}","c":1}]]', '/1/0/c'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
    ['{"":1,"":2}', '/(unnamed)'],
    ['{"A012345678":1,"A012345678":2}', '/(unnamed)'],
    ['{"a":"say \\"a\\":","a":1}', '/a'],
    [`{"a":"\\\\","a":1}`, '/a'],
    [`${'['.repeat(30_000)}{"a":1,"a":1}${']'.repeat(30_000)}`, ''],
  ])('finds it in %.60s', (text, field) => {
    expect(found(text)).toBe(field);
  });

  it.each([
    '{"a":{"a":{"a":"a"}},"b":["a","a"]}',
    '{"a":"\\"a\\":1,","b":"\\\\"}',
    '{"a":"\\"","b":"\\"","A":1}',
    '"a"',
    'null',
    '[]',
  ])('finds none in %s', (text) => {
    expect(found(text)).toBeNull();
  });

  it('finds one exactly where an object has one', () => {
    fc.assert(
      fc.property(tree, fc.constantFrom('', ' ', '\n'), (value, blank) => {
        const text = textOf(value, blank);
        expect(found(text) !== null).toBe(repeats(value));
      }),
      { numRuns: 2000 },
    );
  });
});

type Tree = string | number | Tree[] | { members: Array<[name: string, value: Tree]> };

/** Names and texts of few characters, so that they repeat, and of those that have to be escaped. */
const short = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', ':', ',', '{', 'é'), maxLength: 2 });
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    short,
    fc.nat({ max: 9 }),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.record({ members: fc.array(fc.tuple(short, tie('tree')), { maxLength: 4 }) }),
  ),
}));

function textOf(value: Tree, blank: string): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, blank)).join(`,${blank}`)}]`;
  const members = value.members.map(
    ([name, inner]) => `${blank}${JSON.stringify(name)}${blank}:${textOf(inner, blank)}`,
  );
  return `{${members.join(',')}}`;
}

function repeats(value: Tree): boolean {
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some(repeats);
  const names = value.members.map(([name]) => name);
  return new Set(names).size < names.length || value.members.some(([, inner]) => repeats(inner));
}
