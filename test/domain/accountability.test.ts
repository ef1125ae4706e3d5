import { describe, expect, it } from '@jest/globals';
import type { RecordData } from '../../src/contracts/records/index.ts';
import { fiscalYearOf, type AccountabilityMeasure } from '../../src/domain/accountability.ts';
import { courseOf } from '../../src/domain/assess.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { caseFileOf, record } from '../support/records.ts';

const elm = { line1: '12 Elm Street', city: 'Houston', state: 'TX' as const, postalCode: '77001' };
const transfer = (id: string, transferredAt: string, more: object = {}) =>
  record('ice.custody-transfer', id, { data: { transferredAt, ...more } });
const toHhs = transfer('t', '2022-01-10T00:00:00Z');
const cohort = '2022:Harlingen';
const release = (id: string, releasedAt: string, more: object = {}) =>
  record('hhs.release', id, { data: { releasedAt, address: elm, ...more } });
const missed = (decidedOn: string, id = 'd') =>
  record('eoir.decision', id, { data: { decidedOn, inAbsentia: 'yes' } });
const reopened = (decidedOn: string) =>
  record('eoir.decision', 'm', { data: { decidedOn, decisionCode: 'G', motionCode: 'MA' } });

/** Spans of one count as `<cohort> from..to`. */
function spans(measure: AccountabilityMeasure, ...records: Assertion[]): string[] {
  const text = (at: number) => (Number.isFinite(at) ? new Date(at).toISOString().replace('.000', '') : '');
  return courseOf(caseFileOf(...records), currentPolicy)
    .accountability.filter((span) => span.measure === measure)
    .map(({ cohort: of, from, to }) => `${of} ${text(from)}..${text(to)}`);
}

describe('a fiscal year', () => {
  it.each([
    ['2019-10-01T03:59:59Z', 2019],
    ['2019-10-01T04:00:00Z', 2020],
    ['2020-01-01T12:00:00Z', 2020],
    ['2020-10-01T03:59:59.999Z', 2020],
  ])('at %s is %d: it begins on 1 October, Eastern', (at, year) => {
    expect(fiscalYearOf(Date.parse(at))).toBe(year);
  });
});

describe('transferred', () => {
  it('begins with the first hand-over to HHS, in its year and office', () => {
    expect(spans('transferred', toHhs)).toEqual([`${cohort} 2022-01-10T00:00:00Z..`]);
  });

  it('names every hand-over so far', () => {
    const again = transfer('u', '2023-10-01T04:00:00Z', { fieldOffice: 'El Paso' });
    expect(spans('transferred', again, toHhs)).toEqual([
      `${cohort} 2022-01-10T00:00:00Z..2023-10-01T04:00:00Z`,
      `${cohort};2024:El Paso 2023-10-01T04:00:00Z..`,
    ]);
  });

  it('goes by their time, not by their keys', () => {
    const again = transfer('a', '2023-10-01T04:00:00Z', { fieldOffice: 'El Paso' });
    expect(spans('transferred', toHhs, again)).toEqual([
      `${cohort} 2022-01-10T00:00:00Z..2023-10-01T04:00:00Z`,
      `${cohort};2024:El Paso 2023-10-01T04:00:00Z..`,
    ]);
  });

  it('has one span for two hand-overs at one moment', () => {
    const also = transfer('u', '2022-01-10T00:00:00Z', { fieldOffice: 'El Paso' });
    expect(spans('transferred', toHhs, also)).toEqual([`${cohort};2022:El Paso 2022-01-10T00:00:00Z..`]);
  });

  it('does not count a transfer to DHS or a voided one', () => {
    expect(spans('transferred', transfer('t', '2022-01-10T00:00:00Z', { direction: 'to-dhs' }))).toEqual([]);
    expect(spans('transferred', transfer('t', '2022-01-10T00:00:00Z', { voided: true }))).toEqual([]);
  });
});

describe('no Notice to Appear', () => {
  it('counts none and issued only, until service', () => {
    const notice = record('ice.notice-to-appear', 'n', {
      data: { issuedOn: '2022-02-01', servedOn: '2022-03-01' },
    });
    expect(spans('no-notice-to-appear', toHhs, notice)).toEqual([
      `${cohort} 2022-01-10T00:00:00Z..2022-03-01T05:00:00Z`,
    ]);
  });

  it('counts a child whose case began with another document', () => {
    const review = record('eoir.case', 'c', { data: { caseType: 'CFR', receivedOn: '2022-02-01' } });
    expect(spans('no-notice-to-appear', toHhs, review)).toEqual([`${cohort} 2022-01-10T00:00:00Z..`]);
  });

  it.each<[string, Array<Partial<RecordData<'ice.notice-to-appear'>>>, string[]]>([
    [
      'still counts where it was cancelled unserved',
      [{ issuedOn: '2022-02-01', cancelledOn: '2022-03-01' }],
      ['2022-01-10T00:00:00Z..'],
    ],
    [
      'does not count from service on, cancelled later',
      [{ issuedOn: '2022-02-01', servedOn: '2022-02-05', cancelledOn: '2022-03-01' }],
      ['2022-01-10T00:00:00Z..2022-02-05T05:00:00Z'],
    ],
    [
      'nor where it was served on the day of its cancelling',
      [{ issuedOn: '2022-02-01', servedOn: '2022-03-01', cancelledOn: '2022-03-01' }],
      ['2022-01-10T00:00:00Z..2022-03-01T05:00:00Z'],
    ],
    [
      'nor where it was filed without having been served',
      [{ issuedOn: '2022-02-01', filedOn: '2022-02-20', cancelledOn: '2022-03-01' }],
      ['2022-01-10T00:00:00Z..2022-02-20T05:00:00Z'],
    ],
    [
      'counts where it says service after its cancelling',
      [{ issuedOn: '2022-02-01', cancelledOn: '2022-03-01', servedOn: '2022-03-02' }],
      ['2022-01-10T00:00:00Z..'],
    ],
    [
      'counts again while another is issued only, and no more when that is cancelled too',
      [
        { issuedOn: '2022-02-01', servedOn: '2022-02-05', cancelledOn: '2022-03-01' },
        { issuedOn: '2022-04-05', cancelledOn: '2022-05-01' },
      ],
      ['2022-01-10T00:00:00Z..2022-02-05T05:00:00Z', '2022-04-05T04:00:00Z..2022-05-01T04:00:00Z'],
    ],
  ])('%s', (_title, notices, expected) => {
    const records = notices.map((data, index) => record('ice.notice-to-appear', `n${index}`, { data }));
    expect(spans('no-notice-to-appear', toHhs, ...records)).toEqual(
      expected.map((span) => `${cohort} ${span}`),
    );
  });

  it('is empty where it was served before the hand-over', () => {
    const notice = record('ice.notice-to-appear', 'n', {
      data: { issuedOn: '2022-01-01', servedOn: '2022-01-05' },
    });
    expect(spans('no-notice-to-appear', toHhs, notice)).toEqual([]);
  });
});

describe('failed to appear', () => {
  it('counts from the day of the order until it is reopened', () => {
    expect(spans('failed-to-appear', toHhs, missed('2022-06-01'), reopened('2022-09-01'))).toEqual([
      `${cohort} 2022-06-01T04:00:00Z..2022-09-01T04:00:00Z`,
    ]);
  });

  it('counts two failures at one time once', () => {
    expect(spans('failed-to-appear', toHhs, missed('2022-06-01'), missed('2022-07-01', 'e'))).toEqual([
      `${cohort} 2022-06-01T04:00:00Z..`,
    ]);
  });

  it('does not count one reopened on its day, nor code 11', () => {
    const noShow = record('eoir.hearing', 'h', { data: { state: 'not-held', adjournmentCode: '11' } });
    expect(spans('failed-to-appear', toHhs, missed('2022-06-01'), reopened('2022-06-01'), noShow)).toEqual(
      [],
    );
  });

  it('counts one before the hand-over only from then on', () => {
    expect(spans('failed-to-appear', toHhs, missed('2021-06-01'))).toEqual([
      `${cohort} 2022-01-10T00:00:00Z..`,
    ]);
  });
});

describe('unusable address', () => {
  it('counts by the release record alone, also after a correction', () => {
    const corrected = record('hhs.address', 'a', { data: { effectiveOn: '2022-04-01', address: elm } });
    expect(
      spans('unusable-address', toHhs, release('r', '2022-03-01T00:00:00Z', { address: {} }), corrected),
    ).toEqual([`${cohort} 2022-03-01T00:00:00Z..`]);
  });

  it.each(['s', 'a'])('ends with the next release (%s), whatever its key', (id) => {
    const next = release(id, '2022-08-01T00:00:00Z');
    expect(
      spans('unusable-address', toHhs, release('r', '2022-03-01T00:00:00Z', { address: {} }), next),
    ).toEqual([`${cohort} 2022-03-01T00:00:00Z..2022-08-01T00:00:00Z`]);
  });

  it('of two releases at one moment is that of the greater key', () => {
    const [a, b] = ['a', 'b'].map((id) => release(id, '2022-03-01T00:00:00Z', { address: {} }));
    expect(spans('unusable-address', toHhs, a!, release('b', '2022-03-01T00:00:00Z'))).toEqual([]);
    expect(spans('unusable-address', toHhs, release('a', '2022-03-01T00:00:00Z'), b!)).toEqual([
      `${cohort} 2022-03-01T00:00:00Z..`,
    ]);
  });

  it('does not count other discharges', () => {
    expect(
      spans(
        'unusable-address',
        toHhs,
        release('r', '2022-03-01T00:00:00Z', { address: {}, dischargeType: 'aged-out' }),
      ),
    ).toEqual([]);
  });
});

describe('unverified', () => {
  it('counts while released and not verified', () => {
    const call = (id: string, attemptedAt: string, reached: 'nobody' | 'child') =>
      record('hhs.wellbeing-call', id, { data: { attemptedAt, reached } });
    const records = [
      toHhs,
      release('r', '2022-03-01T00:00:00Z'),
      call('a', '2022-04-01T00:00:00Z', 'nobody'),
      call('b', '2022-05-01T00:00:00Z', 'child'),
      call('c', '2022-06-01T00:00:00Z', 'nobody'),
      record('hhs.placement', 'p', { data: { admittedAt: '2022-07-01T00:00:00Z' } }),
    ];
    expect(spans('unverified', ...records)).toEqual([
      `${cohort} 2022-04-01T00:00:00Z..2022-05-01T00:00:00Z`,
      `${cohort} 2022-06-01T00:00:00Z..2022-07-01T00:00:00Z`,
    ]);
  });
});
