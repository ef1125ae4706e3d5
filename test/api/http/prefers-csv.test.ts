import { describe, expect, it } from '@jest/globals';
import { prefersCsv } from '../../../src/api/http/prefers-csv.ts';

describe('Accept', () => {
  it.each([
    ['text/csv', true],
    ['TEXT/CSV', true],
    ['text/csv; header=present', true],
    ['text/*', true],
    ['text/csv, application/json;q=0.5', true],
    ['text/csv, */*;q=0.1', true],
    ['application/json;q=0.2, text/csv;q=0.8', true],
    [undefined, false],
    ['', false],
    ['*/*', false],
    ['application/json', false],
    ['text/csv;q=0', false],
    ['application/json, text/csv;q=0.1', false],
    ['text/csv;q=0.9, application/json', false],
    ['application/json, text/csv', false],
    ['text/html, */*;q=0.8', false],
    ['text/csvx', false],
    ['text/csv;q=zzz', false],
  ])('%s: CSV %s', (accept, csv) => {
    expect(prefersCsv(accept)).toBe(csv);
  });
});
