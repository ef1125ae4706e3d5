import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ageBandAt, bornFor } from '../../../src/api/query/age-band.ts';
import { AgeBand } from '../../../src/contracts/worklist.ts';

const at = (text: string): number => Date.parse(text);
const day = fc
  .date({ min: new Date('1995-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('ageBandAt', () => {
  it.each([
    ['2012-06-01', '2026-06-01T03:59:59.999Z', '12-13'],
    ['2012-06-01', '2026-06-01T04:00:00Z', '14-15'],
    ['2012-02-29', '2026-03-01T04:59:59Z', '12-13'],
    ['2012-02-29', '2026-03-01T05:00:00Z', '14-15'],
    ['2008-01-01', '2026-01-01T05:00:00Z', '18-and-over'],
    ['2026-05-01', '2026-01-01T05:00:00Z', '0-5'],
    [null, '2026-01-01T05:00:00Z', 'unknown'],
  ])('of someone born %s at %s is %s', (born, moment, band) => {
    expect(ageBandAt(born, at(moment))).toBe(band);
  });

  it('is the band whose days of birth hold the day, and no other', () => {
    fc.assert(
      fc.property(day, day, (born, on) => {
        const moment = at(`${on}T17:00:00Z`);
        const bands = AgeBand.options.filter((band) => {
          if (band === 'unknown') return false;
          const { after, upTo } = bornFor(band, moment);
          return (after === null || born > after) && (upTo === null || born <= upTo);
        });
        expect(bands).toEqual([ageBandAt(born, moment)]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('holds around the 29th of February', () => {
    const days = ['-02-27', '-02-28', '-02-29', '-03-01', '-03-02'];
    const real = (text: string): boolean => new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
    for (const born of [2004, 2005, 2006, 2008].flatMap((year) => days.map((d) => year + d)).filter(real)) {
      for (const on of [2020, 2021, 2022, 2024].flatMap((year) => days.map((d) => year + d)).filter(real)) {
        const moment = at(`${on}T17:00:00Z`);
        const band = ageBandAt(born, moment) as Exclude<AgeBand, 'unknown'>;
        const { after, upTo } = bornFor(band, moment);
        expect([born, on, (after === null || born > after) && (upTo === null || born <= upTo)]).toEqual([
          born,
          on,
          true,
        ]);
      }
    }
  });
});
