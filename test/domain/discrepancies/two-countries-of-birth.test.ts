import { describe, expect, it } from '@jest/globals';
import { record, someANumber } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'two-countries-of-birth';
type Country = 'GTM' | 'HND' | 'USA' | 'PRI' | 'CHN' | 'HKG';

function both(first: Country, second: Country): string[] {
  const says = (type: 'hhs.placement' | 'eoir.case', countryOfBirth: Country, day: number) => {
    const person = { identifiers: { aNumber: someANumber }, countryOfBirth };
    return record(type, 'r', { data: { person, recordedAt: `2025-01-0${day}T00:00:00.000Z` } });
  };
  return found(rule, says('hhs.placement', first, 1), says('eoir.case', second, 2));
}

describe(rule, () => {
  it('shows two countries to whoever recorded the second', () => {
    expect(both('GTM', 'HND')).toEqual(['eoir: eoir.case/r@eoir:test hhs.placement/r@hhs:test always open']);
  });

  it.each<[Country, Country]>([
    ['GTM', 'GTM'],
    ['USA', 'PRI'],
    ['HKG', 'CHN'],
  ])('%s and %s can both be true', (first, second) => {
    expect(both(first, second)).toEqual([]);
  });

  it('shows a territory and another state', () => {
    expect(both('PRI', 'GTM')).toHaveLength(1);
  });
});
