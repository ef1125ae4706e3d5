import { describe, expect, it } from '@jest/globals';
import { stateCodes } from '../../src/contracts/codes/state.ts';
import { zipFitsState } from '../../src/domain/zip-prefix.ts';

describe('zipFitsState', () => {
  it.each([
    ['10001', 'NY'],
    ['06390', 'NY'],
    ['00501', 'NY'],
    ['90001', 'CA'],
    ['77002', 'TX'],
    ['73301', 'TX'],
    ['88510', 'TX'],
    ['02101', 'MA'],
    ['00901', 'PR'],
    ['00801', 'VI'],
    ['96910', 'GU'],
    ['20001', 'DC'],
    ['20101', 'VA'],
    ['99950', 'AK'],
    ['84790', 'UT'],
  ])('%s can lie in %s', (zip, state) => {
    expect(zipFitsState(zip, state)).toBe(true);
  });

  it.each([
    ['10001', 'CA'],
    ['90001', 'NY'],
    ['00000', 'NJ'],
    ['96701', 'CA'],
    ['33101', 'TX'],
    ['84800', 'UT'],
  ])('%s cannot lie in %s', (zip, state) => {
    expect(zipFitsState(zip, state)).toBe(false);
  });

  it('does not judge a state that it does not know', () => {
    expect(zipFitsState('00000', 'ZZ')).toBe(true);
  });

  it.each(Object.keys(stateCodes))('knows the ranges of %s', (state) => {
    expect(zipFitsState('00000', state)).toBe(false);
  });
});
