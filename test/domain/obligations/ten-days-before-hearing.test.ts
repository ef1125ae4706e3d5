import { dutyTable, type DutyRow } from '../../support/duties.ts';
import { record, someANumber } from '../../support/records.ts';

// The tenth day after service comes after the change to summer time of 9 March 2025.
const notice = (more: object = {}) =>
  record('ice.notice-to-appear', 'n', { data: { issuedOn: '2025-03-01', servedOn: '2025-03-03', ...more } });
const hearing = (id: string, occurredAt: string, scheduledFor: string, more: object = {}) =>
  record('eoir.hearing', id, { data: { occurredAt, scheduledFor, ...more } });

/** Of a case that the court names. */
const of = (eoirCaseId: string) => ({ aNumber: someANumber, eoirCaseId });
const caseOf = (eoirCaseId: string, receivedOn: string, more: object = {}) =>
  record('eoir.case', `c${eoirCaseId}`, { data: { receivedOn, ...more }, ids: of(eoirCaseId) });
const hearingOf = (eoirCaseId: string, scheduledFor: string, more: object = {}) =>
  record('eoir.hearing', `h${eoirCaseId}`, {
    data: { occurredAt: '2025-03-05T15:00:00Z', scheduledFor, ...more },
    ids: of(eoirCaseId),
  });

dutyTable('ten-days-before-hearing', [
  [
    'is not broken by a hearing in the review of a fear, nor met by one',
    [
      notice(),
      record('eoir.case', 'c', { data: { receivedOn: '2025-03-04' } }),
      caseOf('F', '2025-03-04', { caseType: 'CFR' }),
      hearingOf('F', '2025-03-06T13:00:00Z', { state: 'held', occurredAt: '2025-03-06T13:00:00Z' }),
    ],
    { '2025-03-06T15:00:00Z': 'open', '2025-06-01T04:00:00Z': 'open' },
  ],
  [
    '… nor by a time from which such a one was moved',
    [
      notice(),
      caseOf('F', '2025-03-04', { caseType: 'CFR' }),
      hearingOf('F', '2025-03-10T13:00:00Z'),
      hearingOf('F', '2025-04-10T13:00:00Z', {
        state: 'moved',
        version: 2,
        occurredAt: '2025-03-06T15:00:00Z',
      }),
    ],
    { '2025-03-05T15:00:00Z': 'open', '2025-03-06T15:00:00Z': 'open' },
  ],
  [
    'is not broken by a hearing of a removal case from before the notice',
    [notice(), caseOf('1', '2025-02-28'), hearingOf('1', '2025-03-10T13:00:00Z')],
    { '2025-03-10T15:00:00Z': 'open' },
  ],
  [
    'is broken by one of the case that it may have begun: received on the day of issue, or nobody tells of its receipt',
    [notice(), caseOf('1', '2025-03-01'), hearingOf('1', '2025-03-10T13:00:00Z')],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'overdue' },
  ],
  [
    '…',
    [notice(), hearingOf('1', '2025-03-10T13:00:00Z')],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'overdue' },
  ],
  [
    'is not broken by one of a second removal case',
    [
      notice(),
      caseOf('1', '2025-03-04'),
      caseOf('2', '2025-03-05'),
      hearingOf('2', '2025-03-10T13:00:00Z'),
      hearingOf('1', '2025-05-05T13:00:00Z', { occurredAt: '2025-03-07T15:00:00Z' }),
    ],
    { '2025-03-05T15:00:00Z': 'open', '2025-03-07T15:00:00Z': 'met' },
  ],
  [
    'of two removal cases that which gives the day on which the notice was issued is its own',
    [
      notice(),
      caseOf('1', '2025-03-04', { ntaIssuedOn: '2025-02-01' }),
      caseOf('2', '2025-03-05', { ntaIssuedOn: '2025-03-01' }),
      hearingOf('2', '2025-03-10T13:00:00Z'),
    ],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'overdue' },
  ],
  [
    'is open while no hearing is set, and never overdue by that',
    [notice()],
    { '2025-03-03T04:59:59Z': 'not-started', '2025-03-03T05:00:00Z': 'open', '2035-01-01T00:00:00Z': 'open' },
  ],
  [
    'lapses where the case ends before a hearing is set',
    [notice(), record('eoir.decision', 'd', { data: { decidedOn: '2025-05-01' } })],
    { '2025-05-01T03:59:59Z': 'open', '2025-05-01T04:00:00Z': 'lapsed' },
  ],
  [
    '… and where it is closed',
    [notice(), record('eoir.case', 'c', { data: { receivedOn: '2025-03-10', closedOn: '2025-05-01' } })],
    { '2025-05-01T03:59:59Z': 'open', '2025-05-01T04:00:00Z': 'lapsed' },
  ],
  [
    'does not lapse by what ended before service, nor by the end of a case that began before the notice or with another document',
    [
      notice(),
      record('eoir.decision', 'd', { data: { decidedOn: '2025-03-02' } }),
      record('eoir.case', 'c', { data: { receivedOn: '2025-01-10', closedOn: '2025-03-20' } }),
      record('eoir.case', 'f', {
        data: { caseType: 'CFR', receivedOn: '2025-03-10', closedOn: '2025-03-20' },
      }),
    ],
    { '2025-06-01T04:00:00Z': 'open' },
  ],
  [
    'stays met where the case is decided at that hearing, known by its record alone',
    [
      notice(),
      hearing('h', '2025-04-01T15:00:00Z', '2025-04-01T15:00:00Z', { state: 'held' }),
      record('eoir.decision', 'd', { data: { decidedOn: '2025-04-01' } }),
    ],
    { '2025-04-01T14:59:59Z': 'open', '2025-04-01T15:00:00Z': 'met' },
  ],
  [
    'is met when a hearing is set for the tenth day after service',
    [notice(), hearing('h', '2025-03-05T15:00:00Z', '2025-03-13T04:00:00Z')],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'met' },
  ],
  [
    'is overdue when a hearing is set for the ninth, until its day is over',
    [notice(), hearing('h', '2025-03-05T15:00:00Z', '2025-03-13T03:59:59Z')],
    {
      '2025-03-05T14:59:59Z': 'open',
      '2025-03-05T15:00:00Z': 'overdue',
      '2025-03-13T03:59:59Z': 'overdue',
      '2025-03-13T04:00:00Z': 'lapsed late',
    },
  ],
  [
    'is overdue with service where an early hearing was set before it',
    [notice(), hearing('h', '2025-03-01T15:00:00Z', '2025-03-12T13:00:00Z')],
    {
      '2025-03-03T04:59:59Z': 'not-started',
      '2025-03-03T05:00:00Z': 'overdue',
      '2025-03-13T04:00:00Z': 'lapsed late',
    },
  ],
  [
    'is late for good where an early hearing was held',
    [notice(), hearing('h', '2025-03-07T14:00:00Z', '2025-03-07T14:00:00Z', { state: 'held' })],
    {
      '2025-03-07T13:59:59Z': 'open',
      '2025-03-07T14:00:00Z': 'overdue',
      '2025-03-08T05:00:00Z': 'lapsed late',
    },
  ],
  [
    'is late from when an early hearing was set, also after it was held',
    [
      notice(),
      hearing('h', '2025-03-05T15:00:00Z', '2025-03-07T14:00:00Z'),
      hearing('h', '2025-03-07T14:00:00Z', '2025-03-07T14:00:00Z', { state: 'held', version: 2 }),
    ],
    {
      '2025-03-05T14:59:59Z': 'open',
      '2025-03-05T15:00:00Z': 'overdue',
      '2025-03-08T05:00:00Z': 'lapsed late',
    },
  ],
  [
    'is met when a hearing was set in good time, also after it was held',
    [
      notice(),
      hearing('h', '2025-03-05T15:00:00Z', '2025-05-01T13:00:00Z'),
      hearing('h', '2025-05-01T13:00:00Z', '2025-05-01T13:00:00Z', { state: 'held', version: 2 }),
    ],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'met' },
  ],
  [
    'is overdue until the early hearing is moved, and met late',
    [
      notice(),
      hearing('h', '2025-03-05T15:00:00Z', '2025-03-10T13:00:00Z'),
      hearing('h', '2025-03-06T15:00:00Z', '2025-03-20T13:00:00Z', { state: 'moved', version: 2 }),
    ],
    {
      '2025-03-05T14:59:59Z': 'open',
      '2025-03-05T15:00:00Z': 'overdue',
      '2025-03-06T14:59:59Z': 'overdue',
      '2025-03-06T15:00:00Z': 'met late',
    },
  ],
  [
    'is overdue from the first of two early times, until the second is over',
    [
      notice(),
      hearing('h', '2025-03-05T15:00:00Z', '2025-03-10T13:00:00Z'),
      hearing('h', '2025-03-06T15:00:00Z', '2025-03-11T13:00:00Z', { state: 'moved', version: 2 }),
    ],
    {
      '2025-03-05T14:59:59Z': 'open',
      '2025-03-05T15:00:00Z': 'overdue',
      '2025-03-12T03:59:59Z': 'overdue',
      '2025-03-12T04:00:00Z': 'lapsed late',
    },
  ],
  [
    'is not broken by an early time that was moved before service',
    [
      notice(),
      hearing('h', '2025-02-20T15:00:00Z', '2025-03-10T13:00:00Z'),
      hearing('h', '2025-03-02T15:00:00Z', '2025-03-20T13:00:00Z', { state: 'moved', version: 2 }),
    ],
    { '2025-03-03T05:00:00Z': 'met' },
  ],
  ...(['moved', 'not-held'] as const).flatMap((state): DutyRow[] => {
    const calledOff = (occurredAt: string) => [
      notice(),
      hearing('h', '2025-02-20T15:00:00Z', '2025-03-10T13:00:00Z'),
      hearing('h', occurredAt, '2025-03-10T13:00:00Z', { state, version: 2 }),
    ];
    const inGoodTime = hearing('i', '2025-03-05T15:00:00Z', '2025-03-20T13:00:00Z');
    return [
      [
        `is not broken by an early hearing that was called off before service (${state})`,
        [...calledOff('2025-03-02T15:00:00Z'), inGoodTime],
        { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'met' },
      ],
      [
        `… nor met by one for a day in good time, called off before service (${state})`,
        [
          notice(),
          hearing('h', '2025-02-20T15:00:00Z', '2025-03-20T13:00:00Z'),
          hearing('h', '2025-03-02T15:00:00Z', '2025-03-20T13:00:00Z', { state, version: 2 }),
        ],
        { '2025-03-03T05:00:00Z': 'open', '2025-06-01T04:00:00Z': 'open' },
      ],
      [
        `is overdue until an early hearing is called off, and met late where another is set by then (${state})`,
        [...calledOff('2025-03-06T15:00:00Z'), inGoodTime],
        {
          '2025-03-03T05:00:00Z': 'overdue',
          '2025-03-06T14:59:59Z': 'overdue',
          '2025-03-06T15:00:00Z': 'met late',
        },
      ],
      [
        `… and lapses late where none is, also if one is set later (${state})`,
        calledOff('2025-03-04T15:00:00Z'),
        {
          '2025-03-04T14:59:59Z': 'overdue',
          '2025-03-04T15:00:00Z': 'lapsed late',
          '2025-06-01T04:00:00Z': 'lapsed late',
        },
      ],
      ['…', [...calledOff('2025-03-04T15:00:00Z'), inGoodTime], { '2025-03-06T15:00:00Z': 'lapsed late' }],
    ];
  }),
  [
    'is not broken by an early time that was a mistake, put right by the next version',
    [
      notice(),
      hearing('h', '2025-03-05T15:00:00Z', '2025-03-10T13:00:00Z'),
      hearing('h', '2025-03-05T15:00:00Z', '2025-03-20T13:00:00Z', { version: 2 }),
    ],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'met' },
  ],
  [
    'goes by the first hearing',
    [
      notice(),
      hearing('h', '2025-03-05T15:00:00Z', '2025-05-01T13:00:00Z'),
      hearing('i', '2025-03-06T15:00:00Z', '2025-03-10T13:00:00Z'),
    ],
    { '2025-03-06T14:59:59Z': 'open', '2025-03-06T15:00:00Z': 'overdue' },
  ],
  [
    'does not go by a hearing before service, nor a voided one',
    [
      notice(),
      hearing('h', '2025-02-01T15:00:00Z', '2025-03-03T04:59:59Z', { state: 'held' }),
      hearing('i', '2025-03-04T15:00:00Z', '2025-03-05T13:00:00Z', { voided: true }),
    ],
    { '2025-04-01T00:00:00Z': 'open' },
  ],
  ...(['AGA', 'NYC'] as const).map((locationCode): DutyRow => [
    `is broken by a hearing on the day of service (${locationCode})`,
    [
      notice(),
      // 09:00 there.
      hearing(
        'h',
        '2025-03-01T15:00:00Z',
        locationCode === 'AGA' ? '2025-03-02T23:00:00Z' : '2025-03-03T14:00:00Z',
        {
          locationCode,
        },
      ),
      hearing('i', '2025-03-01T15:00:00Z', '2025-05-01T13:00:00Z', { locationCode }),
    ],
    {
      '2025-03-03T04:59:59Z': 'not-started',
      '2025-03-03T05:00:00Z': 'overdue',
      '2025-03-04T05:00:00Z': 'lapsed late',
    },
  ]),
  [
    'and by one on Guam that was moved from the day of service after it',
    [
      notice(),
      hearing('h', '2025-03-01T15:00:00Z', '2025-03-02T23:00:00Z', { locationCode: 'AGA' }),
      hearing('h', '2025-03-03T15:00:00Z', '2025-05-01T23:00:00Z', {
        locationCode: 'AGA',
        state: 'moved',
        version: 2,
      }),
    ],
    { '2025-03-03T05:00:00Z': 'overdue', '2025-03-03T15:00:00Z': 'met late' },
  ],
  [
    'is not broken by the discipline of an attorney',
    [notice(), hearing('h', '2025-03-05T15:00:00Z', '2025-03-10T13:00:00Z', { hearingType: 'AT' })],
    { '2025-03-10T15:00:00Z': 'open', '2025-06-01T04:00:00Z': 'open' },
  ],
  [
    'is not broken by a hearing of custody, which is no part of the case, nor met by one',
    [
      notice(),
      hearing('h', '2025-03-05T15:00:00Z', '2025-03-10T13:00:00Z', { hearingType: 'CY' }),
      hearing('i', '2025-03-05T15:00:00Z', '2025-04-10T13:00:00Z', { hearingType: 'CY' }),
    ],
    { '2025-03-10T15:00:00Z': 'open', '2025-06-01T04:00:00Z': 'open' },
  ],
  [
    'lapses where the notice is cancelled before',
    [notice({ cancelledOn: '2025-03-07' }), hearing('h', '2025-03-05T15:00:00Z', '2025-03-10T13:00:00Z')],
    { '2025-03-07T04:59:59Z': 'overdue', '2025-03-07T05:00:00Z': 'lapsed late' },
  ],
  [
    '… and not again after the hearing',
    [notice({ cancelledOn: '2025-05-07' }), hearing('h', '2025-03-05T15:00:00Z', '2025-03-10T13:00:00Z')],
    { '2025-03-11T03:59:59Z': 'overdue', '2025-03-11T04:00:00Z': 'lapsed late' },
  ],
  ['does not start by a notice issued only', [record('ice.notice-to-appear', 'n')], 'none'],
  ['does not start by a voided notice', [notice({ voided: true })], 'none'],
]);
