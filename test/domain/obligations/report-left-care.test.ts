import { dutyTable, type DutyRow } from '../../support/duties.ts';
import { record } from '../../support/records.ts';

const left = (more: object = {}) =>
  record('hhs.release', 'r', {
    data: { releasedAt: '2024-02-28T12:00:00Z', dischargeType: 'unauthorized-absence', ...more },
  });

dutyTable('report-left-care', [
  [
    'is overdue after 24 hours to the second',
    [left({ noticeToIceAt: '2024-03-01T12:00:00Z' })],
    {
      '2024-02-28T11:59:59Z': 'not-started',
      '2024-02-28T12:00:00Z': 'open',
      '2024-02-29T11:59:59Z': 'open',
      '2024-02-29T12:00:00Z': 'overdue',
      '2024-03-01T12:00:00Z': 'met late',
    },
  ],
  [
    'is met in time at the last moment',
    [left({ noticeToIceAt: '2024-02-29T12:00:00Z' })],
    { '2024-02-29T12:00:00Z': 'met' },
  ],
  [
    'is met by a notice at the moment it left, and by none before: nobody knows of it by then',
    [left({ noticeToIceAt: '2024-02-28T12:00:00Z' })],
    { '2024-02-28T12:00:00Z': 'met' },
  ],
  [
    'is not met by a notice a second before it left',
    [left({ noticeToIceAt: '2024-02-28T11:59:59Z' })],
    { '2024-02-28T12:00:00Z': 'open', '2024-02-29T12:00:00Z': 'overdue' },
  ],
  [
    'is late a second after',
    [left({ noticeToIceAt: '2024-02-29T12:00:01Z' })],
    { '2024-02-29T12:00:01Z': 'met late' },
  ],
  [
    'lapses where the child is in care again',
    [left(), record('hhs.placement', 'p', { data: { admittedAt: '2024-02-28T20:00:00Z' } })],
    { '2024-02-28T19:59:59Z': 'open', '2024-02-28T20:00:00Z': 'lapsed' },
  ],
  ...(['aged-out', 'legal-status', 'age-redetermined', 'reunified-with-sponsor'] as const).map(
    (dischargeType): DutyRow => [
      `does not lapse by a release ${dischargeType} without care between`,
      [left(), record('hhs.release', 's', { data: { releasedAt: '2024-02-28T20:00:00Z', dischargeType } })],
      { '2024-02-28T20:00:00Z': 'open', '2024-02-29T12:00:00Z': 'overdue' },
    ],
  ),
  [
    'lapses by the care that comes after such a release',
    [
      left(),
      record('hhs.release', 's', { data: { releasedAt: '2024-02-28T20:00:00Z', dischargeType: 'aged-out' } }),
      record('hhs.placement', 'p', { data: { admittedAt: '2024-02-28T21:00:00Z' } }),
    ],
    { '2024-02-28T20:59:59Z': 'open', '2024-02-28T21:00:00Z': 'lapsed' },
  ],
  [
    'lapses where the police or DHS have the child',
    [
      left(),
      record('hhs.release', 's', {
        data: { releasedAt: '2024-02-28T20:00:00Z', dischargeType: 'transferred-to-law-enforcement' },
      }),
    ],
    { '2024-02-28T20:00:00Z': 'lapsed' },
  ],
  [
    'lapses where the child died',
    [
      left(),
      record('hhs.release', 's', { data: { releasedAt: '2024-02-28T20:00:00Z', dischargeType: 'died' } }),
    ],
    { '2024-02-28T20:00:00Z': 'lapsed' },
  ],
  ['does not start by another discharge', [left({ dischargeType: 'reunified-with-sponsor' })], 'none'],
  ['does not start by a voided record', [left({ voided: true })], 'none'],
  ['was not in force on 29 January 2015', [left({ releasedAt: '2015-01-30T04:59:59Z' })], 'none'],
]);
