import { describe, expect, it } from '@jest/globals';
import { none, sortedKeys } from '../../../src/domain/discrepancies/rule.ts';

describe('keys of a contradiction', () => {
  it('are sorted, whichever record came first, and stand once', () => {
    expect(sortedKeys('hhs.release/b@hhs:test', 'eoir.case/a@eoir:test')).toEqual([
      'eoir.case/a@eoir:test',
      'hhs.release/b@hhs:test',
    ]);
    expect(sortedKeys('eoir.case/a@eoir:test', 'hhs.release/b@hhs:test')).toEqual([
      'eoir.case/a@eoir:test',
      'hhs.release/b@hhs:test',
    ]);
    expect(sortedKeys('eoir.case/a@eoir:test', 'eoir.case/a@eoir:test')).toEqual(['eoir.case/a@eoir:test']);
  });

  it('sort by their characters alone: another locale’s order would be another subject', () => {
    expect(
      sortedKeys(
        'hhs.release/a@hhs:test',
        'hhs.release/B@hhs:test',
        'hhs.release/10@hhs:test',
        'hhs.release/9@hhs:test',
      ),
    ).toEqual([
      'hhs.release/10@hhs:test',
      'hhs.release/9@hhs:test',
      'hhs.release/B@hhs:test',
      'hhs.release/a@hhs:test',
    ]);
  });

  it('most children have none', () => {
    expect(none).toEqual([]);
  });
});
