import { describe, expect, it } from '@jest/globals';
import type { InventedAddress } from '../../src/simulator/addresses.ts';
import { dayOfText } from '../../src/simulator/calendar.ts';
import {
  emptyLife,
  type Decision,
  type DischargeType,
  type HearingStep,
  type Life,
} from '../../src/simulator/life.ts';
import { idsOf, inventPerson } from '../../src/simulator/people.ts';
import { Random } from '../../src/simulator/random.ts';
import { courseOf, type Dimension, statusOn } from '../../src/simulator/truth.ts';

/** A life written by hand: an apprehension on 1 January 2024, HHS's care from the 4th on, and what the case adds. */
function life(add: (life: Life) => void): Life {
  const bornOn = day('2009-08-05');
  const one = emptyLife(0, idsOf('hand', 0), inventPerson(new Random('hand', ''), bornOn), bornOn);
  one.transfers.push({
    recordId: 'T1',
    apprehendedAt: at('2024-01-01T12:00:00Z'),
    transferredAt: at('2024-01-04T12:00:00Z'),
    direction: 'to-hhs',
    fieldOffice: 'Harlingen',
  });
  one.stays.push({ recordId: 'P1', admittedAt: at('2024-01-04T18:00:00Z'), programCode: 'P100' });
  add(one);
  return one;
}

function at(text: string): number {
  return Date.parse(text);
}

const day = dayOfText;

function released(
  one: Life,
  dischargeType: DischargeType = 'reunified-with-sponsor',
  address: InventedAddress | null = home,
): void {
  const release: Life['releases'][number] = {
    recordId: 'R1',
    releasedAt: at('2024-02-01T15:00:00Z'),
    dischargeType,
  };
  if (address !== null) release.address = address;
  one.releases.push(release);
}

const home: InventedAddress = { kind: 'usable', place: 'home', fields: {} };
const elsewhere: InventedAddress = { kind: 'usable', place: 'elsewhere', fields: {} };
const blank: InventedAddress = { kind: 'blank', place: '', fields: {} };
const noUnit: InventedAddress = { kind: 'missing-unit', place: '', fields: {} };

function inCourt(one: Life, received = '2024-04-01'): void {
  one.cases.push({
    recordId: 'C1',
    received: day(received),
    caseType: 'RMV',
    courtCode: 'HOU',
    closings: [],
    told: true,
  });
}

function underReview(one: Life): void {
  inCourt(one);
  one.cases[0]!.caseType = 'CFR';
}

function hearing(one: Life, recordId: string, ...steps: HearingStep[]): void {
  one.hearings.push({ recordId, hearingType: 'MM', locationCode: 'HOU', steps });
}

function held(moment: string, adjournmentCode?: string, state: 'held' | 'not-held' = 'held'): HearingStep {
  const step: HearingStep = { state, at: at(moment), scheduledFor: at(moment) };
  if (adjournmentCode !== undefined) step.adjournmentCode = adjournmentCode;
  return step;
}

function set(moment: string, scheduledFor: string): HearingStep {
  return { state: 'set', at: at(moment), scheduledFor: at(scheduledFor) };
}

function decided(one: Life, recordId: string, on: string, said: Partial<Decision>): void {
  one.decisions.push({ recordId, decided: day(on), ...said });
}

type Row = [
  name: string,
  add: (life: Life) => void,
  on: string,
  dimension: Dimension,
  value: string,
  since: string | null,
];

const noShow = (one: Life): void => {
  released(one);
  inCourt(one);
  hearing(one, 'H1', held('2024-09-10T13:00:00Z', '11', 'not-held'));
};
const inAbsentia = (one: Life): void => {
  noShow(one);
  decided(one, 'D1', '2024-09-10', { decisionCode: 'X', inAbsentia: 'yes' });
};

const failed = (one: Life): void => {
  released(one);
  inCourt(one);
  decided(one, 'D1', '2024-09-10', { otherCompletionCode: 'B' });
};

const rows: Row[] = [
  ['nothing yet', () => undefined, '2024-01-01T11:59:59Z', 'placement', 'unknown', null],
  [
    'apprehended',
    () => undefined,
    '2024-01-01T12:00:00Z',
    'placement',
    'dhs-custody',
    '2024-01-01T12:00:00.000Z',
  ],
  [
    'handed over, then admitted: one run',
    () => undefined,
    '2024-01-20T00:00:00Z',
    'placement',
    'hhs-care',
    '2024-01-04T12:00:00.000Z',
  ],
  ['released', released, '2024-02-01T15:00:00Z', 'placement', 'released', '2024-02-01T15:00:00.000Z'],
  [
    'left',
    (one) => released(one, 'unauthorized-absence'),
    '2024-03-01T00:00:00Z',
    'placement',
    'left-care',
    '2024-02-01T15:00:00.000Z',
  ],
  [
    'handed to DHS at the moment of the discharge',
    (one) => {
      released(one, 'age-redetermined');
      one.transfers.push({
        recordId: 'T2',
        transferredAt: at('2024-02-01T15:00:00Z'),
        direction: 'to-dhs',
        fieldOffice: 'Harlingen',
      });
    },
    '2024-03-01T00:00:00Z',
    'placement',
    'returned-to-dhs',
    '2024-02-01T15:00:00.000Z',
  ],

  ['no notice', () => undefined, '2024-03-01T00:00:00Z', 'noticeToAppear', 'none', null],
  [
    'served, from midnight in Washington',
    (one) =>
      one.notices.push({
        recordId: 'N1',
        issued: day('2024-03-05'),
        served: day('2024-03-15'),
        toldAtOnce: false,
      }),
    '2024-03-15T04:00:00Z',
    'noticeToAppear',
    'served',
    '2024-03-15T04:00:00.000Z',
  ],
  [
    'the court received what ICE never said it filed',
    (one) => {
      one.notices.push({ recordId: 'N1', issued: day('2024-03-05'), toldAtOnce: false });
      inCourt(one);
    },
    '2024-05-01T00:00:00Z',
    'noticeToAppear',
    'filed',
    '2024-04-01T04:00:00.000Z',
  ],
  ['a case begun by another paper', underReview, '2024-06-01T00:00:00Z', 'noticeToAppear', 'none', null],
  [
    'a case begun by another paper is a case',
    underReview,
    '2024-06-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-04-01T04:00:00.000Z',
  ],
  [
    'cancelled with its case on the day of receipt',
    (one) => {
      one.notices.push({
        recordId: 'N1',
        issued: day('2024-03-05'),
        filed: day('2024-03-20'),
        cancelled: day('2024-04-01'),
        toldAtOnce: false,
      });
      inCourt(one);
    },
    '2024-05-01T00:00:00Z',
    'noticeToAppear',
    'cancelled',
    '2024-04-01T04:00:00.000Z',
  ],
  [
    'cancelled before the court received a case: the case stands',
    (one) => {
      one.notices.push({
        recordId: 'N1',
        issued: day('2024-03-05'),
        cancelled: day('2024-03-25'),
        toldAtOnce: false,
      });
      inCourt(one);
    },
    '2024-05-01T00:00:00Z',
    'noticeToAppear',
    'filed',
    '2024-04-01T04:00:00.000Z',
  ],

  ['no case', released, '2024-05-01T00:00:00Z', 'court', 'no-case', null],
  ['a case', inCourt, '2024-05-01T00:00:00Z', 'court', 'no-hearing', '2024-04-01T04:00:00.000Z'],
  [
    'a hearing set, whose time passed without an outcome',
    (one) => {
      inCourt(one);
      hearing(one, 'H1', set('2024-04-02T13:00:00Z', '2024-06-03T13:00:00Z'));
    },
    '2025-01-01T00:00:00Z',
    'court',
    'scheduled',
    '2024-04-02T13:00:00.000Z',
  ],
  [
    'held, with a code that does not matter',
    (one) => {
      inCourt(one);
      hearing(one, 'H1', held('2024-06-03T13:00:00Z', '01'));
    },
    '2025-01-01T00:00:00Z',
    'court',
    'appeared',
    '2024-06-03T13:00:00.000Z',
  ],
  [
    'held, but the notice was sent wrongly: neither appeared nor failed',
    (one) => {
      inCourt(one);
      hearing(one, 'H1', held('2024-06-03T13:00:00Z', '10'));
    },
    '2025-01-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-04-01T04:00:00.000Z',
  ],
  [
    'scheduled before it was held, from the moment of its setting',
    (one) => {
      inCourt(one);
      hearing(one, 'H1', set('2024-04-10T13:00:00Z', '2024-06-03T13:00:00Z'), held('2024-06-03T13:00:00Z'));
    },
    '2024-05-01T00:00:00Z',
    'court',
    'scheduled',
    '2024-04-10T13:00:00.000Z',
  ],
  [
    'scheduled before and after it was moved',
    (one) => {
      inCourt(one);
      hearing(one, 'H1', set('2024-04-10T13:00:00Z', '2024-06-03T13:00:00Z'), {
        state: 'moved',
        at: at('2024-05-10T13:00:00Z'),
        scheduledFor: at('2024-08-05T13:00:00Z'),
      });
    },
    '2024-07-01T00:00:00Z',
    'court',
    'scheduled',
    '2024-04-10T13:00:00.000Z',
  ],
  [
    'called off before its time',
    (one) => {
      inCourt(one);
      hearing(one, 'H1', set('2024-04-10T13:00:00Z', '2024-06-03T13:00:00Z'), {
        state: 'not-held',
        at: at('2024-05-20T13:00:00Z'),
        scheduledFor: at('2024-06-03T13:00:00Z'),
      });
    },
    '2024-06-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-05-20T13:00:00.000Z',
  ],
  [
    'code 11, whatever is set next',
    (one) => {
      noShow(one);
      hearing(one, 'H2', set('2024-09-11T13:00:00Z', '2024-12-02T13:00:00Z'));
    },
    '2024-10-01T00:00:00Z',
    'court',
    'possible-failure-to-appear',
    '2024-09-10T13:00:00.000Z',
  ],
  [
    'ordered in absentia, from midnight',
    inAbsentia,
    '2024-10-01T00:00:00Z',
    'court',
    'ordered-in-absentia',
    '2024-09-10T04:00:00.000Z',
  ],
  [
    'closed for failure to appear',
    (one) => {
      noShow(one);
      decided(one, 'D1', '2024-09-20', { otherCompletionCode: 'B' });
    },
    '2024-10-01T00:00:00Z',
    'court',
    'failed-to-appear',
    '2024-09-20T04:00:00.000Z',
  ],
  [
    'passed on to another court: no end',
    (one) => {
      inCourt(one);
      decided(one, 'D1', '2024-06-20', { otherCompletionCode: 'C', inAbsentia: 'no' });
    },
    '2024-10-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-04-01T04:00:00.000Z',
  ],
  [
    'passed on to another court, without a case: the court has something',
    (one) => decided(one, 'D1', '2024-06-20', { otherCompletionCode: 'T' }),
    '2024-10-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-06-20T04:00:00.000Z',
  ],
  [
    'terminated, which has the letter of a transfer: an end',
    (one) => {
      inCourt(one);
      decided(one, 'D1', '2024-06-20', { decisionCode: 'T' });
    },
    '2024-10-01T00:00:00Z',
    'court',
    'completed',
    '2024-06-20T04:00:00.000Z',
  ],
  [
    'relief granted: an end',
    (one) => {
      inCourt(one);
      decided(one, 'D1', '2024-06-20', { decisionCode: 'R' });
    },
    '2024-10-01T00:00:00Z',
    'court',
    'completed',
    '2024-06-20T04:00:00.000Z',
  ],
  [
    'decided and ordered in absentia on one day',
    (one) => {
      inAbsentia(one);
      decided(one, 'D2', '2024-09-10', { decisionCode: 'T' });
    },
    '2024-10-01T00:00:00Z',
    'court',
    'ordered-in-absentia',
    '2024-09-10T04:00:00.000Z',
  ],
  [
    'reopened',
    (one) => {
      inAbsentia(one);
      decided(one, 'D2', '2024-12-02', { motionCode: 'MA', decisionCode: 'G' });
    },
    '2025-01-01T00:00:00Z',
    'court',
    'reopened',
    '2024-12-02T05:00:00.000Z',
  ],
  ...(['64', '25', '41', '50'] as const).map((code): Row => [
    `a hearing held with ${code} did not go on`,
    (one) => {
      inCourt(one);
      hearing(one, 'H1', held('2024-09-10T13:00:00Z', code));
    },
    '2024-10-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-04-01T04:00:00.000Z',
  ]),
  [
    'a conference held is no appearance',
    (one) => {
      inCourt(one);
      hearing(one, 'H1', held('2024-09-10T13:00:00Z'));
      one.hearings[0]!.hearingType = 'CN';
    },
    '2024-10-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-04-01T04:00:00.000Z',
  ],
  [
    'the discipline of an attorney is not scheduled',
    (one) => {
      inCourt(one);
      hearing(one, 'H1', set('2024-05-01T13:00:00Z', '2024-09-10T13:00:00Z'));
      one.hearings[0]!.hearingType = 'AT';
    },
    '2024-06-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-04-01T04:00:00.000Z',
  ],
  [
    'its appearance waived: that the hearing was held verifies no child',
    (one) => {
      released(one);
      inCourt(one);
      decided(one, 'D1', '2024-06-03', { motionCode: 'WV', decisionCode: 'G' });
      one.calls.push({ recordId: 'W1', attemptedAt: at('2024-07-01T15:00:00Z'), reached: 'nobody' });
      hearing(one, 'H1', held('2024-09-10T13:00:00Z'));
    },
    '2024-10-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-07-01T15:00:00.000Z',
  ],
  [
    '… and it does where that was denied',
    (one) => {
      released(one);
      inCourt(one);
      decided(one, 'D1', '2024-06-03', { motionCode: 'WV', decisionCode: 'D' });
      one.calls.push({ recordId: 'W1', attemptedAt: at('2024-07-01T15:00:00Z'), reached: 'nobody' });
      hearing(one, 'H1', held('2024-09-10T13:00:00Z'));
    },
    '2024-10-01T00:00:00Z',
    'verification',
    'verified',
    '2024-09-10T13:00:00.000Z',
  ],
  [
    'a denied motion changes nothing',
    (one) => {
      inAbsentia(one);
      decided(one, 'D2', '2024-12-02', { motionCode: 'MA', decisionCode: 'D' });
    },
    '2025-01-01T00:00:00Z',
    'court',
    'ordered-in-absentia',
    '2024-09-10T04:00:00.000Z',
  ],
  [
    'a granted motion of another kind changes nothing',
    (one) => {
      inAbsentia(one);
      decided(one, 'D2', '2024-12-02', { motionCode: 'CV', decisionCode: 'G' });
    },
    '2025-01-01T00:00:00Z',
    'court',
    'ordered-in-absentia',
    '2024-09-10T04:00:00.000Z',
  ],
  [
    'reopened on the day of the order: the order does not count, that day’s outcome does',
    (one) => {
      inAbsentia(one);
      decided(one, 'D2', '2024-09-10', { motionCode: 'RD', decisionCode: 'G' });
    },
    '2025-01-01T00:00:00Z',
    'court',
    'possible-failure-to-appear',
    '2024-09-10T13:00:00.000Z',
  ],

  ['in care', () => undefined, '2024-01-20T00:00:00Z', 'address', 'in-care', '2024-01-01T12:00:00.000Z'],
  [
    'a release without an address',
    (one) => released(one, 'aged-out', null),
    '2024-03-01T00:00:00Z',
    'address',
    'blank',
    '2024-02-01T15:00:00.000Z',
  ],
  [
    'a paper without an address takes nothing back',
    (one) => {
      released(one);
      one.releases.push({
        recordId: 'R2',
        releasedAt: at('2024-05-01T15:00:00Z'),
        dischargeType: 'legal-status',
      });
    },
    '2024-06-01T00:00:00Z',
    'address',
    'usable',
    '2024-02-01T15:00:00.000Z',
  ],
  [
    '… but where it lived before it was in care again is not where it lives',
    (one) => {
      released(one);
      one.stays.push({ recordId: 'P2', admittedAt: at('2024-04-01T15:00:00Z'), programCode: 'P100' });
      one.releases.push({
        recordId: 'R2',
        releasedAt: at('2024-05-01T15:00:00Z'),
        dischargeType: 'legal-status',
      });
    },
    '2024-06-01T00:00:00Z',
    'address',
    'blank',
    '2024-05-01T15:00:00.000Z',
  ],
  [
    'HHS and the court hold different homes',
    (one) => {
      released(one);
      one.courtAddresses.push({ recordId: 'A1', day: day('2024-05-01'), address: elsewhere });
    },
    '2024-06-01T00:00:00Z',
    'address',
    'conflicting',
    '2024-05-01T04:00:00.000Z',
  ],
  [
    'HHS’s is blank, the court’s usable',
    (one) => {
      released(one, 'reunified-with-sponsor', blank);
      one.courtAddresses.push({ recordId: 'A1', day: day('2024-05-01'), address: elsewhere });
    },
    '2024-06-01T00:00:00Z',
    'address',
    'usable',
    '2024-05-01T04:00:00.000Z',
  ],
  [
    'none usable: the later one’s verdict',
    (one) => {
      released(one, 'reunified-with-sponsor', blank);
      one.courtAddresses.push({ recordId: 'A1', day: day('2024-05-01'), address: noUnit });
    },
    '2024-06-01T00:00:00Z',
    'address',
    'missing-unit',
    '2024-05-01T04:00:00.000Z',
  ],

  ['no call due yet', released, '2024-03-02T14:59:59Z', 'contact', 'not-due', null],
  ['a call due', released, '2024-03-02T15:00:00Z', 'contact', 'due', '2024-03-02T15:00:00.000Z'],
  ['a call overdue', released, '2024-03-09T15:00:00Z', 'contact', 'overdue', '2024-03-09T15:00:00.000Z'],
  [
    'no call is due of one who left',
    (one) => released(one, 'unauthorized-absence'),
    '2024-06-01T00:00:00Z',
    'contact',
    'not-due',
    null,
  ],
  [
    'a call that reached nobody',
    (one) => {
      released(one);
      one.calls.push({ recordId: 'K1', attemptedAt: at('2024-03-04T15:00:00Z'), reached: 'nobody' });
    },
    '2024-06-01T00:00:00Z',
    'contact',
    'not-reached',
    '2024-03-04T15:00:00.000Z',
  ],

  ['no contact on record', () => undefined, '2023-01-01T00:00:00Z', 'verification', 'unverified', null],
  [
    'in custody, care and at release',
    released,
    '2024-06-01T00:00:00Z',
    'verification',
    'verified',
    '2024-01-01T12:00:00.000Z',
  ],
  [
    'code 11 alone is not a failure',
    noShow,
    '2025-01-01T00:00:00Z',
    'verification',
    'verified',
    '2024-01-01T12:00:00.000Z',
  ],
  [
    'ordered in absentia',
    inAbsentia,
    '2025-01-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-09-10T13:00:00.000Z',
  ],
  [
    'reopened: the failure is cured',
    (one) => {
      inAbsentia(one);
      decided(one, 'D2', '2024-12-02', { motionCode: 'MA', decisionCode: 'G' });
    },
    '2025-01-01T00:00:00Z',
    'verification',
    'verified',
    '2024-12-02T05:00:00.000Z',
  ],
  [
    'left care',
    (one) => released(one, 'unauthorized-absence'),
    '2024-06-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-02-01T15:00:00.000Z',
  ],
  [
    'left care, which ended on paper that evening',
    (one) => {
      released(one, 'unauthorized-absence');
      one.releases.push({
        recordId: 'R2',
        releasedAt: at('2024-02-01T20:00:00Z'),
        dischargeType: 'aged-out',
      });
    },
    '2024-06-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-02-01T15:00:00.000Z',
  ],
  [
    'left care, came back and aged out',
    (one) => {
      released(one, 'unauthorized-absence');
      one.stays.push({ recordId: 'P2', admittedAt: at('2024-02-01T18:00:00Z'), programCode: 'P100' });
      one.releases.push({
        recordId: 'R2',
        releasedAt: at('2024-02-01T20:00:00Z'),
        dischargeType: 'aged-out',
      });
    },
    '2024-06-01T00:00:00Z',
    'verification',
    'verified',
    '2024-02-01T18:00:00.000Z',
  ],
  [
    'not located while HHS had it in care',
    (one) => {
      one.checks.push({
        recordId: 'V1',
        checkedOn: at('2024-04-04T15:00:00Z'),
        method: 'visit',
        outcome: 'not-located',
      });
    },
    '2024-06-01T00:00:00Z',
    'verification',
    'verified',
    '2024-01-01T12:00:00.000Z',
  ],
  [
    'not located after its stay had ended, and nothing says where it went',
    (one) => {
      one.stays[0]!.endedAt = at('2024-03-04T15:00:00Z');
      one.checks.push({
        recordId: 'V1',
        checkedOn: at('2024-04-04T15:00:00Z'),
        method: 'visit',
        outcome: 'not-located',
      });
    },
    '2024-06-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-04-04T15:00:00.000Z',
  ],
  [
    'not located on the day it turned 18 in care',
    (one) => {
      one.person.birthDate = { value: '2006-04', precision: 'month' };
      one.checks.push({
        recordId: 'V1',
        checkedOn: at('2024-04-01T04:00:01Z'),
        method: 'visit',
        outcome: 'not-located',
      });
    },
    '2024-06-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-04-01T04:00:01.000Z',
  ],
  [
    'not located after DHS had it back',
    (one) => {
      one.transfers.push({
        recordId: 'T2',
        transferredAt: at('2024-02-01T15:00:00Z'),
        direction: 'to-dhs',
        fieldOffice: 'Harlingen',
      });
      one.checks.push({
        recordId: 'V1',
        checkedOn: at('2024-04-04T15:00:00Z'),
        method: 'visit',
        outcome: 'not-located',
      });
    },
    '2024-06-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-04-04T15:00:00.000Z',
  ],
  [
    'nobody answered, then the sponsor, who does not have it',
    (one) => {
      released(one);
      one.calls.push({ recordId: 'K1', attemptedAt: at('2024-03-04T15:00:00Z'), reached: 'nobody' });
      one.calls.push({
        recordId: 'K2',
        attemptedAt: at('2024-03-05T15:00:00Z'),
        reached: 'sponsor',
        livingWithSponsor: 'no',
      });
    },
    '2024-06-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-03-04T15:00:00.000Z',
  ],
  [
    'nobody answered, then a check found the child',
    (one) => {
      released(one);
      one.calls.push({ recordId: 'K1', attemptedAt: at('2024-03-04T15:00:00Z'), reached: 'nobody' });
      one.checks.push({
        recordId: 'V1',
        checkedOn: at('2024-04-04T15:00:00Z'),
        method: 'visit',
        outcome: 'located',
      });
    },
    '2024-06-01T00:00:00Z',
    'verification',
    'verified',
    '2024-04-04T15:00:00.000Z',
  ],
  [
    'called ten minutes after the release: on day 30 a call is due all the same',
    (one) => {
      released(one);
      one.calls.push({ recordId: 'K1', attemptedAt: at('2024-02-01T15:10:00Z'), reached: 'both' });
    },
    '2024-03-03T00:00:00Z',
    'contact',
    'due',
    '2024-03-02T15:00:00.000Z',
  ],
  [
    'called in the morning of day 30',
    (one) => {
      released(one);
      one.calls.push({ recordId: 'K1', attemptedAt: at('2024-03-02T05:00:00Z'), reached: 'both' });
    },
    '2024-03-03T00:00:00Z',
    'contact',
    'reached',
    '2024-03-02T05:00:00.000Z',
  ],
  [
    'a hearing held after the child died',
    (one) => {
      released(one, 'died');
      inCourt(one);
      hearing(one, 'H1', held('2024-05-02T13:00:00Z'));
    },
    '2024-06-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-04-01T04:00:00.000Z',
  ],
  [
    'a hearing moved, and to no other time',
    (one) => {
      inCourt(one);
      const first = set('2024-04-10T15:00:00Z', '2024-09-10T15:00:00Z');
      hearing(one, 'H1', first, { ...first, state: 'moved', at: at('2024-05-10T15:00:00Z') });
    },
    '2024-06-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-05-10T15:00:00.000Z',
  ],
  [
    'of whom the court alone knows: since it failed to appear',
    (one) => {
      one.transfers = [];
      one.stays = [];
      decided(one, 'D1', '2024-09-10', { otherCompletionCode: 'B' });
    },
    '2024-10-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-09-10T04:00:00.000Z',
  ],
  [
    'of two cases the one that is pending',
    (one) => {
      inCourt(one);
      one.cases[0]!.closings.push({ on: day('2024-08-01'), closed: true });
      one.cases.push({
        ...one.cases[0]!,
        recordId: 'C2',
        caseId: '2',
        received: day('2024-05-01'),
        closings: [],
      });
    },
    '2024-09-01T00:00:00Z',
    'court',
    'no-hearing',
    '2024-04-01T04:00:00.000Z',
  ],
  [
    'an order in absentia, though a review of a fear came after',
    (one) => {
      inAbsentia(one);
      one.cases.push({
        ...one.cases[0]!,
        recordId: 'C2',
        caseId: '2',
        caseType: 'CFR',
        received: day('2024-11-01'),
      });
    },
    '2025-01-01T00:00:00Z',
    'court',
    'ordered-in-absentia',
    '2024-09-10T04:00:00.000Z',
  ],
  [
    '… and a reopening of the other case takes nothing of it back',
    (one) => {
      inAbsentia(one);
      decided(one, 'D2', '2024-12-02', { caseId: '2', motionCode: 'MA', decisionCode: 'G' });
    },
    '2025-01-01T00:00:00Z',
    'verification',
    'unverified',
    '2024-09-10T13:00:00.000Z',
  ],
  ...(
    [
      ['in the morning before the hearing it missed', '2024-09-10T12:59:00Z', 'unverified', inAbsentia],
      ['after that hearing', '2024-09-10T15:00:00Z', 'verified', inAbsentia],
      [
        'of a day of failing to appear whose hearing is not known',
        '2024-09-10T15:00:00Z',
        'unverified',
        failed,
      ],
      ['of the day after', '2024-09-11T04:00:00Z', 'verified', failed],
    ] as const
  ).map(([when, attemptedAt, value, lives]): Row => {
    const since =
      value === 'verified'
        ? new Date(attemptedAt).toISOString()
        : lives === failed
          ? '2024-09-10T04:00:00.000Z'
          : '2024-09-10T13:00:00.000Z';
    return [
      `a call ${when}`,
      (one) => {
        lives(one);
        one.calls.push({ recordId: 'K1', attemptedAt: at(attemptedAt), reached: 'child' });
      },
      '2024-10-01T00:00:00Z',
      'verification',
      value,
      since,
    ];
  }),
];

describe('the truth of lives written by hand', () => {
  it.each(rows)('%s', (_, add, on, dimension, value, since) => {
    expect(statusOn(courseOf(life(add), new Set()), at(on))[dimension]).toEqual({ value, since });
  });

  it('leaves out what records say that no child has', () => {
    const one = life(released);
    expect(
      statusOn(courseOf(one, new Set(['hhs.release/R1@hhs:uc-portal'])), at('2024-06-01T00:00:00Z')).placement
        .value,
    ).toBe('hhs-care');
  });
});
