import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ObligationRuleId } from '../../src/contracts/obligation.ts';
import { kindOf, pointer, refusalsOf } from '../../src/contracts/refusal.ts';

const schema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  state: z.enum(['open', 'met']).optional(),
  text: z.string().min(2).max(5).optional(),
  ids: z.array(z.uuid()).min(1).max(2).optional(),
  count: z.int().optional(),
  version: z.int().min(1).max(9).optional(),
  moment: z.string().max(5).regex(/^a/, 'begin with a').optional(),
  flag: z.boolean().optional(),
  inside: z.strictObject({ deep: z.string() }).optional(),
  named: z.string('say it in our words').optional(),
  kind: z.literal('at-once').optional(),
});
const refused = (input: unknown) => {
  const result = schema.safeParse(input);
  return result.success ? [] : refusalsOf(result.error, input).map(({ field, reason }) => [field, reason]);
};

describe('a refusal', () => {
  it.each<[unknown, string, string]>([
    [{ limit: 'abc' }, '/limit', 'use a number'],
    [{ limit: '1.5' }, '/limit', 'use a whole number'],
    [{ limit: '0' }, '/limit', 'use 1 or more'],
    [{ limit: '501' }, '/limit', 'use 500 or less'],
    [{ state: 'shut' }, '/state', 'use one of open, met'],
    [{ text: 1 }, '/text', 'use a text'],
    [{ text: ['a', 'b'] }, '/text', 'give it once'],
    [{ text: 'a' }, '/text', 'use 2 characters or more'],
    [{ text: 'abcdef' }, '/text', 'use 5 characters or less'],
    [{ ids: [] }, '/ids', 'give 1 or more'],
    [
      { ids: Array.from({ length: 3 }, () => '0e2c6b1e-7f6f-8b1a-9d2e-000000000001') },
      '/ids',
      'give 2 or less',
    ],
    [{ ids: ['x'] }, '/ids/0', 'use a UUID, such as 0e2c6b1e-7f6f-8b1a-9d2e-000000000001'],
    [{ ids: 'x' }, '/ids', 'use a list'],
    [{ count: 1.5 }, '/count', 'use a whole number'],
    [{ count: '1' }, '/count', 'use a number'],
    [{ count: 1e20 }, '/count', 'use 9007199254740991 or less'],
    [{ count: JSON.parse('1e400') }, '/count', 'use a number nearer to 0'],
    [{ version: 1e20 }, '/version', 'use 9 or less'],
    [{ version: -1e20 }, '/version', 'use 1 or more'],
    [{ version: 10 }, '/version', 'use 9 or less'],
    [{ moment: 'bbbbbb' }, '/moment', 'begin with a'],
    [{ moment: 'aaaaaa' }, '/moment', 'use 5 characters or less'],
    [{ flag: 'yes' }, '/flag', 'use true or false'],
    [{ inside: 'x' }, '/inside', 'use an object'],
    [{ inside: {} }, '/inside/deep', 'this field is required: use a text'],
    [{ named: 1 }, '/named', 'say it in our words'],
    [{ kind: 'later' }, '/kind', 'use at-once'],
    [{ other: 1 }, '/other', 'no field of this name is taken here; leave it out'],
    [null, '', 'use an object'],
  ])('of %j says at %s: %s', (input, field, reason) => {
    expect(refused(input)).toEqual([[field, reason]]);
  });

  it.each([
    ['fin-2', '/fin-2'],
    ['A098765432', '/(unnamed)'],
    ['A098-765-432', '/(unnamed)'],
    ['A_098_76_54', '/(unnamed)'],
    ['2009-05-04', '/(unnamed)'],
    ['A1b2c3d4e5', '/(unnamed)'],
    ['two words', '/(unnamed)'],
  ])('of a field that a sender named %s says %s', (name, field) => {
    expect(refused({ [name]: 1 }).map(([found]) => found)).toEqual([field]);
  });

  it('looks at no more unknown fields than it tells of, since a sender chooses how many there are', () => {
    const sent = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`f${at}`, at]));
    const { error } = schema.safeParse(sent);
    let looked = 0;
    const watched = new Proxy(sent, {
      get: (target, name) => {
        looked += 1;
        return Reflect.get(target, name);
      },
    });
    expect(refusalsOf(error!, watched).map(({ field }) => field)).toEqual(
      Array.from({ length: 20 }, (_, at) => `/f${at}`),
    );
    expect(looked).toBe(20);
  });

  it('names a place in a list, however far down', () => {
    expect(pointer(['eventIds', 12_345])).toBe('/eventIds/12345');
  });

  it('names a list of values whole, or not at all', () => {
    const long = z.enum(Array.from({ length: 99 }, (_, at) => `value-${at}`) as [string, ...string[]]);
    const reasonOf = (of: z.ZodType) => refusalsOf(of.safeParse('x').error!, 'x')[0]!.reason;
    expect(reasonOf(long)).toBe('use one of the values that the description at /reference lists');
    expect(reasonOf(ObligationRuleId)).toMatch(/age-out-plan$|\/reference lists$/);
  });

  it('says whether a name is unknown or never taken in, a field missing or of another kind, and the kind found', () => {
    const of = (input: unknown) => {
      const { error } = schema.safeParse(input);
      return refusalsOf(error!, input).map(({ code, found }) => [code, found]);
    };
    expect(of({ other: [1] })).toEqual([['unknown-field', 'array(1)']]);
    expect(of({ ssn: '123' })).toEqual([['never-taken-in', 'string(3)']]);
    expect(of({ inside: {} })).toEqual([['missing-field', 'absent']]);
    expect(of({ inside: null })).toEqual([['wrong-type', 'null']]);
    expect(of({ state: 'shut' })).toEqual([['invalid-value', 'string(4)']]);
  });

  it.each([
    [undefined, 'absent'],
    [null, 'null'],
    [[1, 2], 'array(2)'],
    ['abc', 'string(3)'],
    [1, 'number'],
    [true, 'boolean'],
    [{}, 'object'],
  ])('the kind of %j is %s', (value, kind) => {
    expect(kindOf(value)).toBe(kind);
  });
});
