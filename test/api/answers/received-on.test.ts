import { describe, expect, it } from '@jest/globals';
import { receivedOn } from '../../../src/api/answers/received-on.ts';

describe('the day of receipt', () => {
  it.each([
    ['2026-03-08T04:59:59.999Z', '2026-03-07'],
    ['2026-03-08T05:00:00.000Z', '2026-03-08'],
    ['2026-03-09T03:59:59.999Z', '2026-03-08'],
    ['2026-03-09T04:00:00.000Z', '2026-03-09'],
    ['2026-03-08T12:00:00.000Z', '2026-03-08'],
    ['2026-11-02T04:59:59.999Z', '2026-11-01'],
  ])('of %s is %s, whichever was asked for before', (moment, day) => expect(receivedOn(moment)).toBe(day));
});
