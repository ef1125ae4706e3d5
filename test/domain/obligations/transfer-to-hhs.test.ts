import { dutyTable } from '../../support/duties.ts';
import { record } from '../../support/records.ts';

// Over the change to winter time of 2 November 2025: 72 hours, an hour short of three days by the clock.
const transfer = (transferredAt: string, more: object = {}) =>
  record('ice.custody-transfer', 't', {
    data: { determinedUnaccompaniedAt: '2025-11-01T14:00:00Z', transferredAt, ...more },
  });

dutyTable('transfer-to-hhs', [
  [
    'is overdue after 72 hours to the second',
    [transfer('2025-11-04T20:00:00Z')],
    {
      '2025-11-01T13:59:59Z': 'not-started',
      '2025-11-01T14:00:00Z': 'open',
      '2025-11-04T13:59:59Z': 'open',
      '2025-11-04T14:00:00Z': 'overdue',
      '2025-11-04T19:59:59Z': 'overdue',
      '2025-11-04T20:00:00Z': 'met late',
    },
  ],
  [
    'is met in time at the last moment',
    [transfer('2025-11-04T14:00:00Z')],
    { '2025-11-04T14:00:00Z': 'met' },
  ],
  ['is late a second after', [transfer('2025-11-04T14:00:01Z')], { '2025-11-04T14:00:01Z': 'met late' }],
  [
    'counts 72 hours over 29 February too',
    [transfer('2024-03-02T00:00:01Z', { determinedUnaccompaniedAt: '2024-02-28T00:00:00Z' })],
    { '2024-03-01T23:59:59Z': 'open', '2024-03-02T00:00:00Z': 'overdue', '2024-03-02T00:00:01Z': 'met late' },
  ],
  [
    'is met as it opens where the dates are out of order',
    [transfer('2025-10-31T00:00:00Z')],
    { '2025-11-01T13:59:59Z': 'not-started', '2025-11-01T14:00:00Z': 'met' },
  ],
  ['does not start without a determination', [record('ice.custody-transfer', 't')], 'none'],
  [
    'does not start by a transfer back to DHS',
    [transfer('2025-11-04T20:00:00Z', { direction: 'to-dhs' })],
    'none',
  ],
  ['does not start by a voided record', [transfer('2025-11-04T20:00:00Z', { voided: true })], 'none'],
]);
