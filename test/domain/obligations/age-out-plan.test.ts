import { act, dutyTable } from '../../support/duties.ts';
import { record, someANumber } from '../../support/records.ts';

const admitted = (
  value: string,
  precision: 'day' | 'month' | 'year' | 'assigned' = 'day',
  more: object = {},
) =>
  record('hhs.placement', 'p', {
    data: {
      ...more,
      admittedAt: '2024-06-01T00:00:00Z',
      person: { identifiers: { aNumber: someANumber }, birthDate: { value, precision } },
    },
  });
const placedWithout = (value: string) => admitted(value, 'day', { sponsorCategory: '4' });
const release = (more: object = {}) =>
  record('hhs.release', 'r', {
    data: { releasedAt: '2025-03-15T15:00:00Z', dischargeType: 'aged-out', sponsorCategory: '4', ...more },
  });
const noted = (occurredAt: string, recordedAt = occurredAt) =>
  act('k', {
    obligation: 'age-out-plan',
    owner: 'hhs',
    subject: 'hhs.release/r@hhs:test',
    occurredAt,
    recordedAt,
  });

dutyTable('age-out-plan', [
  [
    'opens fourteen days before the 18th birthday, is overdue when that day has ended and lapses when the child leaves care',
    [admitted('2007-03-15'), release()],
    {
      '2025-03-01T04:59:59Z': 'not-started',
      '2025-03-01T05:00:00Z': 'open',
      '2025-03-02T04:59:59Z': 'open',
      '2025-03-02T05:00:00Z': 'overdue',
      '2025-03-15T14:59:59Z': 'overdue',
      '2025-03-15T15:00:00Z': 'lapsed late',
    },
  ],
  [
    'is met in time by HHS’s acknowledgement that day',
    [admitted('2007-03-15'), release(), noted('2025-03-02T04:59:59Z')],
    { '2025-03-02T04:59:58Z': 'open', '2025-03-02T04:59:59Z': 'met' },
  ],
  [
    'is met as it opens by an earlier one',
    [admitted('2007-03-15'), release(), noted('2025-02-01T00:00:00Z')],
    { '2025-03-01T05:00:00Z': 'met' },
  ],
  [
    'is met late by a later one',
    [admitted('2007-03-15'), release(), noted('2025-03-02T05:00:00Z')],
    { '2025-03-02T05:00:00Z': 'met late' },
  ],
  [
    'is met late by one that gives itself an earlier day than that on which it was written down',
    [admitted('2007-03-15'), release(), noted('2020-01-01T00:00:00Z', '2025-03-10T12:00:00Z')],
    { '2025-03-10T11:59:59Z': 'overdue', '2025-03-10T12:00:00Z': 'met late' },
  ],
  [
    'goes by the earliest day on which the child may turn 18',
    [admitted('2007-03', 'month', { sponsorCategory: '4' }), release()],
    { '2025-02-15T04:59:59Z': 'not-started', '2025-02-15T05:00:00Z': 'open' },
  ],
  [
    'turns a child born on 29 February 18 on the first of March',
    [admitted('2008-02-29'), release({ releasedAt: '2026-03-01T15:00:00Z' })],
    { '2026-02-15T04:59:59Z': 'not-started', '2026-02-15T05:00:00Z': 'open' },
  ],
  ['is not owed where the child had left care by that day', [admitted('2007-04-15'), release()], 'none'],
  [
    'is owed in time where a placement says it, and its acknowledgement holds when the release comes',
    [
      placedWithout('2007-03-15'),
      release({ sponsorCategory: undefined }),
      act('k', {
        obligation: 'age-out-plan',
        owner: 'hhs',
        subject: 'hhs.placement/p@hhs:test',
        occurredAt: '2025-03-01T12:00:00Z',
      }),
    ],
    { '2025-03-01T11:59:59Z': 'open', '2025-03-01T12:00:00Z': 'met' },
  ],
  [
    'goes by the category last said',
    [placedWithout('2007-03-15'), release({ sponsorCategory: '2A' })],
    'none',
  ],
  [
    'is the same though a release after the 18th birthday says another',
    [placedWithout('2007-03-15'), release({ releasedAt: '2025-03-16T04:00:00Z', sponsorCategory: '2A' })],
    { '2025-03-02T05:00:00Z': 'overdue', '2025-03-16T04:00:00Z': 'lapsed late' },
  ],
  [
    'is another by one on that day',
    [placedWithout('2007-03-15'), release({ releasedAt: '2025-03-16T03:59:59Z', sponsorCategory: '2A' })],
    'none',
  ],
  [
    'is owed where the first to say it is a release on that day',
    [admitted('2007-03-15'), release({ releasedAt: '2025-03-16T03:59:59Z' })],
    { '2025-03-02T05:00:00Z': 'overdue' },
  ],
  [
    'is not owed where the first to say it is a release after it',
    [admitted('2007-03-15'), release({ releasedAt: '2025-03-16T04:00:00Z' })],
    'none',
  ],
  [
    'is the same duty whether the release repeats the category or not',
    [placedWithout('2007-03-15'), release(), noted('2025-03-01T12:00:00Z')],
    { '2025-03-01T12:00:00Z': 'open' },
  ],
  [
    'is not owed of a stay that had ended before, where nothing says that the child is still in care',
    [admitted('2007-03-15', 'day', { sponsorCategory: '4', endedAt: '2025-02-01T15:00:00Z' })],
    'none',
  ],
  [
    '… and lapses with the end of the stay',
    [admitted('2007-03-15', 'day', { sponsorCategory: '4', endedAt: '2025-03-05T15:00:00Z' })],
    { '2025-03-05T14:59:59Z': 'overdue', '2025-03-05T15:00:00Z': 'lapsed late' },
  ],
  [
    '… which a release after it belies: until then it was in care',
    [admitted('2007-03-15', 'day', { endedAt: '2025-02-01T15:00:00Z' }), release()],
    { '2025-03-02T05:00:00Z': 'overdue', '2025-03-15T15:00:00Z': 'lapsed late' },
  ],
  [
    'is owed between two stays, and over both',
    [
      admitted('2007-03-15', 'day', { sponsorCategory: '4', endedAt: '2025-03-01T15:00:00Z' }),
      record('hhs.placement', 'q', { data: { admittedAt: '2025-03-03T15:00:00Z' } }),
    ],
    { '2025-03-02T05:00:00Z': 'overdue', '2025-03-20T05:00:00Z': 'overdue' },
  ],
  ['is not owed with a sponsor', [admitted('2007-03-15'), release({ sponsorCategory: '3' })], 'none'],
  [
    'is not owed without a birth date',
    [record('hhs.placement', 'p', { data: { admittedAt: '2024-06-01T00:00:00Z' } }), release()],
    'none',
  ],
  ['is not owed by a voided release', [admitted('2007-03-15'), release({ voided: true })], 'none'],
]);
