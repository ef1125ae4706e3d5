import * as fc from 'fast-check';
import type { RecordData, RecordType } from '../../src/contracts/records/index.ts';
import type { Assertion, RecordAssertion } from '../../src/domain/case-file.ts';
import { withActs } from './arbitrary-acts.ts';
import { dayTexts, moments } from './arbitrary-moments.ts';
import { record, someANumber } from './records.ts';

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
    hearingType: fc.constantFrom('MM', 'MM', 'MR', 'CN', 'AT'),
    state: fc.constantFrom('set', 'moved', 'held', 'not-held'),
  }),
  'eoir.decision': fc.oneof(
    fc.record({ decidedOn: dayTexts, inAbsentia: fc.constantFrom('yes', 'no') }),
    fc.record({
      decidedOn: dayTexts,
      decisionCode: fc.constant('G'),
      motionCode: fc.constantFrom('MA', 'MA', 'WV'),
    }),
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
      caseId: type.startsWith('eoir.') ? maybe(fc.constantFrom('C1', 'C2')) : fc.constant(undefined),
      voided: fc.oneof(
        { weight: 6, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      said: own[type],
    }),
  )
  .map(({ type, recordId, birthDate, caseId, voided, said, ...base }): RecordAssertion => {
    const person = {
      identifiers: { aNumber: someANumber, ...(caseId === undefined ? {} : { eoirCaseId: caseId }) },
      ...(birthDate === undefined ? {} : { birthDate }),
    };
    const data = { ...base, person, ...(voided ? { voided } : {}), ...defined(said) };
    return record(type, recordId, { data: data as Partial<RecordData> });
  });

function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Records of one child, of every type, with people's acts on the duties they give. */
export function arbitraryLife(size: { min: number; max: number }): fc.Arbitrary<Assertion[]> {
  return withActs(fc.array(oneRecord, { minLength: size.min, maxLength: size.max }));
}
