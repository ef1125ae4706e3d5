import { describe, expect, it } from '@jest/globals';
import { scheduleTypeCodes } from '../../src/contracts/codes/schedule-type.ts';
import { childMustCome, isOfChild } from '../../src/domain/hearing-types.ts';

const types = Object.keys(scheduleTypeCodes);

describe('of the kinds of hearing', () => {
  it('attorney discipline alone is no child’s', () => {
    expect(types.filter((hearingType) => !isOfChild({ hearingType }))).toEqual(['AT']);
  });

  it('a child need not come to that, nor to conferences', () => {
    expect(types.filter((hearingType) => !childMustCome({ hearingType })).sort()).toEqual([
      'AT',
      'CD',
      'CN',
      'MT',
    ]);
  });
});
