import { dutyTable } from '../../support/duties.ts';
import { record } from '../../support/records.ts';

const release = (more: object = {}) =>
  record('hhs.release', 'r', { data: { releasedAt: '2025-02-10T15:30:00Z', ...more } });
const call = (attemptedAt: string, reached: string, more: object = {}) =>
  record('hhs.wellbeing-call', 'w', { data: { attemptedAt, reached, ...more } as never });

dutyTable('wellbeing-call', [
  [
    'is open until day 37, of 24 hours also over the change to summer time, and overdue then',
    [release(), call('2025-03-25T00:00:00Z', 'sponsor')],
    {
      '2025-02-10T15:29:59Z': 'not-started',
      '2025-02-10T15:30:00Z': 'open',
      '2025-03-12T15:30:00Z': 'open',
      '2025-03-19T15:29:59Z': 'open',
      '2025-03-19T15:30:00Z': 'overdue',
      '2025-03-25T00:00:00Z': 'met late',
    },
  ],
  ...(['child', 'sponsor', 'both'] as const).map(
    (reached): [string, ReturnType<typeof record>[], Record<string, string>] => [
      `is met by a call that reached ${reached}, at the last moment of day 37`,
      [release(), call('2025-03-19T15:30:00Z', reached)],
      { '2025-03-19T15:29:59Z': 'open', '2025-03-19T15:30:00Z': 'met' },
    ],
  ),
  [
    'is not met by a call ten minutes after the release',
    [release(), call('2025-02-10T15:40:00Z', 'child')],
    { '2025-02-10T15:40:00Z': 'open', '2025-03-19T15:30:00Z': 'overdue' },
  ],
  [
    'is met by a call of the Eastern day on which it is due, though hours before',
    [release(), call('2025-03-12T04:00:00Z', 'child')],
    { '2025-03-12T03:59:59Z': 'open', '2025-03-12T04:00:00Z': 'met' },
  ],
  [
    'and not by one of the evening before',
    [release(), call('2025-03-12T03:59:59.999Z', 'child')],
    { '2025-03-19T15:30:00Z': 'overdue' },
  ],
  [
    'is not met by a call that reached nobody',
    [release(), call('2025-03-12T15:30:00Z', 'nobody')],
    { '2025-03-19T15:30:00Z': 'overdue' },
  ],
  [
    'is not met by a call before release',
    [release(), call('2025-02-10T15:29:59Z', 'child')],
    { '2025-03-19T15:30:00Z': 'overdue' },
  ],
  [
    'is not met by a voided call',
    [release(), call('2025-03-12T15:30:00Z', 'child', { voided: true })],
    { '2025-03-19T15:30:00Z': 'overdue' },
  ],
  [
    'lapses where the child is elsewhere',
    [
      release(),
      record('ice.custody-transfer', 't', {
        data: { apprehendedAt: '2025-03-01T00:00:00Z', transferredAt: '2025-03-02T00:00:00Z' },
      }),
    ],
    { '2025-02-28T23:59:59Z': 'open', '2025-03-01T00:00:00Z': 'lapsed' },
  ],
  [
    'is owed for each release, by its own calls',
    [
      release(),
      call('2025-03-12T15:30:00Z', 'child'),
      record('hhs.release', 's', { data: { releasedAt: '2025-06-01T00:00:00Z' } }),
    ],
    { '2025-06-01T00:00:00Z': 'met, open', '2025-07-08T00:00:00Z': 'met, overdue' },
  ],
  [
    'is owed once for two releases at one moment',
    [release(), record('hhs.release', 's', { data: { releasedAt: '2025-02-10T15:30:00Z' } })],
    { '2025-02-10T15:30:00Z': 'open' },
  ],
  ['does not start by another discharge', [release({ dischargeType: 'aged-out' })], 'none'],
  ['does not start by a voided release', [release({ voided: true })], 'none'],
  ['was not in force before August 2015', [release({ releasedAt: '2015-08-01T03:59:59Z' })], 'none'],
  [
    'is in force from then on',
    [release({ releasedAt: '2015-08-01T04:00:00Z' })],
    { '2015-08-01T04:00:00Z': 'open' },
  ],
]);
