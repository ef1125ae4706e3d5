import { describe, expect, it } from '@jest/globals';
import { DischargeType } from '../../../src/contracts/records/hhs.release.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { birthOf } from '../../../src/domain/birth.ts';
import { courtFacts } from '../../../src/domain/dimensions/court-facts.ts';
import { placementFacts } from '../../../src/domain/dimensions/placement.ts';
import { verificationRuns } from '../../../src/domain/dimensions/verification.ts';
import { factsOf } from '../../../src/domain/facts.ts';
import { runAt } from '../../../src/domain/runs.ts';
import { caseFileOf, factsFrom, record, someANumber } from '../../support/records.ts';

const release = (dischargeType: DischargeType = 'reunified-with-sponsor') =>
  record('hhs.release', 'r', { data: { releasedAt: '2025-01-10T12:00:00Z', dischargeType } });
const call = (attemptedAt: string, reached: 'child' | 'sponsor' | 'both' | 'nobody', id = 'w') =>
  record('hhs.wellbeing-call', id, { data: { attemptedAt, reached } });
const check = (
  checkedOn: string,
  outcome: 'located' | 'not-located' | 'refused' | 'inconclusive',
  id = 'l',
) => record('ice.location-check', id, { data: { checkedOn, outcome } });
const hearing = (scheduledFor: string, adjournmentCode?: '11') =>
  record('eoir.hearing', 'h', {
    data: { scheduledFor, state: 'held', ...(adjournmentCode === undefined ? {} : { adjournmentCode }) },
  });
const absent = (decidedOn: string) =>
  record('eoir.decision', 'd', { data: { decidedOn, inAbsentia: 'yes' } });
const reopened = (decidedOn: string) =>
  record('eoir.decision', 'm', { data: { decidedOn, motionCode: 'MA', decisionCode: 'G' } });

function runsFor(records: Assertion[]) {
  if (records.length === 0) return verificationRuns(factsFrom(), [], courtFacts(factsFrom()), null);
  const caseFile = caseFileOf(...records);
  const facts = factsOf(caseFile);
  return verificationRuns(facts, placementFacts(facts), courtFacts(facts), birthOf(caseFile));
}

function verifiedAt(at: string, ...records: Assertion[]) {
  const { value, rule, basis } = runAt(runsFor(records), Date.parse(at));
  return [value, rule, ...basis];
}

const later = '2025-06-01T00:00:00Z';

describe('in the care of HHS', () => {
  const handedOver = record('ice.custody-transfer', 't', {});
  const stay = (data: object = {}) =>
    record('hhs.placement', 'p', { data: { admittedAt: '2025-01-02T00:00:00Z', ...data } });
  const lost = call('2025-02-01T00:00:00Z', 'nobody');
  const born = (value: string, precision: 'day' | 'month' | 'year' | 'assigned' = 'day') => ({
    person: { identifiers: { aNumber: someANumber }, birthDate: { value, precision } },
  });

  it.each<[string, Assertion]>([
    ['handed over', handedOver],
    ['admitted', stay()],
  ])('%s: verified, though a later call reached nobody', (_title, one) => {
    expect(verifiedAt(later, one, lost)).toEqual(['verified', 'in-care', one.key]);
  });

  it('until the end of the stay, which is a contact: a later sign is one', () => {
    const ended = stay({ endedAt: '2025-02-01T00:00:01Z' });
    expect(verifiedAt('2025-02-01T00:00:00Z', ended, lost)).toEqual(['verified', 'in-care', ended.key]);
    expect(verifiedAt(later, ended, lost)).toEqual(['verified', 'contact', ended.key]);
    const before = stay({ endedAt: '2025-01-31T23:59:59Z' });
    expect(verifiedAt('2025-01-31T23:59:59Z', before, lost)).toEqual(['verified', 'contact', before.key]);
    expect(verifiedAt(later, before, lost)).toEqual(['unverified', 'lost-contact', lost.key]);
    expect(runAt(runsFor([before, lost]), Date.parse(later)).since).toBe(Date.parse('2025-02-01T00:00:00Z'));
    // At one moment the sign counts, as everywhere.
    expect(verifiedAt(later, stay({ endedAt: '2025-02-01T00:00:00Z' }), lost)[0]).toBe('unverified');
  });

  it('the latest stay says so: one after it goes on, and an older one’s end is not the end', () => {
    const first = stay({ endedAt: '2025-01-20T00:00:00Z' });
    const second = record('hhs.placement', 'q', { data: { admittedAt: '2025-01-20T00:00:00Z' } });
    expect(verifiedAt(later, first, second, lost)).toEqual(['verified', 'in-care', second.key]);
  });

  it('a hand-over that ICE writes down after the admission is of the same stay', () => {
    const handed = record('ice.custody-transfer', 't', { data: { transferredAt: '2025-01-02T01:00:00Z' } });
    const ended = stay({ endedAt: '2025-01-20T00:00:00Z' });
    expect(verifiedAt('2025-01-19T23:59:59Z', handed, ended)).toEqual(['verified', 'in-care', handed.key]);
    expect(verifiedAt(later, handed, ended, lost)[0]).toBe('unverified');
  });

  it('a hand-over after the end of a stay, or after a release, is another care', () => {
    const handed = record('ice.custody-transfer', 't', { data: { transferredAt: '2025-01-20T00:00:00Z' } });
    expect(verifiedAt(later, stay({ endedAt: '2025-01-19T23:59:59Z' }), handed, lost)[1]).toBe('in-care');
    const outlasts = stay({ endedAt: '2025-01-25T00:00:00Z' });
    expect(verifiedAt(later, outlasts, release(), handed, lost)[1]).toBe('in-care');
  });

  it('an end before the admission says nothing', () => {
    expect(verifiedAt(later, stay({ endedAt: '2025-01-01T23:59:59Z' }), lost)[1]).toBe('in-care');
  });

  it('until the child turns 18, from that Eastern midnight on', () => {
    const one = stay(born('2007-02-01'));
    const atMidnight = '2025-02-01T05:00:00Z';
    const failed = call('2025-02-01T05:00:01Z', 'nobody');
    expect(verifiedAt('2025-02-01T04:59:59.999Z', one, lost)).toEqual(['verified', 'in-care', one.key]);
    expect(verifiedAt(atMidnight, one, lost)).toEqual(['verified', 'contact', one.key]);
    expect(verifiedAt(later, one, failed)).toEqual(['unverified', 'lost-contact', failed.key]);
    expect(runAt(runsFor([one]), Date.parse(later)).since).toBe(Date.parse('2025-01-02T00:00:00Z'));
  });

  it.each<[string, 'month' | 'year' | 'assigned']>([
    ['2007-02', 'month'],
    ['2007', 'year'],
    ['2007-06-30', 'assigned'],
  ])('of %s by the earliest possible day', (value, precision) => {
    const from = precision === 'month' ? '2025-02-01T05:00:00Z' : '2025-01-02T00:00:00Z';
    const one = stay(born(value, precision));
    expect(verifiedAt(from, one)).toEqual(['verified', 'contact', one.key]);
    expect(verifiedAt(later, one, call('2025-02-02T00:00:00Z', 'nobody'))[0]).toBe('unverified');
  });
});

describe('in the custody of DHS', () => {
  it.each<[string, Assertion]>([
    ['handed to DHS', record('ice.custody-transfer', 't', { data: { direction: 'to-dhs' } })],
    ['discharged to DHS', release('transferred-to-dhs')],
    [
      'apprehended',
      record('ice.custody-transfer', 't', {
        data: { apprehendedAt: '2025-01-01T00:00:00Z', transferredAt: '2026-01-01T00:00:00Z' },
      }),
    ],
  ])('%s: a contact at its moment, and no record says how long; a later sign is one', (_title, one) => {
    expect(verifiedAt('2025-01-31T00:00:00Z', one)).toEqual(['verified', 'contact', one.key]);
    const lost = check('2025-02-01T00:00:00Z', 'not-located');
    expect(verifiedAt(later, one, lost)).toEqual(['unverified', 'lost-contact', lost.key]);
  });

  it('not with the police, or dead, either: there the latest contact decides', () => {
    expect(verifiedAt(later, release('transferred-to-law-enforcement'))[1]).toBe('contact');
    expect(verifiedAt(later, release('died'))[1]).toBe('contact');
  });
});

describe('contacts', () => {
  it.each(DischargeType.options.filter((type) => type !== 'unauthorized-absence'))(
    'a release %s is one',
    (type) => {
      expect(verifiedAt(later, release(type))).toEqual(['verified', 'contact', 'hhs.release/r@hhs:test']);
    },
  );

  it.each<[string, Assertion]>([
    ['a call that reached the child', call('2025-03-01T00:00:00Z', 'child')],
    ['a call that reached the sponsor', call('2025-03-01T00:00:00Z', 'sponsor')],
    ['a call that reached both', call('2025-03-01T00:00:00Z', 'both')],
    ['a check that located the child', check('2025-03-01T00:00:00Z', 'located')],
    ['a hearing that the child appeared at', hearing('2025-03-01T00:00:00Z')],
  ])('%s is one', (_title, one) => {
    expect(verifiedAt(later, release(), one)).toEqual(['verified', 'contact', one.key]);
    expect(verifiedAt(later, one)).toEqual(['verified', 'contact', one.key]);
  });

  it('a hearing of an earlier cycle is one, too', () => {
    const newCase = record('eoir.case', 'c', { data: { receivedOn: '2025-05-01' } });
    expect(verifiedAt(later, hearing('2025-03-01T00:00:00Z'), newCase)[0]).toBe('verified');
  });

  it('a hearing held after the child died is none', () => {
    expect(verifiedAt(later, release('died'), hearing('2025-03-01T00:00:00Z'))[2]).toBe(release('died').key);
  });

  it('a sponsor that says the child does not live there is none, and no sign either', () => {
    const said = (reached: 'child' | 'sponsor' | 'both', livingWithSponsor: 'yes' | 'no' | 'refused') =>
      record('hhs.wellbeing-call', 'w', {
        data: { attemptedAt: '2025-03-01T00:00:00Z', reached, livingWithSponsor },
      });
    const missed = check('2025-02-01T00:00:00Z', 'not-located');
    expect(verifiedAt(later, release(), said('sponsor', 'no'))[2]).toBe(release().key);
    expect(verifiedAt(later, missed, said('sponsor', 'no'))).toEqual([
      'unverified',
      'lost-contact',
      missed.key,
    ]);
    expect(verifiedAt(later, said('sponsor', 'no'))).toEqual(['unverified', 'no-contact-on-record']);
    for (const heard of [
      said('sponsor', 'yes'),
      said('sponsor', 'refused'),
      said('child', 'no'),
      said('both', 'no'),
    ])
      expect(verifiedAt(later, missed, heard)[0]).toBe('verified');
  });

  it('several at one moment are all the basis', () => {
    const at = '2025-03-01T00:00:00Z';
    expect(verifiedAt(later, call(at, 'child'), check(at, 'located'))).toEqual([
      'verified',
      'contact',
      'hhs.wellbeing-call/w@hhs:test',
      'ice.location-check/l@ice:test',
    ]);
  });
});

describe('signs of lost contact', () => {
  it.each<[string, Assertion, string]>([
    ['a call that reached nobody', call('2025-03-01T00:00:00Z', 'nobody'), '2025-03-01T00:00:00Z'],
    [
      'a check that did not find the child',
      check('2025-03-01T00:00:00Z', 'not-located'),
      '2025-03-01T00:00:00Z',
    ],
    ['an order in absentia, from midnight Eastern', absent('2025-03-01'), '2025-03-01T05:00:00Z'],
    [
      'a closing for failure to appear',
      record('eoir.decision', 'd', { data: { decidedOn: '2025-03-01', otherCompletionCode: 'B' } }),
      '2025-03-01T05:00:00Z',
    ],
  ])('%s is one', (_title, one, since) => {
    const records = [release(), one];
    expect(verifiedAt(later, ...records)).toEqual(['unverified', 'lost-contact', one.key]);
    expect(runAt(runsFor(records), Date.parse(later)).since).toBe(Date.parse(since));
  });

  it('an unauthorized absence is one and no contact', () => {
    expect(verifiedAt(later, release('unauthorized-absence'))).toEqual([
      'unverified',
      'lost-contact',
      'hhs.release/r@hhs:test',
    ]);
  });

  describe('papers that end the care of a child that is away', () => {
    const away = record('hhs.release', 'q', {
      data: { releasedAt: '2025-01-09T12:00:00Z', dischargeType: 'unauthorized-absence' },
    });
    const reasons = ['aged-out', 'age-redetermined', 'legal-status'] as const;

    it.each(reasons)('%s: no contact', (type) => {
      expect(verifiedAt(later, away, release(type))).toEqual([
        'unverified',
        'lost-contact',
        'hhs.release/q@hhs:test',
      ]);
    });

    it.each(
      DischargeType.options.filter(
        (type) => !new Set<string>([...reasons, 'unauthorized-absence', 'transferred-to-dhs']).has(type),
      ),
    )('a release %s is none of them: someone met the child', (type) => {
      expect(verifiedAt(later, away, release(type))).toEqual([
        'verified',
        'contact',
        'hhs.release/r@hhs:test',
      ]);
    });

    it.each<[string, Assertion]>([
      ['care', record('hhs.placement', 'p', { data: { admittedAt: '2025-01-10T11:00:00Z' } })],
      [
        'an apprehension',
        record('ice.custody-transfer', 't', {
          data: {
            apprehendedAt: '2025-01-10T11:00:00Z',
            transferredAt: '2025-01-10T13:00:00Z',
            direction: 'to-dhs',
          },
        }),
      ],
      [
        'a release to a sponsor',
        record('hhs.release', 's', { data: { releasedAt: '2025-01-10T11:00:00Z' } }),
      ],
    ])('with %s between it is a contact', (_title, between) => {
      const paper = release('aged-out');
      expect(verifiedAt('2025-01-10T12:00:00Z', away, between, paper)).toEqual([
        'verified',
        'contact',
        paper.key,
      ]);
    });

    it('a second paper is none either, and one before the absence is one', () => {
      const second = record('hhs.release', 's', {
        data: { releasedAt: '2025-02-10T12:00:00Z', dischargeType: 'aged-out' },
      });
      expect(verifiedAt(later, away, release('legal-status'), second)[0]).toBe('unverified');
      const before = record('hhs.release', 'b', {
        data: { releasedAt: '2025-01-08T12:00:00Z', dischargeType: 'aged-out' },
      });
      expect(verifiedAt('2025-01-09T00:00:00Z', before, away)[0]).toBe('verified');
    });
  });

  it.each<[string, Assertion]>([
    ['code 11 alone', hearing('2025-03-01T00:00:00Z', '11')],
    ['a check that was refused', check('2025-03-01T00:00:00Z', 'refused')],
    ['an inconclusive check', check('2025-03-01T00:00:00Z', 'inconclusive')],
    [
      'a decision that the child was there for',
      record('eoir.decision', 'd', { data: { decidedOn: '2025-03-01' } }),
    ],
  ])('%s is none', (_title, one) => {
    expect(verifiedAt(later, release(), one)).toEqual(['verified', 'contact', 'hhs.release/r@hhs:test']);
  });

  it.each([
    ['later', '2025-04-01'],
    ['on the same day', '2025-03-01'],
  ])('a failure to appear is none once it is reopened %s', (_title, day) => {
    expect(verifiedAt(later, release(), absent('2025-03-01'), reopened(day))).toEqual([
      'verified',
      'contact',
      'hhs.release/r@hhs:test',
    ]);
  });

  it('a failure to appear is one until it is reopened, and one after an earlier reopening', () => {
    expect(
      verifiedAt('2025-03-15T00:00:00Z', release(), absent('2025-03-01'), reopened('2025-04-01'))[0],
    ).toBe('unverified');
    expect(verifiedAt(later, release(), absent('2025-03-01'), reopened('2025-02-28'))[0]).toBe('unverified');
  });
});

describe('which is later', () => {
  it('a contact after the sign: verified again', () => {
    const records = [
      release(),
      call('2025-03-01T00:00:00Z', 'nobody'),
      call('2025-03-02T00:00:00Z', 'child', 'x'),
    ];
    expect(verifiedAt('2025-03-01T12:00:00Z', ...records)[0]).toBe('unverified');
    expect(verifiedAt('2025-03-02T00:00:00Z', ...records)[0]).toBe('verified');
  });

  it('a contact at the moment of the sign is not later', () => {
    const at = '2025-03-01T00:00:00Z';
    expect(verifiedAt(later, call(at, 'nobody'), check(at, 'located'))[0]).toBe('unverified');
  });

  describe('than a failure to appear, of which the court gives the day alone', () => {
    const failure = absent('2025-03-03');
    const at10 = '2025-03-03T15:00:00Z';
    const theHearing = (more: object = {}, id = 'h') =>
      record('eoir.hearing', id, {
        data: { scheduledFor: at10, state: 'not-held', adjournmentCode: '11', ...more },
      });
    const [morning, noon] = [call('2025-03-03T14:59:59Z', 'child'), call('2025-03-03T17:00:00Z', 'child')];

    it('a call of the morning before the hearing that was missed is not', () => {
      expect(verifiedAt('2025-03-03T14:59:59Z', failure, theHearing(), morning)[0]).toBe('verified');
      expect(verifiedAt(at10, failure, theHearing(), morning)).toEqual([
        'unverified',
        'lost-contact',
        failure.key,
      ]);
      expect(verifiedAt(later, failure, theHearing(), morning)[0]).toBe('unverified');
    });

    it('a call after that hearing is, of the same day too', () => {
      expect(verifiedAt(later, failure, theHearing(), noon)).toEqual(['verified', 'contact', noon.key]);
    });

    it.each<[string, Assertion[]]>([
      ['no hearing of that day is on record', []],
      ['the hearing is of another day', [theHearing({ scheduledFor: '2025-03-02T15:00:00Z' })]],
      ['the hearing did not go on, through no one’s failure', [theHearing({ adjournmentCode: '10' })]],
      ['the hearing was vacated', [theHearing({ adjournmentCode: '9C' })]],
    ])('where %s nothing of that day is, the next day is', (_title, hearings) => {
      const late = call('2025-03-04T04:59:59.999Z', 'child');
      const next = call('2025-03-04T05:00:00Z', 'child');
      expect(verifiedAt('2025-03-03T05:00:00Z', release(), failure, ...hearings)[0]).toBe('unverified');
      expect(verifiedAt(later, failure, ...hearings, noon, late)[0]).toBe('unverified');
      expect(verifiedAt(later, failure, ...hearings, next)[0]).toBe('verified');
    });

    it('of several hearings of that day the last counts', () => {
      const second = theHearing(
        { scheduledFor: '2025-03-03T18:00:00Z', state: 'set', adjournmentCode: undefined },
        'i',
      );
      expect(verifiedAt(later, failure, theHearing(), second, noon)[0]).toBe('unverified');
    });

    it('a hearing of another case is not the one that was missed', () => {
      const of = (eoirCaseId: string) => ({ aNumber: someANumber, eoirCaseId });
      const data = { decidedOn: '2025-03-03', inAbsentia: 'yes' as const };
      const ofOne = record('eoir.decision', 'd', { data, ids: of('1') });
      const hearingOf = (id: string) =>
        record('eoir.hearing', 'h', {
          data: { scheduledFor: at10, state: 'not-held', adjournmentCode: '11' },
          ids: of(id),
        });
      expect(verifiedAt(later, ofOne, hearingOf('1'), noon)[0]).toBe('verified');
      expect(verifiedAt(later, ofOne, hearingOf('2'), noon)[0]).toBe('unverified');
    });

    it('a reopening takes nothing from another sign of the same moment', () => {
      const nobody = call(at10, 'nobody');
      const records = [failure, theHearing(), nobody];
      const lost = ['unverified', 'lost-contact'];
      expect(verifiedAt('2025-03-31T00:00:00Z', ...records)).toEqual([...lost, failure.key, nobody.key]);
      expect(verifiedAt(later, ...records, reopened('2025-04-01'))).toEqual([...lost, nobody.key]);
    });

    it('a reopening of that day leaves none, whatever the hour of the hearing', () => {
      const records = [failure, theHearing(), reopened('2025-03-03'), morning];
      expect(verifiedAt(at10, ...records)[0]).toBe('verified');
    });

    it('on Guam the hour of the hearing counts, and the ruling from its Eastern day', () => {
      // 09:00 on 4 March there.
      const onGuam = theHearing({ scheduledFor: '2025-03-03T23:00:00Z', locationCode: 'AGA' });
      const ruling = absent('2025-03-04');
      const [before, after] = [call('2025-03-03T22:00:00Z', 'child'), call('2025-03-04T00:00:00Z', 'child')];
      expect(verifiedAt('2025-03-04T05:00:00Z', ruling, onGuam, before)[0]).toBe('unverified');
      expect(verifiedAt('2025-03-04T05:00:00Z', ruling, onGuam, after)[0]).toBe('verified');
    });
  });

  it('neither: unverified, since ever', () => {
    expect(verifiedAt(later)).toEqual(['unverified', 'no-contact-on-record']);
    expect(runAt(runsFor([]), Date.parse(later)).since).toBe(-Infinity);
  });

  it('of whom nothing was known before: since the first sign, again where a reopening took that back', () => {
    const records = [absent('2025-03-01'), reopened('2025-04-01'), call('2025-05-01T00:00:00Z', 'nobody')];
    const sinceAt = (at: string) => runAt(runsFor(records), Date.parse(at)).since;
    expect(sinceAt('2025-03-02T00:00:00Z')).toBe(Date.parse('2025-03-01T05:00:00Z'));
    expect(sinceAt('2025-04-02T00:00:00Z')).toBe(-Infinity);
    expect(sinceAt(later)).toBe(Date.parse('2025-05-01T00:00:00Z'));
  });

  it('since is the start of the unbroken run, though a second sign came', () => {
    const records = [
      release(),
      call('2025-03-01T00:00:00Z', 'nobody'),
      check('2025-04-01T00:00:00Z', 'not-located'),
    ];
    expect(runAt(runsFor(records), Date.parse(later))).toMatchObject({
      since: Date.parse('2025-03-01T00:00:00Z'),
      basis: ['ice.location-check/l@ice:test'],
    });
  });
});
