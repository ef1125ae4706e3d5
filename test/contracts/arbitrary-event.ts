import * as fc from 'fast-check';
import { adjournmentCodes } from '../../src/contracts/codes/adjournment.ts';
import { baseCityCodes } from '../../src/contracts/codes/base-city.ts';
import { caseTypeCodes } from '../../src/contracts/codes/case-type.ts';
import { contactChangeCodes } from '../../src/contracts/codes/contact-change.ts';
import { countryCodes } from '../../src/contracts/codes/country.ts';
import { courtDecisionCodes } from '../../src/contracts/codes/court-decision.ts';
import { eroAreas } from '../../src/contracts/codes/ero-area.ts';
import { hearingLocationCodes } from '../../src/contracts/codes/hearing-location.ts';
import { hearingMediumCodes } from '../../src/contracts/codes/hearing-medium.ts';
import { juvenileCodes } from '../../src/contracts/codes/juvenile.ts';
import { motionTypeCodes } from '../../src/contracts/codes/motion-type.ts';
import { noticeCodes } from '../../src/contracts/codes/notice.ts';
import { scheduleTypeCodes } from '../../src/contracts/codes/schedule-type.ts';
import { serviceMethodCodes } from '../../src/contracts/codes/service-method.ts';
import { stateCodes } from '../../src/contracts/codes/state.ts';
import { agencyOfType } from '../../src/contracts/envelope.ts';
import { recordTypes, type RecordType } from '../../src/contracts/records/index.ts';
import { DischargeType } from '../../src/contracts/records/hhs.release.ts';
import { SponsorCategory } from '../../src/contracts/sponsor-category.ts';

/** JSON that a contract takes, written in many ways: events of every type about invented children. */

type Json = Record<string, unknown>;

export const moment = fc
  .date({ min: new Date('2010-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const day = moment.map((text) => text.slice(0, 10));
const key = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,20}$/);
/** Of a child: no placeholder. */
const childKey = key.map((text) => `K7${text}`);
const word = fc.constantFrom(
  'Luz',
  'Marina',
  'Example',
  'Invented',
  'Ñuñez-Ejemplo',
  'O’Sample',
  'Ana María',
  '龘',
  '𠮷',
);
const digits = fc.stringMatching(/^[2-9][0-9]{7}1$/);
const oneOf = (table: object) => fc.constantFrom(...Object.keys(table));
const inSet = (codes: ReadonlySet<string>) => fc.constantFrom(...codes);

/** Fields that may be absent are absent in some. */
function fields(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>> = {},
) {
  return fc.record(
    { ...required, ...optional },
    { requiredKeys: Object.keys(required) },
  ) as fc.Arbitrary<Json>;
}

const identifiers = fields(
  { orrId: childKey },
  {
    aNumber: digits.map((text) => `A${text}`),
    fin: fc.stringMatching(/^31[0-9]{2,8}$/),
    eidSubjectId: childKey,
    eoirCaseId: childKey,
  },
);
const person = fields(
  { identifiers },
  {
    name: fields({
      given: fc.array(word, { minLength: 1, maxLength: 3 }),
      surnames: fc.array(word, { minLength: 1, maxLength: 3 }),
    }),
    birthDate: fc.oneof(
      day.map((value) => ({ value, precision: 'day' })),
      day.map((value) => ({ value: value.slice(0, 7), precision: 'month' })),
      day.map((value) => ({ value: value.slice(0, 4), precision: 'year' })),
    ),
    sex: fc.constantFrom('F', 'M', 'X'),
    countryOfBirth: oneOf(countryCodes),
  },
);
const address = fields(
  {},
  {
    line1: fc.constantFrom('', '1 Invented Way', '2 Example Plaza #4'),
    unit: fc.constantFrom('', '4B'),
    city: fc.constantFrom('Sampleton', 'Peñas Ficticias'),
    state: oneOf(stateCodes),
    postalCode: fc.constantFrom('00000', '00000-0000'),
    unitRequired: fc.boolean(),
  },
);

const base = {
  recordId: key,
  version: fc.integer({ min: 1, max: 9 }),
  occurredAt: moment,
  recordedAt: moment,
  person,
};
const voided = fc.boolean();

const own: Record<
  RecordType,
  [Record<string, fc.Arbitrary<unknown>>, Record<string, fc.Arbitrary<unknown>>]
> = {
  'ice.custody-transfer': [
    {
      transferredAt: moment,
      direction: fc.constantFrom('to-hhs', 'to-dhs'),
      fieldOffice: fc.constantFrom(...eroAreas),
    },
    { apprehendedAt: moment, determinedUnaccompaniedAt: moment, hhsNotifiedAt: moment, orrFacilityCode: key },
  ],
  'ice.notice-to-appear': [
    { issuedOn: day },
    {
      servedOn: day,
      servedOnRole: fc.constantFrom('child', 'custodian'),
      serviceMethod: oneOf(serviceMethodCodes),
      filedOn: day,
      courtCode: oneOf(baseCityCodes),
      cancelledOn: day,
    },
  ],
  'ice.location-check': [
    {
      checkedOn: moment,
      method: fc.constantFrom('visit', 'call', 'records', 'other'),
      outcome: fc.constantFrom('located', 'not-located', 'refused', 'inconclusive'),
    },
    {},
  ],
  'hhs.placement': [
    { admittedAt: moment, programCode: key },
    { sponsorCategory: fc.constantFrom(...SponsorCategory.options), endedAt: moment },
  ],
  'hhs.release': [
    { releasedAt: moment, dischargeType: fc.constantFrom(...DischargeType.options) },
    {
      sponsorCategory: fc.constantFrom(...SponsorCategory.options),
      address,
      noticeToIceAt: moment,
      noticeToEoirAt: moment,
    },
  ],
  'hhs.address': [{ effectiveOn: day, address }, {}],
  'hhs.wellbeing-call': [
    { attemptedAt: moment, reached: fc.constantFrom('child', 'sponsor', 'both', 'nobody') },
    {
      livingWithSponsor: fc.constantFrom('yes', 'no', 'refused'),
      addressMatches: fc.constantFrom('yes', 'no', 'unknown', 'refused'),
      courtDateKnown: fc.constantFrom('yes', 'no', 'unknown'),
    },
  ],
  'eoir.case': [
    { caseType: oneOf(caseTypeCodes), receivedOn: day, baseCityCode: oneOf(baseCityCodes) },
    { ntaIssuedOn: day, juvenileCode: oneOf(juvenileCodes), closedOn: day },
  ],
  'eoir.hearing': [
    {
      scheduledFor: moment,
      hearingType: oneOf(scheduleTypeCodes),
      locationCode: inSet(hearingLocationCodes),
      state: fc.constantFrom('set', 'moved', 'held', 'not-held'),
    },
    {
      medium: oneOf(hearingMediumCodes),
      adjournmentCode: oneOf(adjournmentCodes),
      noticeCode: inSet(noticeCodes),
    },
  ],
  'eoir.decision': [
    { decidedOn: day, decisionCode: oneOf(courtDecisionCodes) },
    {
      otherCompletionCode: oneOf(courtDecisionCodes),
      inAbsentia: fc.constantFrom('yes', 'no'),
      motionCode: oneOf(motionTypeCodes),
    },
  ],
  'eoir.address-change': [{ receivedOn: day, contactChangeCode: oneOf(contactChangeCodes), address }, {}],
};

/** Nobody has missed a hearing that is still to come. */
function goesTogether({ state, adjournmentCode }: Json): boolean {
  return adjournmentCode !== '11' || (state !== 'set' && state !== 'moved');
}

/** Built once each: building costs more than drawing. */
const records = new Map(
  recordTypes.map((type) => {
    const [required, optional] = own[type];
    return [type, fields({ ...base, ...required }, { voided, ...optional }).filter(goesTogether)] as const;
  }),
);

/** A record's content that its contract takes. */
export function record(type: RecordType): fc.Arbitrary<Json> {
  return records.get(type)!;
}

export const typedRecord = fc.oneof(
  ...recordTypes.map((type) => fc.record({ type: fc.constant(type), data: record(type) })),
);

const ascii = fc.stringMatching(/^[ -~]{1,40}$/);
const optionalAttributes = {
  time: moment,
  datacontenttype: fc.constant('application/json'),
  subject: ascii,
  sequence: ascii,
  correlationid: ascii,
  recordedtime: moment,
  dataclassification: fc.constant('restricted'),
  traceparent: fc.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
};

/** An event in structured mode that intake takes from the agency whose type it is. */
export const event: fc.Arbitrary<Json> = fc.oneof(
  ...recordTypes.map((type) => {
    const required = {
      specversion: fc.constant('1.0'),
      id: fc.stringMatching(/^[!-~]{1,40}$/),
      source: fc.constant(`urn:us-gov:${agencyOfType(type)}:test-system`),
      type: fc.constant(type),
      data: record(type),
    };
    return fields(required, optionalAttributes);
  }),
);
