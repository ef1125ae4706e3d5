import { describe, expect, it } from '@jest/globals';
import { cursorOf, placeOf } from '../../../src/api/query/cursor.ts';
import { ProblemError } from '../../../src/api/problem.ts';

const place = {
  at: new Date('2026-01-01T00:00:00.123Z'),
  key: ['0e2c6b1e-7f6f-8b1a-9d2e-000000000001', 'ice', 'ice.custody-transfer/t1@ice:test'] as const,
};
const kindOf = (cursor: string, question: unknown): string => {
  try {
    placeOf(cursor, question);
  } catch (error) {
    if (error instanceof ProblemError) return error.kind;
    throw error;
  }
  return 'taken';
};

describe('cursors', () => {
  it('come back as they went', () => {
    const cursor = cursorOf({ state: ['open'] }, place);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(placeOf(cursor, { state: ['open'] })).toEqual(place);
    expect(placeOf(undefined, {})).toBeNull();
  });

  it('belong to one question', () => {
    expect(kindOf(cursorOf({ state: ['open'] }, place), { state: ['met'] })).toBe('wrong-cursor');
  });

  it.each([
    '',
    'x',
    'null',
    '{}',
    '{"q":"a","at":"0000-01-01T00:00:00Z","k":["0e2c6b1e-7f6f-8b1a-9d2e-000000000001"]}',
    '{"q":"a","at":"9999-12-31T23:59:59Z","k":["0e2c6b1e-7f6f-8b1a-9d2e-000000000001"]}',
    '{"q":"a","at":"now","k":["0e2c6b1e-7f6f-8b1a-9d2e-000000000001"]}',
    '{"q":"a","at":"2026-01-01T00:00:00.000Z","k":["drop table"]}',
    '{"q":"a","at":"2026-01-01T00:00:00.000Z","k":[]}',
    '{"q":"a","at":"2026-01-01T00:00:00.000Z","k":["0e2c6b1e-7f6f-8b1a-9d2e-000000000001","\\u0000"]}',
  ])('made up as %s are refused', (text) => {
    expect(kindOf(Buffer.from(text).toString('base64url'), {})).toBe('invalid-request');
  });
});
