import { dutyTable, type DutyRow } from '../../support/duties.ts';
import { record, someANumber } from '../../support/records.ts';

const received = record('eoir.case', 'c', { data: { receivedOn: '2024-02-01' } });
const hearing = (occurredAt: string, scheduledFor: string, more: object = {}) =>
  record('eoir.hearing', 'h', { data: { occurredAt, scheduledFor, ...more } });

/** Of a case that the court names. */
const of = (eoirCaseId: string) => ({ aNumber: someANumber, eoirCaseId });

dutyTable('schedule-hearing', [
  [
    'is overdue when the thirtieth calendar day has ended, 29 February counted',
    [received, hearing('2024-03-20T15:00:00Z', '2024-06-01T13:00:00Z')],
    {
      '2024-02-01T04:59:59Z': 'not-started',
      '2024-02-01T05:00:00Z': 'open',
      '2024-03-03T04:59:59Z': 'open',
      '2024-03-03T05:00:00Z': 'overdue',
      '2024-03-20T14:59:59Z': 'overdue',
      '2024-03-20T15:00:00Z': 'met late',
    },
  ],
  [
    'is met by a hearing of its own case, and lapses by the end of its own alone',
    [
      record('eoir.case', 'c', { data: { receivedOn: '2024-02-01' }, ids: of('1') }),
      record('eoir.hearing', 'h', {
        data: { occurredAt: '2024-02-05T15:00:00Z', scheduledFor: '2024-06-01T13:00:00Z' },
        ids: of('2'),
      }),
      record('eoir.decision', 'd', { data: { decidedOn: '2024-02-05' }, ids: of('2') }),
    ],
    { '2024-02-06T05:00:00Z': 'open', '2024-03-03T05:00:00Z': 'overdue' },
  ],
  [
    'is not met by a hearing that names another case, where its own record names none',
    [
      received,
      record('eoir.case', 'f', { data: { caseType: 'CFR', receivedOn: '2024-02-01' }, ids: of('2') }),
      record('eoir.hearing', 'h', {
        data: { occurredAt: '2024-02-05T15:00:00Z', scheduledFor: '2024-02-20T13:00:00Z' },
        ids: of('2'),
      }),
    ],
    { '2024-02-06T05:00:00Z': 'open, met', '2024-03-03T05:00:00Z': 'overdue, met' },
  ],
  [
    'is met by one that names a case of which there is no other record: it is its own',
    [
      received,
      record('eoir.hearing', 'h', {
        data: { occurredAt: '2024-02-05T15:00:00Z', scheduledFor: '2024-06-01T13:00:00Z' },
        ids: of('2'),
      }),
    ],
    { '2024-02-05T14:59:59Z': 'open', '2024-02-05T15:00:00Z': 'met' },
  ],
  [
    'of each of several cases is met by a hearing that names none',
    [
      received,
      record('eoir.case', 'b', { data: { receivedOn: '2024-02-01' } }),
      hearing('2024-02-05T15:00:00Z', '2024-06-01T13:00:00Z'),
    ],
    { '2024-02-05T15:00:00Z': 'met, met' },
  ],
  [
    'is met in time in the last second',
    [received, hearing('2024-03-03T04:59:59Z', '2024-06-01T13:00:00Z')],
    { '2024-03-03T04:59:58Z': 'open', '2024-03-03T04:59:59Z': 'met' },
  ],
  [
    'is late at the moment at which the last day is over',
    [received, hearing('2024-03-03T05:00:00Z', '2024-06-01T13:00:00Z')],
    { '2024-03-03T04:59:59Z': 'open', '2024-03-03T05:00:00Z': 'met late' },
  ],
  ...(['moved', 'held', 'not-held'] as const).map(
    (state): [string, ReturnType<typeof record>[], Record<string, string>] => [
      `counts a hearing ${state} as set in time: its record no longer says when it was first set`,
      [received, hearing('2024-05-20T15:00:00Z', '2024-06-01T13:00:00Z', { state })],
      { '2024-02-01T05:00:00Z': 'met', '2024-05-20T15:00:00Z': 'met' },
    ],
  ),
  ...(['moved', 'held', 'not-held'] as const).map(
    (state): [string, ReturnType<typeof record>[], Record<string, string>] => [
      `stays met when the first version says that it was set, also after one that says ${state}`,
      [
        received,
        hearing('2024-03-20T15:00:00Z', '2024-06-01T13:00:00Z'),
        hearing('2024-06-03T15:00:00Z', '2024-06-01T13:00:00Z', { state, version: 2 }),
      ],
      {
        '2024-03-03T05:00:00Z': 'overdue',
        '2024-03-20T14:59:59Z': 'overdue',
        '2024-03-20T15:00:00Z': 'met late',
      },
    ],
  ),
  [
    'and when it was moved to another time',
    [
      received,
      hearing('2024-03-20T15:00:00Z', '2024-06-01T13:00:00Z'),
      hearing('2024-04-03T15:00:00Z', '2024-07-01T13:00:00Z', { state: 'moved', version: 2 }),
    ],
    { '2024-03-20T14:59:59Z': 'overdue', '2024-03-20T15:00:00Z': 'met late' },
  ],
  [
    'but not by a version that was withdrawn',
    [
      received,
      hearing('2024-02-20T15:00:00Z', '2024-06-01T13:00:00Z', { voided: true }),
      hearing('2024-03-20T15:00:00Z', '2024-06-01T13:00:00Z', { version: 2 }),
    ],
    { '2024-03-20T14:59:59Z': 'overdue', '2024-03-20T15:00:00Z': 'met late' },
  ],
  [
    'is met as it opens by a hearing set before the case was received, for a day after',
    [received, hearing('2024-01-20T15:00:00Z', '2024-02-01T05:00:00Z')],
    { '2024-02-01T05:00:00Z': 'met' },
  ],
  [
    'is not met by a hearing for the day before',
    [received, hearing('2024-01-20T15:00:00Z', '2024-02-01T04:59:59Z')],
    { '2024-03-03T05:00:00Z': 'overdue' },
  ],
  ...(
    [
      // The first hour and the last of the day before, on Guam: 14:00 UTC is midnight.
      ['is met by a hearing on Guam of that day there', '2024-01-31T14:00:00Z', 'met'],
      ['is not met by one of the day before there', '2024-01-31T13:59:59Z', 'open'],
    ] as const
  ).map(([title, scheduledFor, state]): DutyRow => [
    title,
    [received, hearing('2024-01-20T15:00:00Z', scheduledFor, { locationCode: 'AGA' })],
    { '2024-02-01T05:00:00Z': state },
  ]),
  [
    'is not met by the discipline of an attorney, and is by a conference',
    [
      received,
      hearing('2024-02-10T15:00:00Z', '2024-06-01T13:00:00Z', { hearingType: 'AT' }),
      record('eoir.hearing', 'i', {
        data: {
          occurredAt: '2024-02-20T15:00:00Z',
          scheduledFor: '2024-06-01T13:00:00Z',
          hearingType: 'CN',
        },
      }),
    ],
    { '2024-02-20T14:59:59Z': 'open', '2024-02-20T15:00:00Z': 'met' },
  ],
  [
    'is not met by a hearing of custody, which is no part of the case',
    [received, hearing('2024-02-10T15:00:00Z', '2024-02-20T13:00:00Z', { hearingType: 'CY' })],
    { '2024-02-10T15:00:00Z': 'open', '2024-03-03T05:00:00Z': 'overdue' },
  ],
  [
    'of a case that names no id is met by a hearing of any id of which no case is on record: it may be its own',
    [
      received,
      record('eoir.hearing', 'h', {
        data: { occurredAt: '2024-02-10T15:00:00Z', scheduledFor: '2024-06-01T13:00:00Z' },
        ids: of('1'),
      }),
      record('eoir.hearing', 'i', {
        data: { occurredAt: '2029-02-10T15:00:00Z', scheduledFor: '2029-06-01T13:00:00Z' },
        ids: of('2'),
      }),
    ],
    { '2024-02-10T15:00:00Z': 'met', '2029-06-01T13:00:00Z': 'met' },
  ],
  [
    'is not met by a voided hearing',
    [received, hearing('2024-02-10T15:00:00Z', '2024-06-01T13:00:00Z', { voided: true })],
    { '2024-03-03T05:00:00Z': 'overdue' },
  ],
  [
    'lapses where the case is decided without a hearing',
    [received, record('eoir.decision', 'd', { data: { decidedOn: '2024-02-20' } })],
    { '2024-02-20T04:59:59Z': 'open', '2024-02-20T05:00:00Z': 'lapsed' },
  ],
  ...(['C', 'T'] as const).map(
    (otherCompletionCode): [string, ReturnType<typeof record>[], Record<string, string>] => [
      `does not lapse where it goes on in another court (${otherCompletionCode})`,
      [
        received,
        record('eoir.decision', 'd', {
          data: { decidedOn: '2024-02-20', decisionCode: undefined, otherCompletionCode },
        }),
      ],
      { '2024-02-20T05:00:00Z': 'open', '2024-03-03T05:00:00Z': 'overdue' },
    ],
  ),
  [
    'lapses where the case is closed',
    [record('eoir.case', 'c', { data: { receivedOn: '2024-02-01', closedOn: '2024-03-05' } })],
    { '2024-03-05T04:59:59Z': 'overdue', '2024-03-05T05:00:00Z': 'lapsed late' },
  ],
  ['does not start by a hearing alone', [hearing('2024-02-10T15:00:00Z', '2024-06-01T13:00:00Z')], 'none'],
  ['does not start by a voided case', [record('eoir.case', 'c', { data: { voided: true } })], 'none'],
]);
