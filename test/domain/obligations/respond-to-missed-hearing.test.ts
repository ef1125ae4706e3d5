import type { Assertion } from '../../../src/domain/case-file.ts';
import { dutyTable, type DutyRow } from '../../support/duties.ts';
import { record } from '../../support/records.ts';

/** An in-absentia order of the Wednesday before Thanksgiving; five working days end with Thursday 4 December. */
const missed = (more: object = {}) =>
  record('eoir.decision', 'd', { data: { decidedOn: '2025-11-26', inAbsentia: 'yes', ...more } });
const check = (checkedOn: string, more: object = {}) =>
  record('ice.location-check', 'l', { data: { checkedOn, outcome: 'not-located', ...more } });
const call = (attemptedAt: string, more: object = {}) =>
  record('hhs.wellbeing-call', 'w', { data: { attemptedAt, reached: 'nobody', ...more } });
const theHearing = record('eoir.hearing', 'h', {
  data: { scheduledFor: '2025-11-26T16:00:00Z', state: 'not-held', adjournmentCode: '11' },
});
const reopened = (decidedOn: string, decisionCode: 'G' | 'D' = 'G') =>
  record('eoir.decision', 'm', { data: { decidedOn, decisionCode, motionCode: 'MA' } });

// States are those of HHS and of ICE, in this order.
dutyTable('respond-to-missed-hearing', [
  [
    'opens one duty at HHS and one at ICE, overdue when the fifth working day has ended',
    [missed()],
    {
      '2025-11-26T04:59:59Z': 'not-started, not-started',
      '2025-11-26T05:00:00Z': 'open, open',
      '2025-12-05T04:59:59Z': 'open, open',
      '2025-12-05T05:00:00Z': 'overdue, overdue',
    },
  ],
  [
    'ICE’s is met by a check, whatever it found, and HHS’s by a call, though it reached nobody',
    [missed(), check('2025-12-01T15:00:00Z'), call('2025-12-03T15:00:00Z')],
    {
      '2025-12-01T14:59:59Z': 'open, open',
      '2025-12-01T15:00:00Z': 'open, met',
      '2025-12-03T15:00:00Z': 'met, met',
    },
  ],
  [
    'is late when done after',
    [missed(), check('2025-12-10T15:00:00Z'), call('2025-12-11T15:00:00Z')],
    { '2025-12-11T15:00:00Z': 'met late, met late' },
  ],
  [
    'is not met by what was done before that day',
    [missed(), check('2025-11-26T04:59:59Z'), call('2025-11-26T04:59:59Z')],
    { '2025-11-26T05:00:00Z': 'open, open' },
  ],
  [
    'is not met by what was done on that day, where no hearing says at what hour it failed to appear',
    [missed(), check('2025-11-27T04:59:59.999Z'), call('2025-11-26T20:00:00Z')],
    { '2025-11-27T05:00:00Z': 'open, open' },
  ],
  [
    'and is by what was done the next day',
    [missed(), check('2025-11-27T05:00:00Z'), call('2025-11-27T05:00:00Z')],
    { '2025-11-27T05:00:00Z': 'met, met' },
  ],
  [
    'opens at the hour of the hearing that was missed, and is not met by what was done in the morning before',
    [missed(), theHearing, check('2025-11-26T15:59:59Z'), call('2025-11-26T16:00:01Z')],
    {
      '2025-11-26T15:59:59Z': 'not-started, not-started',
      '2025-11-26T16:00:00Z': 'open, open',
      '2025-11-26T16:00:01Z': 'met, open',
      '2025-12-05T04:59:59Z': 'met, open',
      '2025-12-05T05:00:00Z': 'met, overdue',
    },
  ],
  [
    'is not met by voided records',
    [
      missed(),
      check('2025-12-01T15:00:00Z', { voided: true }),
      call('2025-12-01T15:00:00Z', { voided: true }),
    ],
    { '2025-12-02T00:00:00Z': 'open, open' },
  ],
  [
    'lapses by a reopening granted',
    [missed(), reopened('2025-12-01')],
    { '2025-12-01T04:59:59Z': 'open, open', '2025-12-01T05:00:00Z': 'lapsed, lapsed' },
  ],
  [
    'does not lapse by one denied',
    [missed(), reopened('2025-12-01', 'D')],
    { '2025-12-02T00:00:00Z': 'open, open' },
  ],
  ['was never owed where it was reopened the same day', [missed(), reopened('2025-11-26')], 'none'],
  [
    'is owed anew by a failure after the reopening',
    [
      missed(),
      reopened('2025-12-01'),
      record('eoir.decision', 'e', { data: { decidedOn: '2025-12-15', otherCompletionCode: 'B' } }),
    ],
    { '2025-12-15T05:00:00Z': 'lapsed, open, lapsed, open' },
  ],
  [
    'lapses when the child is in care again, late where that was after',
    [missed(), record('hhs.placement', 'p', { data: { admittedAt: '2025-12-20T12:00:00Z' } })],
    { '2025-12-20T11:59:59Z': 'overdue, overdue', '2025-12-20T12:00:00Z': 'lapsed late, lapsed late' },
  ],
  [
    'is owed also where the records say the child was in care all along: then one of them is wrong',
    [missed(), record('hhs.placement', 'p', { data: { admittedAt: '2025-10-20T12:00:00Z' } })],
    { '2025-11-26T05:00:00Z': 'open, open' },
  ],
  ...(
    [
      [
        'a move within care',
        [record('hhs.placement', 'q', { data: { admittedAt: '2025-12-01T12:00:00Z' } })],
      ],
      [
        'a hand-over to DHS',
        [
          record('ice.custody-transfer', 't', {
            data: { transferredAt: '2025-12-01T12:00:00Z', direction: 'to-dhs' },
          }),
        ],
      ],
    ] as Array<[string, Assertion[]]>
  ).map(([what, records]): DutyRow => [
    `… and does not lapse by ${what}`,
    [missed(), record('hhs.placement', 'p', { data: { admittedAt: '2025-10-20T12:00:00Z' } }), ...records],
    { '2025-12-01T12:00:00Z': 'open, open', '2025-12-05T05:00:00Z': 'overdue, overdue' },
  ]),
  [
    '… but where the child left that care and came back',
    [
      missed(),
      record('hhs.placement', 'p', { data: { admittedAt: '2025-10-20T12:00:00Z' } }),
      record('hhs.release', 'r', { data: { releasedAt: '2025-11-30T12:00:00Z' } }),
      record('hhs.placement', 'q', { data: { admittedAt: '2025-12-01T12:00:00Z' } }),
    ],
    { '2025-12-01T11:59:59Z': 'open, open', '2025-12-01T12:00:00Z': 'lapsed, lapsed' },
  ],
  [
    '… not where the admission is of the moment of a release, which decides',
    [
      missed(),
      record('hhs.placement', 'q', { data: { admittedAt: '2025-12-01T12:00:00Z' } }),
      record('hhs.release', 'r', { data: { releasedAt: '2025-12-01T12:00:00Z' } }),
    ],
    { '2025-12-01T12:00:00Z': 'open, open' },
  ],
  [
    'was never owed of a child that had left the country',
    [
      missed(),
      record('hhs.release', 'r', {
        data: { releasedAt: '2025-10-20T12:00:00Z', dischargeType: 'voluntary-departure' },
      }),
    ],
    'none',
  ],
  [
    'opens by a completion code B',
    [missed({ inAbsentia: 'no', otherCompletionCode: 'B' })],
    { '2025-11-26T05:00:00Z': 'open, open' },
  ],
  ['does not open by another decision', [missed({ inAbsentia: 'no' })], 'none'],
  [
    'does not open by a case closed',
    [record('eoir.case', 'c', { data: { receivedOn: '2025-01-01', closedOn: '2025-11-26' } })],
    'none',
  ],
  [
    'does not open by adjournment code 11, which may be the attorney’s',
    [record('eoir.hearing', 'h', { data: { state: 'not-held', adjournmentCode: '11' } })],
    'none',
  ],
  ['does not open by a voided decision', [missed({ voided: true })], 'none'],
  [
    'counts five working days over Christmas and New Year’s Day',
    [missed({ decidedOn: '2025-12-23' })],
    { '2026-01-01T04:59:59Z': 'open, open', '2026-01-01T05:00:00Z': 'overdue, overdue' },
  ],
  [
    'counts them over a New Year’s Day kept on 31 December',
    [missed({ decidedOn: '2021-12-23' })],
    // 24 December (Christmas, a Saturday) and 31 December 2021 are kept; 27 to 30 December and 3 January count.
    { '2022-01-04T04:59:59Z': 'open, open', '2022-01-04T05:00:00Z': 'overdue, overdue' },
  ],
  [
    'counts Juneteenth as a working day in 2020',
    [missed({ decidedOn: '2020-06-15' })],
    { '2020-06-23T03:59:59Z': 'open, open', '2020-06-23T04:00:00Z': 'overdue, overdue' },
  ],
  [
    'and keeps it on Monday 20 June in 2022',
    [missed({ decidedOn: '2022-06-15' })],
    { '2022-06-24T03:59:59Z': 'open, open', '2022-06-24T04:00:00Z': 'overdue, overdue' },
  ],
]);
