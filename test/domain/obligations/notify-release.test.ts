import { dutyTable } from '../../support/duties.ts';
import { record } from '../../support/records.ts';

// Over the change to winter time of 2 November 2025: 24 hours.
const release = (more: object = {}) =>
  record('hhs.release', 'r', { data: { releasedAt: '2025-11-01T16:00:00Z', ...more } });

dutyTable('notify-release', [
  [
    'is overdue after 24 hours to the second',
    [release({ noticeToIceAt: '2025-11-05T00:00:00Z' })],
    {
      '2025-11-01T15:59:59Z': 'not-started',
      '2025-11-01T16:00:00Z': 'open',
      '2025-11-02T15:59:59Z': 'open',
      '2025-11-02T16:00:00Z': 'overdue',
      '2025-11-05T00:00:00Z': 'met late',
    },
  ],
  [
    'is met in time at the last moment',
    [release({ noticeToIceAt: '2025-11-02T16:00:00Z' })],
    { '2025-11-02T16:00:00Z': 'met' },
  ],
  [
    'is late a second after',
    [release({ noticeToIceAt: '2025-11-02T16:00:01Z' })],
    { '2025-11-02T16:00:01Z': 'met late' },
  ],
  [
    'is met as it opens by a notice before',
    [release({ noticeToIceAt: '2025-10-31T00:00:00Z' })],
    { '2025-11-01T16:00:00Z': 'met' },
  ],
  [
    'is not met by the notice to the court',
    [release({ noticeToEoirAt: '2025-11-01T16:00:00Z' })],
    { '2025-11-02T16:00:00Z': 'overdue' },
  ],
  ...(['unaccompanied-refugee-minor-programme', 'licensed-programme', 'legal-status'] as const).map(
    (dischargeType): [string, ReturnType<typeof record>[], Record<string, string>] => [
      `starts by a release of type ${dischargeType}`,
      [release({ dischargeType })],
      { '2025-11-01T16:00:00Z': 'open' },
    ],
  ),
  ...(
    [
      'aged-out',
      'age-redetermined',
      'voluntary-departure',
      'unauthorized-absence',
      'transferred-to-dhs',
      'transferred-to-law-enforcement',
      'died',
    ] as const
  ).map((dischargeType): [string, ReturnType<typeof record>[], 'none'] => [
    `does not start by one of type ${dischargeType}`,
    [release({ dischargeType })],
    'none',
  ]),
  ['does not start by a voided release', [release({ voided: true })], 'none'],
  ['was not in force on 29 January 2015', [release({ releasedAt: '2015-01-30T04:59:59Z' })], 'none'],
  [
    'is in force from 30 January 2015 on',
    [release({ releasedAt: '2015-01-30T05:00:00Z' })],
    { '2015-01-30T05:00:00Z': 'open' },
  ],
]);
