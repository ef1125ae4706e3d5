import { dutyTable, type DutyRow } from '../../support/duties.ts';
import { record } from '../../support/records.ts';

const transfer = record('ice.custody-transfer', 't', { data: { transferredAt: '2025-03-08T15:00:00Z' } });
const admitted = (admittedAt: string, more: object = {}) =>
  record('hhs.placement', 'p', { data: { admittedAt, ...more } });

dutyTable('confirm-arrival', [
  [
    'is overdue after three days of 24 hours, also over the change to summer time',
    [transfer, admitted('2025-03-12T00:00:00Z')],
    {
      '2025-03-08T14:59:59Z': 'not-started',
      '2025-03-08T15:00:00Z': 'open',
      '2025-03-11T14:59:59Z': 'open',
      '2025-03-11T15:00:00Z': 'overdue',
      '2025-03-12T00:00:00Z': 'met late',
    },
  ],
  [
    'is met in time at the last moment',
    [transfer, admitted('2025-03-11T15:00:00Z')],
    { '2025-03-11T15:00:00Z': 'met' },
  ],
  [
    'is met as it opens by an admission earlier on the same Eastern day',
    [transfer, admitted('2025-03-08T05:00:00Z')],
    { '2025-03-08T15:00:00Z': 'met' },
  ],
  [
    'is not met by an admission of the Eastern day before',
    [transfer, admitted('2025-03-08T04:59:59Z')],
    { '2025-03-08T15:00:00Z': 'open', '2025-03-11T15:00:00Z': 'overdue' },
  ],
  ...(
    [
      // The hand-over is at ten past midnight, Eastern.
      ['twenty minutes before', '2025-03-08T04:50:00Z', 'met'],
      ['an hour before', '2025-03-08T04:10:00Z', 'met'],
      ['more than an hour before', '2025-03-08T04:09:59Z', 'open'],
    ] as const
  ).map(([title, admittedAt, state]): DutyRow => [
    `is ${state} by an admission ${title}, on the day before`,
    [
      record('ice.custody-transfer', 't', { data: { transferredAt: '2025-03-08T05:10:00Z' } }),
      admitted(admittedAt),
    ],
    { '2025-03-08T05:10:00Z': state },
  ]),
  [
    'is not met by a voided placement',
    [transfer, admitted('2025-03-09T00:00:00Z', { voided: true })],
    { '2025-03-11T15:00:00Z': 'overdue' },
  ],
  [
    'lapses by a release where no placement was recorded',
    [transfer, record('hhs.release', 'r', { data: { releasedAt: '2025-03-10T00:00:00Z' } })],
    { '2025-03-09T23:59:59Z': 'open', '2025-03-10T00:00:00Z': 'lapsed' },
  ],
  [
    'lapses where DHS has the child again, late after three days',
    [
      transfer,
      record('ice.custody-transfer', 'u', {
        data: { transferredAt: '2025-04-01T00:00:00Z', direction: 'to-dhs' },
      }),
    ],
    { '2025-03-31T23:59:59Z': 'overdue', '2025-04-01T00:00:00Z': 'lapsed late' },
  ],
  [
    'is owed for each hand-over, each met by the admission after it',
    [
      transfer,
      admitted('2025-03-08T16:00:00Z'),
      record('ice.custody-transfer', 'u', { data: { transferredAt: '2025-06-01T12:00:00Z' } }),
    ],
    { '2025-06-02T00:00:00Z': 'met, open', '2025-06-04T12:00:00Z': 'met, overdue' },
  ],
  [
    'does not lapse by a release from an earlier stay',
    [
      transfer,
      admitted('2025-03-08T16:00:00Z'),
      record('hhs.release', 'r', { data: { releasedAt: '2025-04-01T12:00:00Z' } }),
      record('ice.custody-transfer', 'u', { data: { transferredAt: '2025-06-01T12:00:00Z' } }),
      record('hhs.release', 's', { data: { releasedAt: '2025-06-10T12:00:00Z' } }),
    ],
    {
      '2025-06-02T00:00:00Z': 'met, open',
      '2025-06-04T12:00:00Z': 'met, overdue',
      '2025-06-10T12:00:00Z': 'met, lapsed late',
    },
  ],
  [
    'is met for both of two hand-overs at one moment',
    [
      transfer,
      record('ice.custody-transfer', 'u', { data: { transferredAt: '2025-03-08T15:00:00Z' } }),
      admitted('2025-03-09T00:00:00Z'),
    ],
    { '2025-03-08T15:00:00Z': 'open, open', '2025-03-09T00:00:00Z': 'met, met' },
  ],
  [
    'was never owed for a hand-over at the very moment of a release, which places the child (docs/domain.md §4)',
    [transfer, record('hhs.release', 'r', { data: { releasedAt: '2025-03-08T15:00:00Z' } })],
    'none',
  ],
  ['does not start by a placement alone', [admitted('2025-03-09T00:00:00Z')], 'none'],
]);
