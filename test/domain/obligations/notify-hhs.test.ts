import { dutyTable } from '../../support/duties.ts';
import { record } from '../../support/records.ts';

// Over the change to summer time of 9 March 2025: 48 hours, not two calendar days.
const apprehendedAt = '2025-03-09T01:00:00Z';
const transfer = (data: object) =>
  record('ice.custody-transfer', 't', {
    data: { apprehendedAt, transferredAt: '2025-03-20T00:00:00Z', ...data },
  });

dutyTable('notify-hhs', [
  [
    'opens with the apprehension, is overdue after 48 hours to the second, and late when met then',
    [transfer({ hhsNotifiedAt: '2025-03-12T00:00:00Z' })],
    {
      '2025-03-09T00:59:59Z': 'not-started',
      '2025-03-09T01:00:00Z': 'open',
      '2025-03-11T00:59:59Z': 'open',
      '2025-03-11T01:00:00Z': 'overdue',
      '2025-03-11T23:59:59Z': 'overdue',
      '2025-03-12T00:00:00Z': 'met late',
    },
  ],
  [
    'is met in time by a notice at the last moment',
    [transfer({ hhsNotifiedAt: '2025-03-11T01:00:00Z' })],
    { '2025-03-11T00:59:59Z': 'open', '2025-03-11T01:00:00Z': 'met' },
  ],
  [
    'is late by a notice a second after',
    [transfer({ hhsNotifiedAt: '2025-03-11T01:00:01Z' })],
    { '2025-03-11T01:00:00Z': 'overdue', '2025-03-11T01:00:01Z': 'met late' },
  ],
  [
    'is met by a notice at the moment of the apprehension',
    [transfer({ hhsNotifiedAt: '2025-03-09T01:00:00Z' })],
    { '2025-03-09T00:59:59Z': 'not-started', '2025-03-09T01:00:00Z': 'met' },
  ],
  [
    'is not met by a notice before the apprehension, which tells of no such thing: it lapses by the hand-over',
    [transfer({ transferredAt: '2025-03-10T00:00:00Z', hhsNotifiedAt: '2025-03-09T00:59:59Z' })],
    { '2025-03-09T01:00:00Z': 'open', '2025-03-10T00:00:00Z': 'lapsed' },
  ],
  [
    'is met by a notice after the hand-over, within 48 hours',
    [transfer({ transferredAt: '2025-03-09T20:00:00Z', hhsNotifiedAt: '2025-03-10T00:00:00Z' })],
    { '2025-03-09T23:59:59Z': 'open', '2025-03-10T00:00:00Z': 'met' },
  ],
  [
    'lapses by the hand-over where no notice is on record: HHS has the child',
    [transfer({ transferredAt: '2025-03-10T00:00:00Z' })],
    { '2025-03-09T23:59:59Z': 'open', '2025-03-10T00:00:00Z': 'lapsed' },
  ],
  [
    '… and stays late where that was after 48 hours',
    [transfer({})],
    { '2025-03-19T23:59:59Z': 'overdue', '2025-03-20T00:00:00Z': 'lapsed late' },
  ],
  ['does not start without an apprehension', [record('ice.custody-transfer', 't')], 'none'],
  ['does not start by a transfer back to DHS', [transfer({ direction: 'to-dhs' })], 'none'],
  ['does not start by a voided record', [transfer({ voided: true })], 'none'],
  [
    'is not in force on 22 March 2009, Eastern',
    [transfer({ apprehendedAt: '2009-03-23T03:59:59Z', transferredAt: '2009-04-01T00:00:00Z' })],
    'none',
  ],
  [
    'is in force from 23 March 2009 on',
    [transfer({ apprehendedAt: '2009-03-23T04:00:00Z', transferredAt: '2009-04-01T00:00:00Z' })],
    { '2009-03-23T04:00:00Z': 'open' },
  ],
]);
