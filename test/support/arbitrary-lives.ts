import * as fc from 'fast-check';
import type { ObligationAct } from '../../src/contracts/obligation.ts';
import type { RecordData, RecordType } from '../../src/contracts/records/index.ts';
import type { Assertion, RecordAssertion } from '../../src/domain/case-file.ts';
import { courseOf } from '../../src/domain/assess.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { act } from './duties.ts';
import { caseFileOf, record, someANumber } from './records.ts';

/** Moments that often meet: midnights, Eastern ones and others, of days around the changes of the clock and holidays. */
const days = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 290, max: 380 }),
  fc.integer({ min: 0, max: 800 }),
);
const dayTexts = days.map((n) => new Date(Date.UTC(2024, 1, 1 + n)).toISOString().slice(0, 10));
const moments = fc
  .tuple(dayTexts, fc.constantFrom('T00:00:00.000Z', 'T04:00:00.000Z', 'T05:00:00.000Z', 'T15:30:00.000Z'))
  .map(([day, time]) => day + time);

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

const addresses = fc.constantFrom(
  { line1: '12 Elm Street', city: 'Houston', state: 'TX' as const, postalCode: '77001' },
  { line1: '9 Oak Avenue', city: 'Houston', state: 'TX' as const, postalCode: '77002' },
  { line1: 'UNKNOWN', city: 'Houston', state: 'TX' as const, postalCode: '77002' },
  {},
);

const birthDates = fc.constantFrom(
  { value: '2006-02-15', precision: 'day' as const },
  { value: '2008-02-29', precision: 'day' as const },
  { value: '2010-03', precision: 'month' as const },
  { value: '2011', precision: 'year' as const },
  { value: '2012-01-01', precision: 'assigned' as const },
);

/** What each type says, beside what every record carries. */
const own: Record<RecordType, fc.Arbitrary<object>> = {
  'ice.custody-transfer': fc.record({
    transferredAt: moments,
    direction: fc.constantFrom('to-hhs', 'to-hhs', 'to-dhs'),
    apprehendedAt: maybe(moments),
    determinedUnaccompaniedAt: maybe(moments),
    hhsNotifiedAt: maybe(moments),
  }),
  'ice.notice-to-appear': fc.record({
    issuedOn: dayTexts,
    servedOn: maybe(dayTexts),
    servedOnRole: maybe(fc.constantFrom('child', 'custodian')),
    filedOn: maybe(dayTexts),
    cancelledOn: fc.option(dayTexts, { nil: undefined, freq: 1 }),
  }),
  'ice.location-check': fc.record({ checkedOn: moments }),
  'hhs.placement': fc.record({
    admittedAt: moments,
    sponsorCategory: maybe(fc.constantFrom('1', '4')),
  }),
  'hhs.release': fc.record({
    releasedAt: moments,
    dischargeType: fc.constantFrom(
      'reunified-with-sponsor',
      'reunified-with-sponsor',
      'legal-status',
      'unauthorized-absence',
      'voluntary-departure',
      'aged-out',
      'died',
    ),
    sponsorCategory: maybe(fc.constantFrom('1', '4')),
    address: maybe(addresses),
    noticeToIceAt: maybe(moments),
  }),
  'hhs.address': fc.record({ effectiveOn: dayTexts, address: addresses }),
  'hhs.wellbeing-call': fc.record({
    attemptedAt: moments,
    reached: fc.constantFrom('child', 'nobody'),
    livingWithSponsor: maybe(fc.constantFrom('yes', 'no')),
  }),
  'eoir.case': fc.record({ receivedOn: dayTexts, closedOn: maybe(dayTexts) }),
  'eoir.hearing': fc.record({
    scheduledFor: moments,
    state: fc.constantFrom('set', 'moved', 'held', 'not-held'),
  }),
  'eoir.decision': fc.oneof(
    fc.record({ decidedOn: dayTexts, inAbsentia: fc.constantFrom('yes', 'no') }),
    fc.record({ decidedOn: dayTexts, decisionCode: fc.constant('G'), motionCode: fc.constant('MA') }),
  ),
  'eoir.address-change': fc.record({
    receivedOn: dayTexts,
    contactChangeCode: fc.constantFrom('33-COURT', 'HHS/UC'),
    address: addresses,
  }),
};
const types = Object.keys(own) as RecordType[];

const oneRecord = fc
  .constantFrom(...types)
  .chain((type) =>
    fc.record({
      type: fc.constant(type),
      recordId: fc.constantFrom('r1', 'r2'),
      version: fc.integer({ min: 1, max: 2 }),
      occurredAt: moments,
      recordedAt: moments,
      birthDate: maybe(birthDates),
      voided: fc.oneof(
        { weight: 6, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      said: own[type],
    }),
  )
  .map(({ type, recordId, birthDate, voided, said, ...base }): RecordAssertion => {
    const person = {
      identifiers: { aNumber: someANumber },
      ...(birthDate === undefined ? {} : { birthDate }),
    };
    const data = { ...base, person, ...(voided ? { voided } : {}), ...defined(said) };
    return record(type, recordId, { data: data as Partial<RecordData> });
  });

function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const someAct = fc.record({
  recordId: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'),
  version: fc.integer({ min: 1, max: 2 }),
  occurredAt: moments,
  voided: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  kind: fc.constantFrom<ObligationAct['act']>('acknowledge', 'waive'),
  duty: fc.nat(),
});

/** Records of one child, of every type, with people's acts on the duties they give. */
export function arbitraryLife(size: { min: number; max: number }): fc.Arbitrary<Assertion[]> {
  return fc
    .tuple(
      fc.array(oneRecord, { minLength: size.min, maxLength: size.max }),
      fc.array(someAct, { maxLength: 6 }),
    )
    .map(([records, acts]) => {
      const { duties } = courseOf(caseFileOf(...records), currentPolicy);
      if (duties.length === 0) return records;
      return [
        ...records,
        ...acts.map(({ recordId, version, occurredAt, voided, kind, duty }) => {
          const { rule, owner, subject } = duties[duty % duties.length]!;
          return act(recordId, {
            version,
            occurredAt,
            recordedAt: occurredAt,
            ...(voided ? { voided } : {}),
            act: kind,
            obligation: rule.id,
            owner,
            subject,
          });
        }),
      ];
    });
}

/** A moment of the time that lives span, and often one at or beside a given one. */
export function momentNear(known: readonly number[]): fc.Arbitrary<number> {
  const any = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
  if (known.length === 0) return any;
  const near = fc.tuple(fc.constantFrom(...known), fc.constantFrom(-1, 0, 1)).map(([at, by]) => at + by);
  return fc.oneof(any, near);
}
