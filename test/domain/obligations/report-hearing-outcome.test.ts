import { dutyTable, type DutyRow } from '../../support/duties.ts';
import { record, someANumber } from '../../support/records.ts';

const hearing = (scheduledFor: string, more: object = {}) =>
  record('eoir.hearing', 'h', { data: { occurredAt: '2025-01-10T15:00:00Z', scheduledFor, ...more } });
const held = (scheduledFor: string, recordedAt: string, more: object = {}) =>
  hearing(scheduledFor, { occurredAt: scheduledFor, recordedAt, state: 'held', ...more });
const decided = (decidedOn: string, recordedAt: string, more: object = {}) =>
  record('eoir.decision', 'd', { data: { decidedOn, recordedAt, ...more } });
const reopened = (decidedOn: string, decisionCode = 'G') =>
  record('eoir.decision', 'm', { data: { decidedOn, motionCode: 'MA', decisionCode: decisionCode as 'G' } });
const received = (receivedOn: string, more: object = {}) =>
  record('eoir.case', 'c', { data: { receivedOn, ...more } });
const toAnotherCourt = { decisionCode: undefined, otherCompletionCode: 'C' };

/** Tuesday, 10:00 Eastern. */
const tuesday = '2025-03-04T15:00:00Z';

const OWED = {
  '2025-03-04T14:59:59Z': 'not-started',
  '2025-03-04T15:00:00Z': 'open',
  '2025-03-07T05:00:00Z': 'overdue',
};

/** Of a case that the court names. */
const of = (eoirCaseId: string) => ({ aNumber: someANumber, eoirCaseId });

dutyTable('report-hearing-outcome', [
  [
    'is overdue when the second working day after the hearing has ended',
    [hearing(tuesday)],
    {
      '2025-03-04T14:59:59Z': 'not-started',
      '2025-03-04T15:00:00Z': 'open',
      '2025-03-07T04:59:59Z': 'open',
      '2025-03-07T05:00:00Z': 'overdue',
    },
  ],
  [
    'is not owed of a hearing that was moved before, though no other time was given',
    [
      hearing(tuesday),
      hearing(tuesday, { occurredAt: '2025-02-10T15:00:00Z', state: 'moved', version: 2 }),
      hearing(tuesday, { occurredAt: '2025-02-20T15:00:00Z', state: 'moved', version: 3 }),
    ],
    'none',
  ],
  [
    'is not met, and does not lapse, by what was decided in another case',
    [
      record('eoir.hearing', 'h', {
        data: { occurredAt: '2025-01-10T15:00:00Z', scheduledFor: tuesday },
        ids: of('1'),
      }),
      record('eoir.decision', 'd', { data: { decidedOn: '2025-03-04' }, ids: of('2') }),
      record('eoir.decision', 'e', { data: { decidedOn: '2025-02-04' }, ids: of('2') }),
    ],
    OWED,
  ],
  [
    'is met in time by an outcome recorded in the last second',
    [held(tuesday, '2025-03-07T04:59:59Z')],
    { '2025-03-07T04:59:58Z': 'open', '2025-03-07T04:59:59Z': 'met' },
  ],
  [
    'is late by one recorded after the second day',
    [held(tuesday, '2025-03-07T05:00:01Z', { state: 'not-held' })],
    { '2025-03-07T05:00:00Z': 'overdue', '2025-03-07T05:00:01Z': 'met late' },
  ],
  [
    'is not made late by a correction of what was reported in time',
    [
      held(tuesday, '2025-03-05T15:00:00Z'),
      held(tuesday, '2025-06-01T15:00:00Z', { version: 2, state: 'not-held' }),
    ],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'met', '2025-07-01T15:00:00Z': 'met' },
  ],
  [
    'is not made late by a correction of the time of a hearing that was reported in time',
    [
      held('2025-03-04T15:30:00Z', '2025-03-05T15:00:00Z'),
      held(tuesday, '2025-06-01T15:00:00Z', { version: 2 }),
    ],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'met', '2025-07-01T15:00:00Z': 'met' },
  ],
  [
    '… nor by one and the same time written with another offset',
    [
      held('2025-03-04T10:00:00-05:00', '2025-03-05T15:00:00Z'),
      hearing(tuesday, { version: 2 }),
      held(tuesday, '2025-06-01T15:00:00Z', { version: 3 }),
    ],
    { '2025-07-01T15:00:00Z': 'met' },
  ],
  ...(['moved', 'set'] as const).map((state): DutyRow => [
    `is owed anew where the hearing was ${state} for another time after an outcome`,
    [
      held(tuesday, '2025-03-05T15:00:00Z'),
      hearing('2025-04-01T15:00:00Z', { version: 2, state, occurredAt: '2025-03-05T16:00:00Z' }),
      held('2025-04-01T15:00:00Z', '2025-06-01T15:00:00Z', { version: 3 }),
    ],
    { '2025-04-02T15:00:00Z': 'open', '2025-05-01T15:00:00Z': 'overdue', '2025-06-01T15:00:00Z': 'met late' },
  ]),
  [
    'is met as it opens by an outcome recorded before: not held after all',
    [held(tuesday, '2025-03-03T15:00:00Z', { state: 'not-held', occurredAt: '2025-03-03T15:00:00Z' })],
    { '2025-03-04T14:59:59Z': 'not-started', '2025-03-04T15:00:00Z': 'met' },
  ],
  [
    'counts a Friday’s two working days over the change to summer time',
    [hearing('2025-03-07T15:00:00Z')],
    { '2025-03-12T03:59:59Z': 'open', '2025-03-12T04:00:00Z': 'overdue' },
  ],
  [
    'and over the change to winter time',
    [hearing('2025-10-31T15:00:00Z')],
    { '2025-11-05T04:59:59Z': 'open', '2025-11-05T05:00:00Z': 'overdue' },
  ],
  [
    'goes by the Eastern day of the hearing, not the UTC one',
    [hearing('2025-03-05T04:59:59Z')],
    { '2025-03-07T04:59:59Z': 'open', '2025-03-07T05:00:00Z': 'overdue' },
  ],
  [
    'does not count Thanksgiving Day',
    [hearing('2025-11-26T15:00:00Z')],
    { '2025-12-02T04:59:59Z': 'open', '2025-12-02T05:00:00Z': 'overdue' },
  ],
  [
    'does not count Friday 3 July 2026, on which Saturday’s Independence Day is kept',
    [hearing('2026-07-02T14:00:00Z')],
    { '2026-07-08T03:59:59Z': 'open', '2026-07-08T04:00:00Z': 'overdue' },
  ],
  [
    'does not count Monday 5 July 2021, on which Sunday’s is kept',
    [hearing('2021-07-02T14:00:00Z')],
    { '2021-07-08T03:59:59Z': 'open', '2021-07-08T04:00:00Z': 'overdue' },
  ],
  [
    'counts from the day to which a hearing is moved',
    [
      hearing(tuesday),
      hearing('2025-04-01T14:00:00Z', { version: 2, state: 'moved', occurredAt: '2025-03-01T15:00:00Z' }),
    ],
    {
      '2025-03-31T00:00:00Z': 'not-started',
      '2025-04-04T03:59:59Z': 'open',
      '2025-04-04T04:00:00Z': 'overdue',
    },
  ],
  [
    'is met by a decision of that day, when that was recorded',
    [hearing(tuesday), decided('2025-03-04', '2025-03-10T15:00:00Z')],
    {
      '2025-03-07T05:00:00Z': 'overdue',
      '2025-03-10T14:59:59Z': 'overdue',
      '2025-03-10T15:00:00Z': 'met late',
    },
  ],
  ...(
    [
      ['its decision', { decisionCode: 'V' }, 'met'],
      ['its decision, which turns out to be a change of court', toAnotherCourt, 'met'],
      ['a version that was withdrawn', { voided: true }, 'met late'],
      ['the day of its decision, which was another before', { decidedOn: '2025-03-05' }, 'met late'],
    ] as const
  ).map(([title, more, state]): DutyRow => {
    // Of the last two the first version is what does not count.
    const isFirst = state === 'met late';
    return [
      `is ${state} where a correction recorded later is of ${title}`,
      [
        hearing(tuesday),
        decided('2025-03-04', '2025-03-05T15:00:00Z', isFirst ? more : {}),
        decided('2025-03-04', '2025-04-20T15:00:00Z', { version: 2, ...(isFirst ? {} : more) }),
      ],
      { '2025-07-01T15:00:00Z': state },
    ];
  }),
  [
    'is not made late where the hearing is said to be held long after its decision was recorded',
    [
      hearing(tuesday),
      decided('2025-03-04', '2025-03-05T15:00:00Z'),
      held(tuesday, '2025-04-20T15:00:00Z', { version: 2 }),
    ],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'met', '2025-07-01T15:00:00Z': 'met' },
  ],
  [
    '… nor where the case ended on the day after',
    [
      received('2025-01-06', { closedOn: '2025-03-05' }),
      hearing(tuesday),
      held(tuesday, '2025-04-20T15:00:00Z', { version: 2 }),
    ],
    { '2025-03-05T05:00:00Z': 'lapsed', '2025-07-01T15:00:00Z': 'lapsed' },
  ],
  [
    '… and not owed by the word that it was not held, since the case had ended before',
    [
      hearing(tuesday),
      decided('2025-03-03', '2025-03-03T20:00:00Z'),
      held(tuesday, '2025-03-20T15:00:00Z', { version: 2, state: 'not-held' }),
    ],
    'none',
  ],
  [
    'is met by a ruling of that day that it goes on in another court',
    [hearing(tuesday), decided('2025-03-04', '2025-03-05T15:00:00Z', toAnotherCourt)],
    { '2025-03-05T14:59:59Z': 'open', '2025-03-05T15:00:00Z': 'met' },
  ],
  [
    'is owed where the proceeding went to another court before',
    [hearing(tuesday), decided('2025-03-03', '2025-03-03T20:00:00Z', toAnotherCourt)],
    { '2025-03-04T15:00:00Z': 'open', '2025-03-07T05:00:00Z': 'overdue' },
  ],
  [
    'was never owed where the case ended before',
    [hearing(tuesday), decided('2025-03-03', '2025-03-03T20:00:00Z')],
    'none',
  ],
  ...(['2025-02-03', '2025-02-18', '2025-03-04'] as const).map((day): DutyRow => [
    `is owed where an ending before it was taken back on ${day}, on or before its day`,
    [received('2025-01-06'), hearing(tuesday), decided('2025-02-03', '2025-02-03T20:00:00Z'), reopened(day)],
    OWED,
  ]),
  [
    'is owed where the closing that was taken back stays in the record',
    [received('2025-01-06', { closedOn: '2025-02-05' }), hearing(tuesday), reopened('2025-02-18')],
    OWED,
  ],
  [
    'is owed where a new case was received after the ending',
    [hearing(tuesday), decided('2025-02-03', '2025-02-03T20:00:00Z'), received('2025-02-18')],
    OWED,
  ],
  ...(
    [
      ['before the ending', reopened('2025-02-02')],
      ['after the day of the hearing', reopened('2025-03-05')],
      ['not at all: the motion was denied', reopened('2025-02-18', 'D')],
    ] as const
  ).map(([title, motion]): DutyRow => [
    `was never owed where the case ended and was reopened ${title}`,
    [received('2025-01-06'), hearing(tuesday), decided('2025-02-03', '2025-02-03T20:00:00Z'), motion],
    'none',
  ]),
  [
    'lapses where it ends again after',
    [
      hearing(tuesday),
      decided('2025-02-03', '2025-02-03T20:00:00Z'),
      reopened('2025-02-18'),
      record('eoir.decision', 'e', { data: { decidedOn: '2025-03-20' } }),
    ],
    { '2025-03-20T03:59:59Z': 'overdue', '2025-03-20T04:00:00Z': 'lapsed late' },
  ],
  [
    'is owed where the case was closed on its day',
    [received('2025-01-06', { closedOn: '2025-03-04' }), hearing(tuesday)],
    OWED,
  ],
  [
    '… and not where it was closed on the day before',
    [received('2025-01-06', { closedOn: '2025-03-03' }), hearing(tuesday)],
    'none',
  ],
  [
    '… and lapses where it was closed on the day after',
    [received('2025-01-06', { closedOn: '2025-03-05' }), hearing(tuesday)],
    { '2025-03-05T04:59:59Z': 'open', '2025-03-05T05:00:00Z': 'lapsed' },
  ],
  [
    'lapses where it ends after, without an outcome',
    [hearing(tuesday), decided('2025-03-20', '2025-03-20T20:00:00Z')],
    { '2025-03-20T03:59:59Z': 'overdue', '2025-03-20T04:00:00Z': 'lapsed late' },
  ],
  [
    'is owed for a hearing set after the case ended',
    [hearing(tuesday, { occurredAt: '2025-02-10T15:00:00Z' }), decided('2025-02-01', '2025-02-01T20:00:00Z')],
    { '2025-03-07T05:00:00Z': 'overdue' },
  ],
  [
    'was never owed where the case ended after the hearing was set, though a later version says it again',
    [
      hearing(tuesday),
      hearing(tuesday, { version: 2, occurredAt: '2025-02-10T15:00:00Z' }),
      decided('2025-02-01', '2025-02-01T20:00:00Z'),
    ],
    'none',
  ],
  [
    'is owed for each of two hearings at one moment',
    [
      hearing(tuesday),
      record('eoir.hearing', 'i', {
        data: { scheduledFor: tuesday, state: 'held', recordedAt: '2025-03-04T20:00:00Z' },
      }),
    ],
    { '2025-03-04T20:00:00Z': 'open, met' },
  ],
  ['does not start by a voided hearing', [hearing(tuesday, { voided: true })], 'none'],
  [
    'is not owed of the discipline of an attorney',
    [record('eoir.hearing', 'h', { data: { scheduledFor: '2025-03-03T15:00:00Z', hearingType: 'AT' } })],
    'none',
  ],
]);
