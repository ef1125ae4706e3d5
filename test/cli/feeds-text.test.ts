import { describe, expect, it } from '@jest/globals';
import { feedsText } from '../../src/cli/feeds-text.ts';
import type { Feed } from '../../src/contracts/feed.ts';

const never: Feed = {
  id: null,
  type: 'eoir.case',
  agency: 'eoir',
  source: null,
  state: 'never-heard',
  lastReceivedAt: null,
  records: { last24Hours: 0, last7Days: 0 },
  rejected: { last24Hours: 0, last7Days: 0 },
  waiting: 0,
  rhythm: null,
  expectedBy: null,
  silentSince: null,
  manifest: null,
};

describe('feeds for people', () => {
  it('says of each feed where it stands', () => {
    const silent: Feed = {
      ...never,
      id: 'hhs.release@hhs:uc-portal',
      type: 'hhs.release',
      agency: 'hhs',
      source: 'urn:us-gov:hhs:uc-portal',
      state: 'silent',
      lastReceivedAt: '2026-03-10T16:00:59.000Z',
      records: { last24Hours: 0, last7Days: 812 },
      rejected: { last24Hours: 0, last7Days: 3 },
      waiting: 4,
      rhythm: { usualLongestGapHours: 15, restsOnFreeDays: true },
      expectedBy: '2026-03-11T16:30:00.000Z',
      silentSince: '2026-03-10T16:00:59.000Z',
      manifest: {
        day: '2026-03-09',
        count: 500,
        balanced: false,
        postedAt: '2026-03-10T05:00:00.000Z',
        unbalancedDays: ['2026-03-09', '2026-03-02'],
      },
    };
    expect(feedsText([never, silent])).toBe(
      [
        'Feed                       State        Last record (ET)  Expected by (ET)  24 h  7 d  Refused 7 d  Waiting  Manifest',
        'eoir.case                  never heard  -                 -                 0     0    0            0        -',
        'hhs.release@hhs:uc-portal  SILENT       2026-03-10 12:00  2026-03-11 12:30  0     812  3            4        2026-03-09 DIFFERS',
        `${' '.repeat(109)}2026-03-02 DIFFERS`,
        '',
      ].join('\n'),
    );
  });
});
