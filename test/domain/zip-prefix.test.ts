import { describe, expect, it } from '@jest/globals';
import { stateCodes } from '../../src/contracts/codes/state.ts';
import { isAssigned, zipFitsState } from '../../src/domain/zip-prefix.ts';

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
    ['05501', 'MA'],
    ['56901', 'DC'],
    ['39901', 'GA'],
    ['34002', 'AA'],
    ['09499', 'AE'],
    ['96601', 'AP'],
    ['96799', 'AS'],
    ['96950', 'MP'],
    ['96960', 'MH'],
    ['20598', 'VA'],
    ['72643', 'MO'],
    ['42223', 'TN'],
    ['42223', 'KY'],
    ['86515', 'NM'],
    ['10001-1234', 'NY'],
    ['42223-1234', 'TN'],
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
    ['73301', 'OK'],
    ['05501', 'VT'],
    ['20101', 'DC'],
    ['34002', 'FL'],
    ['06320', 'NY'],
    ['96910', 'MP'],
    ['42224', 'TN'],
  ])('%s cannot lie in %s', (zip, state) => {
    expect(zipFitsState(zip, state)).toBe(false);
  });

  it.each(['00000', '00499', '21300', '34500', '77100', '88888'])('no ZIP code begins as %s does', (zip) => {
    expect(isAssigned(zip)).toBe(false);
  });

  it.each(['00501', '10001', '34002', '42223', '96799', '99950'])('ZIP codes begin as %s does', (zip) => {
    expect(isAssigned(zip)).toBe(true);
  });

  it('does not judge a state that it does not know', () => {
    expect(zipFitsState('00000', 'ZZ')).toBe(true);
  });

  it.each(Object.keys(stateCodes))('knows the ranges of %s', (state) => {
    expect(zipFitsState('00000', state)).toBe(false);
  });
});
