import { dutyTable } from '../../support/duties.ts';
import { record } from '../../support/records.ts';

const notice = (more: object = {}) =>
  record('ice.notice-to-appear', 'n', { data: { issuedOn: '2025-02-01', servedOn: '2025-02-10', ...more } });
const received = (receivedOn: string, more: object = {}) =>
  record('eoir.case', 'c', { data: { receivedOn, ...more } });

dutyTable('file-nta', [
  [
    'is overdue when the thirtieth calendar day has ended, in summer time by then',
    [notice(), received('2025-04-01')],
    {
      '2025-02-10T04:59:59Z': 'not-started',
      '2025-02-10T05:00:00Z': 'open',
      '2025-03-13T03:59:59Z': 'open',
      '2025-03-13T04:00:00Z': 'overdue',
      '2025-04-01T03:59:59Z': 'overdue',
      '2025-04-01T04:00:00Z': 'met late',
    },
  ],
  [
    'is met in time on the thirtieth day',
    [notice(), received('2025-03-12')],
    { '2025-03-12T03:59:59Z': 'open', '2025-03-12T04:00:00Z': 'met' },
  ],
  [
    'is late on the day after',
    [notice(), received('2025-03-13')],
    { '2025-03-13T03:59:59Z': 'open', '2025-03-13T04:00:00Z': 'met late' },
  ],
  [
    'counts 29 February as a day',
    [notice({ issuedOn: '2024-01-30', servedOn: '2024-01-30' })],
    { '2024-03-01T04:59:59Z': 'open', '2024-03-01T05:00:00Z': 'overdue' },
  ],
  [
    'is met as it opens by a case received before service',
    [notice(), received('2025-02-05')],
    { '2025-02-10T05:00:00Z': 'met' },
  ],
  [
    'is not met by a case received before the notice was issued',
    [notice(), received('2025-01-31')],
    { '2025-03-13T04:00:00Z': 'overdue' },
  ],
  [
    'is not met by what ICE says it filed',
    [notice({ filedOn: '2025-02-12' })],
    { '2025-03-13T04:00:00Z': 'overdue' },
  ],
  [
    'is not met by a case that begins with another document',
    [notice(), received('2025-02-12', { caseType: 'WHO' })],
    { '2025-02-12T05:00:00Z': 'open', '2025-03-13T04:00:00Z': 'overdue' },
  ],
  [
    'is not met by a voided case',
    [notice(), received('2025-02-12', { voided: true })],
    { '2025-03-13T04:00:00Z': 'overdue' },
  ],
  [
    'lapses where the notice is cancelled',
    [notice({ cancelledOn: '2025-03-01' })],
    { '2025-03-01T04:59:59Z': 'open', '2025-03-01T05:00:00Z': 'lapsed' },
  ],
  ['was never owed for a notice cancelled before service', [notice({ cancelledOn: '2025-02-10' })], 'none'],
  [
    'lapses where the child left the country',
    [
      notice(),
      record('hhs.release', 'r', {
        data: { releasedAt: '2025-03-20T12:00:00Z', dischargeType: 'voluntary-departure' },
      }),
    ],
    { '2025-03-20T11:59:59Z': 'overdue', '2025-03-20T12:00:00Z': 'lapsed late' },
  ],
  [
    '… and not where ICE took it at that moment: it was not away for any time',
    [
      notice(),
      record('hhs.release', 'r', {
        data: { releasedAt: '2025-03-10T12:00:00Z', dischargeType: 'voluntary-departure' },
      }),
      record('ice.custody-transfer', 't', {
        data: { direction: 'to-dhs', transferredAt: '2025-03-10T12:00:00Z' },
      }),
    ],
    { '2025-03-10T12:00:00Z': 'open', '2025-04-01T12:00:00Z': 'overdue' },
  ],
  ['does not start by a notice issued only', [record('ice.notice-to-appear', 'n')], 'none'],
  ['does not start by a voided notice', [notice({ voided: true })], 'none'],
]);
