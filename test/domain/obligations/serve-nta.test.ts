import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { courseOf } from '../../../src/domain/assess.ts';
import { caseFilesOf } from '../../../src/domain/case-files.ts';
import type { Assertion, CaseFile } from '../../../src/domain/case-file.ts';
import { placementFacts } from '../../../src/domain/dimensions/placement.ts';
import { factsOf } from '../../../src/domain/facts.ts';
import { changesOf, dutyStateAt } from '../../../src/domain/obligations/duties.ts';
import { isGone } from '../../../src/domain/obligations/rule.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { arbitraryLife } from '../../support/arbitrary-lives.ts';
import { dayTexts, moments } from '../../support/arbitrary-moments.ts';
import { dutiesBy, dutyTable, type DutyRow } from '../../support/duties.ts';
import { record, someANumber } from '../../support/records.ts';

const handOver = (id: string, transferredAt: string, more: object = {}) =>
  record('ice.custody-transfer', id, { data: { transferredAt, ...more } });
const transfer = handOver('t', '2025-02-10T12:00:00Z');
const notice = (data: object) =>
  record('ice.notice-to-appear', 'n', { data: { issuedOn: '2025-01-02', ...data } });
const another = (data: object) => record('ice.notice-to-appear', 'm', { data });
const left = (dischargeType: 'died' | 'voluntary-departure') =>
  record('hhs.release', 'r', { data: { releasedAt: '2025-04-01T00:00:00Z', dischargeType } });
const receivedFirst = record('eoir.case', 'c', { data: { receivedOn: '2025-03-01' } });
/** Of a case that the court names. */
const second = { aNumber: someANumber, eoirCaseId: '2' };
/** A child whose notice was served, and began a case that ended. */
const firstCase = (decidedOn: string, said: object = {}) => [
  transfer,
  notice({ servedOn: '2025-02-20' }),
  receivedFirst,
  record('eoir.decision', 'e', { data: { decidedOn, ...said } }),
];

dutyTable('serve-nta', [
  [
    'is overdue after thirty days of 24 hours, also over the change to summer time',
    [transfer, notice({ servedOn: '2025-04-02' })],
    {
      '2025-02-10T11:59:59Z': 'not-started',
      '2025-02-10T12:00:00Z': 'open',
      '2025-03-12T11:59:59Z': 'open',
      '2025-03-12T12:00:00Z': 'overdue',
      '2025-04-02T03:59:59Z': 'overdue',
      '2025-04-02T04:00:00Z': 'met late',
    },
  ],
  [
    'is met in time by service on the day it would be overdue: a day begins at midnight',
    [transfer, notice({ servedOn: '2025-03-12' })],
    { '2025-03-12T03:59:59Z': 'open', '2025-03-12T04:00:00Z': 'met' },
  ],
  [
    'is met as it opens by service before the hand-over',
    [transfer, notice({ servedOn: '2025-01-05' })],
    { '2025-02-10T12:00:00Z': 'met' },
  ],
  [
    'is not met by a notice that was cancelled before the hand-over, nor on its day',
    [transfer, notice({ servedOn: '2025-01-05', cancelledOn: '2025-02-10' })],
    { '2025-02-10T12:00:00Z': 'open', '2025-03-12T12:00:00Z': 'overdue' },
  ],
  [
    'is met by a notice that was cancelled after the hand-over',
    [transfer, notice({ servedOn: '2025-01-05', cancelledOn: '2025-02-11' })],
    { '2025-02-10T12:00:00Z': 'met' },
  ],
  [
    'is met by what ICE says it filed',
    [transfer, notice({ filedOn: '2025-02-20' })],
    { '2025-02-20T05:00:00Z': 'met' },
  ],
  [
    'is met by a case that the court received',
    [transfer, record('eoir.case', 'c', { data: { receivedOn: '2025-02-20' } })],
    { '2025-02-20T04:59:59Z': 'open', '2025-02-20T05:00:00Z': 'met' },
  ],
  [
    'is not met by a case that begins with another document',
    [transfer, record('eoir.case', 'c', { data: { caseType: 'CFR', receivedOn: '2025-02-20' } })],
    { '2025-02-20T05:00:00Z': 'open', '2025-03-12T12:00:00Z': 'overdue' },
  ],
  [
    'stays met when the notice served is cancelled later',
    [transfer, notice({ servedOn: '2025-02-20', cancelledOn: '2025-03-01' })],
    { '2025-04-01T00:00:00Z': 'met' },
  ],
  [
    'is owed anew once another is issued after the one served was cancelled',
    [
      transfer,
      notice({ servedOn: '2025-02-20', cancelledOn: '2025-03-01' }),
      another({ issuedOn: '2025-03-10', servedOn: '2025-04-20' }),
    ],
    {
      '2025-03-10T03:59:59Z': 'met, not-started',
      '2025-03-10T04:00:00Z': 'met, open',
      '2025-04-09T04:00:00Z': 'met, overdue',
      '2025-04-20T04:00:00Z': 'met, met late',
    },
  ],
  [
    'is owed anew from the cancelling, where the other had been issued before',
    [
      transfer,
      notice({ servedOn: '2025-02-20', cancelledOn: '2025-03-01' }),
      another({ issuedOn: '2025-02-25' }),
    ],
    { '2025-03-01T04:59:59Z': 'met, not-started', '2025-03-01T05:00:00Z': 'met, open' },
  ],
  [
    '… and no more when that one is cancelled too: ICE decided so',
    [
      transfer,
      notice({ servedOn: '2025-02-20', cancelledOn: '2025-03-01' }),
      another({ issuedOn: '2025-03-10', cancelledOn: '2025-03-20' }),
    ],
    { '2025-03-20T03:59:59Z': 'met, open', '2025-03-20T04:00:00Z': 'met, lapsed' },
  ],
  ...(
    [
      ['terminated', { decisionCode: 'T' as const }],
      ['ended in absentia', { inAbsentia: 'yes' as const }],
    ] as const
  ).map(([how, said]): DutyRow => [
    `is owed anew by a notice issued after the child came back, where its case was ${how}`,
    [
      ...firstCase('2025-06-07', said),
      handOver('u', '2026-02-03T16:00:00Z'),
      another({ issuedOn: '2026-02-10', servedOn: '2026-04-01' }),
    ],
    {
      '2026-02-10T04:59:59Z': 'met, not-started',
      '2026-02-10T05:00:00Z': 'met, open',
      '2026-03-12T04:59:59Z': 'met, open',
      '2026-03-12T05:00:00Z': 'met, overdue',
      '2026-04-01T04:00:00Z': 'met, met late',
    },
  ]),
  [
    '… from its hand-over, where it is issued on that day, and met at once where served then',
    [
      ...firstCase('2025-06-07'),
      handOver('u', '2026-02-03T16:00:00Z'),
      another({ issuedOn: '2026-02-03', servedOn: '2026-02-03' }),
    ],
    { '2026-02-03T15:59:59Z': 'met, not-started', '2026-02-03T16:00:00Z': 'met, met' },
  ],
  [
    '… also where the case ended on the day of issue, or after it came back',
    [...firstCase('2026-02-10'), handOver('u', '2026-02-03T16:00:00Z'), another({ issuedOn: '2026-02-10' })],
    { '2026-02-10T05:00:00Z': 'met, open' },
  ],
  [
    '… and met by the removal case that it begins',
    [
      ...firstCase('2025-06-07'),
      handOver('u', '2026-02-03T16:00:00Z'),
      another({ issuedOn: '2026-02-10' }),
      record('eoir.case', 'd', { data: { receivedOn: '2026-02-20' } }),
    ],
    { '2026-02-20T04:59:59Z': 'met, open', '2026-02-20T05:00:00Z': 'met, met' },
  ],
  [
    '… and lapses where it is cancelled, while another is owed that was issued before',
    [
      ...firstCase('2025-06-07'),
      handOver('u', '2026-02-03T16:00:00Z'),
      another({ issuedOn: '2026-02-10', cancelledOn: '2026-02-20' }),
      record('ice.notice-to-appear', 'o', { data: { issuedOn: '2026-02-15', servedOn: '2026-03-01' } }),
    ],
    {
      '2026-02-15T05:00:00Z': 'met, open, not-started',
      '2026-02-20T05:00:00Z': 'met, lapsed, open',
      '2026-03-01T05:00:00Z': 'met, lapsed, met',
    },
  ],
  [
    '… once for two of which one is served',
    [
      ...firstCase('2025-06-07'),
      handOver('u', '2026-02-03T16:00:00Z'),
      another({ issuedOn: '2026-02-10' }),
      record('ice.notice-to-appear', 'o', { data: { issuedOn: '2026-02-15', servedOn: '2026-03-01' } }),
    ],
    { '2026-02-28T05:00:00Z': 'met, open', '2026-03-01T05:00:00Z': 'met, met' },
  ],
  ...(
    [
      ['its case goes on', [transfer, notice({ servedOn: '2025-02-20' }), receivedFirst]],
      ['its case ended later', firstCase('2026-02-11')],
      [
        'its case was reopened',
        [
          ...firstCase('2025-06-07'),
          record('eoir.decision', 'm', {
            data: { decidedOn: '2025-09-01', motionCode: 'O', decisionCode: 'G' },
          }),
        ],
      ],
      ['the court had no case of it', [transfer, notice({ servedOn: '2025-02-20' })]],
      [
        'another notice, served since, stands without a case',
        [
          ...firstCase('2025-06-07'),
          record('ice.notice-to-appear', 'o', { data: { issuedOn: '2025-12-01', servedOn: '2025-12-02' } }),
        ],
      ],
      [
        'one of two cases of it goes on',
        [
          ...firstCase('2025-06-07'),
          record('eoir.case', 'b', { data: { receivedOn: '2025-03-02' }, ids: second }),
        ],
      ],
      [
        'what ended was the review of a fear',
        [
          transfer,
          notice({ servedOn: '2025-02-20' }),
          record('eoir.case', 'c', {
            data: { caseType: 'CFR', receivedOn: '2025-03-01', closedOn: '2025-04-01' },
          }),
        ],
      ],
    ] as const
  ).map(([why, records]): DutyRow => [
    `is not where ${why}`,
    [...records, handOver('u', '2026-02-03T16:00:00Z'), another({ issuedOn: '2026-02-10' })],
    { '2026-02-10T05:00:00Z': 'met' },
  ]),
  [
    'is owed anew where the case of the notice served was not the first, and both are over',
    [
      ...firstCase('2025-06-07'),
      record('eoir.case', 'b', { data: { receivedOn: '2025-01-01', closedOn: '2025-01-31' }, ids: second }),
      handOver('u', '2026-02-03T16:00:00Z'),
      another({ issuedOn: '2026-02-10' }),
    ],
    { '2026-02-10T05:00:00Z': 'met, open' },
  ],
  [
    'is not where the child was released and did not come back',
    [
      ...firstCase('2025-06-07'),
      record('hhs.release', 'r', { data: { releasedAt: '2025-04-01T00:00:00Z' } }),
      another({ issuedOn: '2026-02-10' }),
    ],
    { '2026-02-10T05:00:00Z': 'met' },
  ],
  [
    'is not where the child did not come back, or had a notice issued before it did',
    [...firstCase('2025-06-07'), another({ issuedOn: '2026-02-10' })],
    { '2026-02-10T05:00:00Z': 'met' },
  ],
  [
    '…',
    [...firstCase('2025-06-07'), another({ issuedOn: '2026-02-02' }), handOver('u', '2026-02-03T16:00:00Z')],
    { '2026-02-10T05:00:00Z': 'met' },
  ],
  [
    'is not owed anew by a notice issued while the one served stands',
    [transfer, notice({ servedOn: '2025-02-20' }), another({ issuedOn: '2025-03-10' })],
    { '2025-03-10T04:00:00Z': 'met' },
  ],
  [
    'is owed anew from the day on which the one served was cancelled too, where another lies there',
    [
      transfer,
      notice({}),
      another({ issuedOn: '2025-02-23', servedOn: '2025-03-15', cancelledOn: '2025-03-15' }),
    ],
    {
      '2025-03-15T03:59:59Z': 'overdue, not-started',
      '2025-03-15T04:00:00Z': 'met late, open',
      '2025-04-14T04:00:00Z': 'met late, overdue',
    },
  ],
  [
    'is not met by a case that the court had received of a notice cancelled before the hand-over',
    [
      transfer,
      notice({ issuedOn: '2025-01-02', cancelledOn: '2025-01-20' }),
      record('eoir.case', 'c', { data: { receivedOn: '2025-01-10' } }),
      another({ issuedOn: '2025-01-25' }),
    ],
    { '2025-02-10T12:00:00Z': 'open', '2025-03-12T12:00:00Z': 'overdue' },
  ],
  [
    'is owed once by a child whose first notice was cancelled before it was met',
    [
      transfer,
      notice({ servedOn: '2025-01-05', cancelledOn: '2025-02-10' }),
      another({ issuedOn: '2025-03-10' }),
    ],
    { '2025-03-10T04:00:00Z': 'open', '2025-04-01T04:00:00Z': 'overdue' },
  ],
  [
    'is met by service on the day of its cancelling',
    [transfer, notice({ servedOn: '2025-03-01', cancelledOn: '2025-03-01' })],
    { '2025-03-01T05:00:00Z': 'met' },
  ],
  ...(['servedOn', 'filedOn'] as const).map((field): DutyRow => [
    `is not met by a notice whose ${field} is after its own cancelledOn`,
    [transfer, notice({ [field]: '2025-03-02', cancelledOn: '2025-03-01' })],
    { '2025-03-02T05:00:00Z': 'open', '2025-03-12T12:00:00Z': 'overdue' },
  ]),
  [
    'is met by what was filed before a cancelling, though service is said after it',
    [transfer, notice({ filedOn: '2025-02-25', cancelledOn: '2025-03-01', servedOn: '2025-03-02' })],
    { '2025-02-25T05:00:00Z': 'met' },
  ],
  ['is not met by a notice issued only', [transfer, notice({})], { '2025-03-12T12:00:00Z': 'overdue' }],
  [
    'is not met by a voided notice',
    [transfer, notice({ servedOn: '2025-02-20', voided: true })],
    { '2025-03-12T12:00:00Z': 'overdue' },
  ],
  [
    'is owed once, from the first of several hand-overs',
    [handOver('u', '2025-05-01T00:00:00Z'), transfer],
    { '2025-03-01T00:00:00Z': 'open', '2025-06-01T00:00:00Z': 'overdue' },
  ],
  [
    'lapses where the child died',
    [transfer, left('died')],
    {
      '2025-03-31T23:59:59Z': 'overdue',
      '2025-04-01T00:00:00Z': 'lapsed late',
      '2030-01-01T00:00:00Z': 'lapsed late',
    },
  ],
  [
    'lapses where the child left the country, and is owed anew when it is handed over again',
    [
      transfer,
      notice({ servedOn: '2025-03-01' }),
      left('voluntary-departure'),
      handOver('u', '2025-09-01T00:00:00Z'),
    ],
    {
      '2025-08-31T00:00:00Z': 'met, not-started',
      '2025-09-30T23:59:59Z': 'met, open',
      '2025-10-01T00:00:00Z': 'met, overdue',
    },
  ],
  [
    'does not start by a transfer back to DHS',
    [handOver('t', '2025-02-10T12:00:00Z', { direction: 'to-dhs' })],
    'none',
  ],
  ['does not start by a voided transfer', [handOver('t', '2025-02-10T12:00:00Z', { voided: true })], 'none'],
  ['was not in force before 23 March 2009', [handOver('t', '2009-03-23T03:59:59Z')], 'none'],
]);

describe('serve-nta, overdue', () => {
  const bornOn = (value: string, servedOn?: string) => {
    const born = {
      ...transfer,
      data: {
        ...transfer.data,
        person: { identifiers: { aNumber: someANumber }, birthDate: { value, precision: 'day' as const } },
      },
    } as typeof transfer;
    return dutiesBy('serve-nta', born, ...(servedOn === undefined ? [] : [notice({ servedOn })]))[0]!;
  };
  const levels = (duty: ReturnType<typeof bornOn>, ...at: string[]) =>
    at.map((each) => dutyStateAt(duty, Date.parse(each)).level);

  it('escalates at 14, 16 and 18 years, at Eastern midnight', () => {
    const duty = bornOn('2011-06-01');
    expect(levels(duty, '2025-03-12T12:00:00Z', '2025-06-01T03:59:59Z', '2025-06-01T04:00:00Z')).toEqual([
      1, 1, 2,
    ]);
    expect(levels(duty, '2027-06-01T04:00:00Z', '2029-06-01T03:59:59Z', '2029-06-01T04:00:00Z')).toEqual([
      3, 3, 4,
    ]);
  });

  it('escalates for a child born on 29 February on the first of March of common years', () => {
    const duty = bornOn('2012-02-29');
    expect(levels(duty, '2026-03-01T04:59:59Z', '2026-03-01T05:00:00Z')).toEqual([1, 2]);
    expect(levels(duty, '2028-02-29T04:59:59Z', '2028-02-29T05:00:00Z')).toEqual([2, 3]);
  });

  it('does not escalate by a birthday before it was overdue, nor after it was met', () => {
    expect(levels(bornOn('2011-02-20'), '2025-03-12T12:00:00Z', '2026-01-01T00:00:00Z')).toEqual([1, 1]);
    expect(
      levels(bornOn('2011-06-01', '2025-06-01'), '2025-06-01T04:00:00Z', '2030-01-01T00:00:00Z'),
    ).toEqual([1, 1]);
  });
});

const some = fc.option(dayTexts, { nil: undefined });
const notices = fc.record({ issuedOn: dayTexts, servedOn: some, filedOn: some, cancelledOn: some });
const fewDays = fc.constantFrom('2025-02-03', '2025-02-04', '2025-02-05', '2025-02-06');
const oneOfFew = fc.option(fewDays, { nil: undefined });
const noticesOfFewDays = fc.record({
  issuedOn: fewDays,
  servedOn: oneOfFew,
  filedOn: oneOfFew,
  cancelledOn: oneOfFew,
});
const named = (index: number, data: object) => record('ice.notice-to-appear', `n${index}`, { data });

/** Whether the child was handed over since it last left the country, and has not left it, by a moment: none else is owed anything. */
function isHere(caseFile: CaseFile, at: number): boolean {
  const soFar = placementFacts(factsOf(caseFile)).filter((fact) => fact.at <= at);
  const since = soFar.slice(soFar.findLastIndex(isGone) + 1);
  return since.some(({ rule }) => rule === 'handed-to-hhs');
}

/** docs/audit.md: nobody is counted as without notice to whom none is owed. */
function expectOwedWhereCounted(records: Assertion[]): void {
  for (const caseFile of caseFilesOf(records).children) {
    const course = courseOf(caseFile, currentPolicy);
    const duties = course.duties.filter(({ rule }) => rule.id === 'serve-nta');
    const moments = [...duties.flatMap(changesOf), ...course.noticeToAppear.map(({ from }) => from)];
    for (const { measure, from, to } of course.accountability) {
      if (measure !== 'no-notice-to-appear') continue;
      for (const at of [from, ...moments.filter((one) => one > from && one < to)]) {
        if (!isHere(caseFile, at)) continue;
        expect(duties.map((duty) => dutyStateAt(duty, at).state)).toContainEqual(
          expect.stringMatching(/^(open|overdue|waived)$/),
        );
      }
    }
  }
}

describe('is open wherever a child counts as one without notice', () => {
  it.each([
    ['by its notices', notices, moments],
    [
      'by notices with which much was done on one day',
      noticesOfFewDays,
      fewDays.map((day) => `${day}T05:00:00Z`),
    ],
  ])('%s', (_title, anyNotice, anyMoment) => {
    const received = fc.option(fewDays);
    fc.assert(
      fc.property(anyMoment, fc.array(anyNotice, { maxLength: 4 }), received, (at, told, receivedOn) => {
        expectOwedWhereCounted([
          handOver('t', at),
          ...told.map((data, index) => named(index, data)),
          ...(receivedOn === null ? [] : [record('eoir.case', 'c', { data: { receivedOn } })]),
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('by a life of all records', () => {
    fc.assert(
      fc.property(arbitraryLife({ min: 1, max: 20 }), fc.array(notices, { maxLength: 4 }), (life, told) => {
        expectOwedWhereCounted([...life, ...told.map((data, index) => named(index, data))]);
      }),
      { numRuns: 500 },
    );
  });
});
