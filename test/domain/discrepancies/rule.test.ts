import { describe, expect, it } from '@jest/globals';
import { none, sortedKeys } from '../../../src/domain/discrepancies/rule.ts';

describe('keys of a contradiction', () => {
  it('are sorted, whichever record came first, and stand once', () => {
    expect(sortedKeys('hhs.release/b', 'eoir.case/a')).toEqual(['eoir.case/a', 'hhs.release/b']);
    expect(sortedKeys('eoir.case/a', 'hhs.release/b')).toEqual(['eoir.case/a', 'hhs.release/b']);
    expect(sortedKeys('eoir.case/a', 'eoir.case/a')).toEqual(['eoir.case/a']);
  });

  it('sort by their characters alone: another locale’s order would be another subject', () => {
    expect(sortedKeys('hhs.release/a', 'hhs.release/B', 'hhs.release/10', 'hhs.release/9')).toEqual([
      'hhs.release/10',
      'hhs.release/9',
      'hhs.release/B',
      'hhs.release/a',
    ]);
  });

  it('most children have none', () => {
    expect(none).toEqual([]);
  });
});
