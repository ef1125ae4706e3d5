import { describe, expect, it } from '@jest/globals';
import { differencesOf, type Sides } from '../../../src/domain/feeds/differences.ts';

const same: Sides = {
  sent: 8,
  received: 8,
  sameDigest: true,
  notReceived: null,
  notListed: null,
  unattributed: 0,
};

describe('what differs between sent and received', () => {
  it.each<[string, Partial<Sides>, Array<[string, number | null]>]>([
    ['nothing', {}, []],
    ['nothing, whatever else was refused', { unattributed: 3 }, []],
    ['a sending that did not arrive', { received: 7 }, [['fewer-received', 1]]],
    ['an answer that did not arrive', { received: 9 }, [['more-received', 1]]],
    ['events, by digest alone', { sameDigest: false }, [['other-events', null]]],
    [
      'an event that was lost',
      { received: 7, sameDigest: false, notReceived: 1, notListed: 0 },
      [
        ['fewer-received', 1],
        ['not-received', 1],
      ],
    ],
    [
      'one for another',
      { sameDigest: false, notReceived: 1, notListed: 1 },
      [
        ['not-received', 1],
        ['not-listed', 1],
      ],
    ],
    [
      'one that could not be read',
      { received: 7, sameDigest: false, unattributed: 1 },
      [
        ['fewer-received', 1],
        ['other-events', null],
        ['unattributed', 1],
      ],
    ],
  ])('%s', (_, sides, differences) => {
    expect(differencesOf({ ...same, ...sides }).map(({ kind, count }) => [kind, count])).toEqual(differences);
  });
});
