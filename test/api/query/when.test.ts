import { describe, expect, it } from '@jest/globals';
import { When } from '../../../src/api/query/when.ts';

const at = (text: string): string => new Date(When.parse(text)).toISOString();

describe('a moment a reader asks about', () => {
  it.each([
    ['2024-05-31', '2024-06-01T03:59:59.999Z'],
    ['2024-02-29', '2024-03-01T04:59:59.999Z'],
    // The days on which clocks change have 23 and 25 hours.
    ['2024-03-10', '2024-03-11T03:59:59.999Z'],
    ['2024-11-03', '2024-11-04T04:59:59.999Z'],
    ['2024-05-31T12:00:00Z', '2024-05-31T12:00:00.000Z'],
    ['2024-05-31T12:00Z', '2024-05-31T12:00:00.000Z'],
    ['2024-11-03T01:30:00-04:00', '2024-11-03T05:30:00.000Z'],
    ['2024-11-03T01:30:00.5-05:00', '2024-11-03T06:30:00.500Z'],
    ['1900-01-01', '1900-01-02T04:59:59.999Z'],
    ['2099-12-31', '2100-01-01T04:59:59.999Z'],
    ['2099-12-31T23:59:59-05:00', '2100-01-01T04:59:59.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(at(text)).toBe(moment);
    // As a link to the next page has it.
    expect(at(moment)).toBe(moment);
  });

  it.each([
    '2024-02-30',
    '2024-02-30T12:00:00Z',
    '2023-02-29T00:00:00-05:00',
    '2024-04-31T12:00:00Z',
    '2024-05-31T24:00:00Z',
    '2024-05-31T12:60:00Z',
    '2024-05-31T12:00:00+99:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '2100-01-01',
    '2100-01-01T05:00:00Z',
    '2099-12-31T23:59:59-06:00',
    '1900-01-01T00:00:00+01:00',
    '2024-05-31T12:00:00',
    '2024-05-31 12:00:00Z',
    'now',
    '',
  ])('%s is none', (text) => {
    expect(When.safeParse(text).success).toBe(false);
  });

  it('says what may stand there, and what a plus becomes in a URL', () => {
    const reasonOf = (text: string) => When.safeParse(text).error?.issues[0]?.message;
    expect(reasonOf('2024-02-30T12:00:00Z')).toContain('that exists, between 1900 and 2100');
    expect(reasonOf('2024-05-31T12:00:00 02:00')).toContain('%2B');
  });
});
