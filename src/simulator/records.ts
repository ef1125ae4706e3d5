import type { RecordType } from '../contracts/records/index.ts';
import { DAY, MINUTE, onDay, textOfDay, textOfMoment } from './calendar.ts';
import type { Life, Release } from './life.ts';
import { type ChildIds, spellANumber } from './people.ts';
import type { Random } from './random.ts';
import { keyOf } from './sources.ts';

/** A record's content as an agency would send it. */
export interface Content {
  recordId: string;
  version: number;
  occurredAt: string;
  recordedAt: string;
  voided?: boolean;
  person: PersonBlock;
  [field: string]: unknown;
}

export interface PersonBlock {
  identifiers?: Partial<ChildIds>;
  name?: { given: string[]; surnames: string[] };
  birthDate?: { value: string; precision: string };
  sex?: string;
  countryOfBirth?: string;
}

/** One record with its versions, the last of them true. */
export interface ToldRecord {
  type: RecordType;
  recordId: string;
  /** `<type>/<recordId>@<system>` */
  key: string;
  versions: Content[];
}

/** One version before it is written: what happened when, and the type's own fields. */
interface Version {
  happened: number;
  fields: Record<string, unknown>;
}

type IdName = keyof ChildIds;

/** The life as the agencies' records tell it, each record with the identifiers that its agency would know. */
export function tellLife(life: Life, random: Random, until: number): ToldRecord[] {
  const told: ToldRecord[] = [];
  const tell: Tell = (type, recordId, ids, versions, caseId) => {
    const about = caseId === undefined ? life : { ...life, ids: { ...life.ids, eoirCaseId: caseId } };
    told.push({
      type,
      recordId,
      key: keyOf(type, recordId),
      versions: write(recordId, versions, about, ids, random, until),
    });
  };
  tellIce(life, random, tell);
  tellHhs(life, random, tell);
  tellEoir(life, random, tell);
  return told;
}

/** @param caseId the court's own, where it is not of the child's first case */
type Tell = (type: RecordType, recordId: string, ids: IdName[], versions: Version[], caseId?: string) => void;

function tellIce(life: Life, random: Random, tell: Tell): void {
  for (const transfer of life.transfers) {
    const ids: IdName[] =
      life.identity === 'never'
        ? ['eidSubjectId', 'orrId']
        : life.identity === 'early-without'
          ? ['eidSubjectId']
          : ['aNumber', 'eidSubjectId'];
    if (random.chance(0.3)) ids.push('fin');
    const fields = present({
      apprehendedAt: moment(transfer.apprehendedAt),
      determinedUnaccompaniedAt: moment(transfer.determinedAt),
      hhsNotifiedAt: moment(transfer.hhsNotifiedAt),
      transferredAt: moment(transfer.transferredAt),
      direction: transfer.direction,
      fieldOffice: transfer.fieldOffice,
      orrFacilityCode:
        transfer.direction === 'to-hhs' && random.chance(0.5) ? `F${random.between(10, 99)}` : undefined,
    });
    tell('ice.custody-transfer', transfer.recordId, ids, [{ happened: transfer.transferredAt, fields }]);
  }
  for (const notice of life.notices) {
    const ids: IdName[] =
      life.identity === 'early-without' || random.chance(0.6) ? ['aNumber', 'eidSubjectId'] : ['aNumber'];
    const stages = [
      { day: notice.issued, fields: { issuedOn: textOfDay(notice.issued) } },
      {
        day: notice.served,
        fields: {
          servedOn: day(notice.served),
          servedOnRole: notice.servedOnRole,
          serviceMethod: notice.serviceMethod,
        },
      },
      { day: notice.filed, fields: { filedOn: day(notice.filed), courtCode: notice.courtCode } },
      { day: notice.cancelled, fields: { cancelledOn: day(notice.cancelled) } },
    ];
    const versions: Version[] = [];
    let fields: Record<string, unknown> = {};
    for (const stage of stages) {
      if (stage.day === undefined) continue;
      fields = { ...fields, ...present(stage.fields) };
      if (notice.toldAtOnce && stage.day === notice.served) versions.pop();
      versions.push({ happened: onDay(stage.day, 11), fields });
    }
    tell('ice.notice-to-appear', notice.recordId, ids, versions);
  }
  for (const check of life.checks) {
    const ids: IdName[] = random.chance(0.3)
      ? ['eidSubjectId']
      : life.identity === 'never'
        ? ['orrId']
        : ['aNumber'];
    const fields = { checkedOn: moment(check.checkedOn), method: check.method, outcome: check.outcome };
    tell('ice.location-check', check.recordId, ids, [{ happened: check.checkedOn, fields }]);
  }
}

function tellHhs(life: Life, random: Random, tell: Tell): void {
  const idsHere = (): IdName[] => {
    if (life.identity === 'never') return ['orrId'];
    const turn = random.share();
    return turn < 0.75 ? ['aNumber', 'orrId'] : turn < 0.95 ? ['orrId'] : ['aNumber'];
  };
  life.stays.forEach((stay, i) => {
    let ids = idsHere();
    // The first admission ties HHS's id, and DHS's where DHS had no A-number yet, to the child.
    if (i === 0 && life.identity !== 'never') ids = ['aNumber', 'orrId'];
    if (i === 0 && life.identity === 'early-without') ids.push('eidSubjectId');
    const fields = present({
      admittedAt: moment(stay.admittedAt),
      programCode: stay.programCode,
      sponsorCategory: categoryIn(life, stay.admittedAt),
    });
    const versions: Version[] = [{ happened: stay.admittedAt, fields }];
    if (stay.endedAt !== undefined) {
      versions.push({ happened: stay.endedAt, fields: { ...fields, endedAt: moment(stay.endedAt) } });
    }
    tell('hhs.placement', stay.recordId, ids, versions);
  });
  for (const release of life.releases) {
    const fields = present({
      releasedAt: moment(release.releasedAt),
      dischargeType: release.dischargeType,
      sponsorCategory: release.sponsorCategory,
      address: release.address?.fields,
      noticeToIceAt: moment(release.noticeToIceAt),
      noticeToEoirAt: moment(release.noticeToEoirAt),
    });
    tell('hhs.release', release.recordId, idsHere(), [{ happened: release.releasedAt, fields }]);
  }
  for (const { recordId, day: on, address } of life.hhsAddresses) {
    const fields = { effectiveOn: textOfDay(on), address: address.fields };
    tell('hhs.address', recordId, idsHere(), [{ happened: onDay(on, 10), fields }]);
  }
  for (const call of life.calls) {
    const talked = call.reached !== 'nobody';
    const fields = present({
      attemptedAt: moment(call.attemptedAt),
      reached: call.reached,
      livingWithSponsor: call.livingWithSponsor,
      addressMatches: talked ? random.pick(['yes', 'yes', 'no', 'unknown']) : undefined,
      courtDateKnown: talked ? random.pick(['yes', 'no', 'unknown']) : undefined,
    });
    tell('hhs.wellbeing-call', call.recordId, idsHere(), [{ happened: call.attemptedAt, fields }]);
  }
}

function tellEoir(life: Life, random: Random, tell: Tell): void {
  const idsHere = (caseId?: string): IdName[] => {
    // Without the case's own record nothing would tie EOIR's id to the child; of several cases it says which.
    const tied = life.cases.some((courtCase) => courtCase.told && courtCase.caseId === caseId);
    if (!tied) return life.cases.length > 1 ? ['aNumber', 'eoirCaseId'] : ['aNumber'];
    return random.chance(0.75) ? ['aNumber', 'eoirCaseId'] : ['eoirCaseId'];
  };
  for (const courtCase of life.cases) {
    if (!courtCase.told) continue;
    const fields = present({
      caseType: courtCase.caseType,
      receivedOn: textOfDay(courtCase.received),
      ntaIssuedOn: day(courtCase.ntaIssued),
      baseCityCode: courtCase.courtCode,
      juvenileCode: courtCase.juvenileCode,
      casePriority: courtCase.casePriority,
    });
    const versions: Version[] = [{ happened: onDay(courtCase.received, 9), fields }];
    for (const { on, closed } of courtCase.closings) {
      versions.push({
        happened: onDay(on, closed ? 15 : 16),
        fields: closed ? { ...fields, closedOn: textOfDay(on) } : fields,
      });
    }
    tell('eoir.case', courtCase.recordId, ['aNumber', 'eoirCaseId'], versions, courtCase.caseId);
  }
  for (const hearing of life.hearings) {
    const versions = hearing.steps.map((step) => ({
      happened: step.at,
      fields: present({
        scheduledFor: moment(step.scheduledFor),
        hearingType: hearing.hearingType,
        medium: hearing.medium,
        locationCode: hearing.locationCode,
        adjournmentCode: step.adjournmentCode,
        noticeCode: hearing.noticeCode,
        state: step.state,
      }),
    }));
    tell('eoir.hearing', hearing.recordId, idsHere(hearing.caseId), versions, hearing.caseId);
  }
  for (const decision of life.decisions) {
    const fields = present({
      decidedOn: textOfDay(decision.decided),
      decisionCode: decision.decisionCode,
      otherCompletionCode: decision.otherCompletionCode,
      inAbsentia: decision.inAbsentia,
      motionCode: decision.motionCode,
    });
    const versions = [{ happened: onDay(decision.decided, 14), fields }];
    tell('eoir.decision', decision.recordId, idsHere(decision.caseId), versions, decision.caseId);
  }
  for (const { recordId, day: on, address, contactChangeCode } of life.courtAddresses) {
    const fields = { receivedOn: textOfDay(on), contactChangeCode, address: address.fields };
    tell('eoir.address-change', recordId, idsHere(), [{ happened: onDay(on, 12), fields }]);
  }
}

function write(
  recordId: string,
  versions: Version[],
  life: Life,
  ids: IdName[],
  random: Random,
  until: number,
): Content[] {
  const person = personBlock(life, ids, random);
  let recorded = 0;
  return versions.map(({ happened, fields }, i) => {
    const delay = random.chance(0.8)
      ? random.between(2, 600) * MINUTE
      : random.between(1, 12) * DAY + random.between(1, 900) * MINUTE;
    recorded = Math.max(Math.min(happened + delay, until), recorded + random.between(1, 59) * 1000);
    return {
      recordId,
      version: i + 1,
      occurredAt: textOfMoment(happened),
      recordedAt: textOfMoment(recorded),
      person,
      ...fields,
    };
  });
}

function personBlock({ person, ids }: Life, names: IdName[], random: Random): PersonBlock {
  const identifiers: Partial<ChildIds> = {};
  for (const name of names)
    identifiers[name] = name === 'aNumber' ? spellANumber(random, ids.aNumber) : ids[name];
  const block: PersonBlock = names.length === 0 ? {} : { identifiers };
  if (names.length === 0 || random.chance(0.7)) {
    block.name = person.name;
    block.birthDate = person.birthDate;
  }
  if (random.chance(0.4)) block.sex = person.sex;
  if (random.chance(0.4)) block.countryOfBirth = person.countryOfBirth;
  return block;
}

function moment(at: number): string;
function moment(at: number | undefined): string | undefined;
function moment(at: number | undefined): string | undefined {
  return at === undefined ? undefined : textOfMoment(at);
}

function day(at: number | undefined): string | undefined {
  return at === undefined ? undefined : textOfDay(at);
}

/** Without the fields that have no value. */
function present(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in fields) if (fields[name] !== undefined) kept[name] = fields[name];
  return kept;
}

/** Who stood ready to take the child in during a stay, by how it ended; of a stay that goes on, or ended otherwise, nothing is said. */
function categoryIn(life: Life, admittedAt: number): string | undefined {
  const release = life.releases.find(({ releasedAt }) => releasedAt >= admittedAt);
  if (release === undefined) return undefined;
  return withoutSponsor.has(release.dischargeType) ? '4' : release.sponsorCategory;
}
const withoutSponsor = new Set<Release['dischargeType']>([
  'aged-out',
  'unaccompanied-refugee-minor-programme',
  'licensed-programme',
]);
