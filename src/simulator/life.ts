import type { AddressKind, InventedAddress } from './addresses.ts';
import { inventAddress, rewritten } from './addresses.ts';
import { DAY, dayAt, dayOfText, HOUR, MINUTE, onDay, startOfDay, workingDay } from './calendar.ts';
import { coincide } from './coincidences.ts';
import { liveInCourt } from './court-life.ts';
import {
  type ChildIds,
  idsOf,
  inventAge,
  inventPerson,
  type InventedPerson,
  tagOf,
  yearsBetween,
} from './people.ts';
import { Random } from './random.ts';
import * as shares from './shares.ts';

export type DischargeType = (typeof shares.dischargeTypes.values)[number];

/** A child passed between DHS and HHS. */
interface Transfer {
  recordId: string;
  apprehendedAt?: number;
  determinedAt?: number;
  hhsNotifiedAt?: number;
  transferredAt: number;
  direction: 'to-hhs' | 'to-dhs';
  fieldOffice: string;
}

interface Stay {
  recordId: string;
  admittedAt: number;
  endedAt?: number;
  programCode: string;
}

interface Release {
  recordId: string;
  releasedAt: number;
  dischargeType: DischargeType;
  sponsorCategory?: string;
  address?: InventedAddress;
  noticeToIceAt?: number;
  noticeToEoirAt?: number;
}

/** Days are counted since 1970-01-01. A stage not reached is absent. */
export interface Notice {
  recordId: string;
  issued: number;
  served?: number;
  servedOnRole?: 'child' | 'custodian';
  serviceMethod?: string;
  filed?: number;
  courtCode?: string;
  cancelled?: number;
  /** Issue and service reached the agency's system at once: the first version already says both. */
  toldAtOnce: boolean;
}

export interface CourtCase {
  recordId: string;
  received: number;
  ntaIssued?: number;
  caseType: string;
  courtCode: string;
  juvenileCode?: string;
  casePriority?: string;
  /** The closings in order: a day on which the case was closed, or null where a reopening took the closing back. */
  closings: Array<{ on: number; closed: boolean }>;
  /** False for the few cases whose record EOIR never sends. */
  told: boolean;
}

export interface HearingStep {
  state: 'set' | 'moved' | 'held' | 'not-held';
  /** The moment of the step. */
  at: number;
  scheduledFor: number;
  adjournmentCode?: string;
}

export interface Hearing {
  recordId: string;
  hearingType: string;
  medium?: string;
  noticeCode?: string;
  locationCode: string;
  steps: HearingStep[];
}

export interface Decision {
  recordId: string;
  decided: number;
  decisionCode?: string;
  otherCompletionCode?: string;
  inAbsentia?: 'yes' | 'no';
  motionCode?: string;
}

interface AddressTold {
  recordId: string;
  day: number;
  address: InventedAddress;
  contactChangeCode?: string;
}

interface Call {
  recordId: string;
  attemptedAt: number;
  reached: 'child' | 'sponsor' | 'both' | 'nobody';
}

interface Check {
  recordId: string;
  checkedOn: number;
  method: 'visit' | 'call' | 'records' | 'other';
  outcome: 'located' | 'not-located' | 'refused' | 'inconclusive';
}

/**
 * How the agencies know the child. `never`: by an orrId alone, nobody ever gave an A-number. `mixed-up`: a record of
 * another A-number carries this child's orrId by mistake; `healed`: and was corrected later.
 */
type Identity = 'a-number' | 'early-without' | 'never' | 'mixed-up' | 'healed';

/** What truly happened to one child until the simulation's end; the agencies' records are told from it. */
export interface Life {
  index: number;
  ids: ChildIds;
  identity: Identity;
  person: InventedPerson;
  bornOn: number;
  transfers: Transfer[];
  stays: Stay[];
  releases: Release[];
  notices: Notice[];
  cases: CourtCase[];
  hearings: Hearing[];
  decisions: Decision[];
  hhsAddresses: AddressTold[];
  courtAddresses: AddressTold[];
  calls: Call[];
  checks: Check[];
}

interface LifeOptions {
  seed: string;
  /** Moments: nobody is apprehended before `from`, nothing happens after `until`. */
  from: number;
  until: number;
}

/** A life in the making: what its parts need to draw and to name. */
export interface Telling {
  life: Life;
  random: Random;
  until: number;
  /** The next record's id of a kind, such as `REL`. */
  nextId: (kind: string) => string;
}

export function emptyLife(index: number, ids: ChildIds, person: InventedPerson, bornOn: number): Life {
  return {
    index,
    ids,
    identity: 'a-number',
    person,
    bornOn,
    transfers: [],
    stays: [],
    releases: [],
    notices: [],
    cases: [],
    hearings: [],
    decisions: [],
    hhsAddresses: [],
    courtAddresses: [],
    calls: [],
    checks: [],
  };
}

/** One child's life. The same seed and index give the same life, whatever the number of children. */
export function liveLife(index: number, options: LifeOptions): Life {
  const random = new Random(options.seed, `life ${index}`);
  const apprehendedAt = apprehension(random, options);
  const bornOn = dayAt(apprehendedAt) - inventAge(random);
  const life = emptyLife(index, idsOf(options.seed, index), inventPerson(random, bornOn), bornOn);
  life.identity = identity(random);
  const tag = tagOf(options.seed, index);
  let count = 0;
  const telling: Telling = {
    life,
    random,
    until: options.until,
    nextId: (kind) => `${kind}-${tag}-${(count += 1)}`,
  };
  liveInCustody(telling, apprehendedAt);
  liveWithNotice(telling);
  liveOutside(telling);
  coincide(telling);
  return life;
}

function identity(random: Random): Identity {
  const at = random.share();
  if (at < 0.02) return 'never';
  if (at < 0.025) return 'mixed-up';
  if (at < 0.027) return 'healed';
  return random.chance(shares.EARLY_WITHOUT_A_NUMBER) ? 'early-without' : 'a-number';
}

/** Fiscal years begin on 1 October of the year before. */
function apprehension(random: Random, { from, until }: LifeOptions): number {
  const latest = Math.max(from, until - 5 * DAY);
  const years = shares.referrals
    .map(([year, weight]) => {
      const start = startOfDay(dayOfText(`${year - 1}-10-01`));
      const end = startOfDay(dayOfText(`${year}-10-01`));
      const low = Math.max(start, from);
      const high = Math.min(end, latest);
      return { low, high, weight: (weight * Math.max(0, high - low)) / (end - start) };
    })
    .filter(({ weight }) => weight > 0);
  let at = random.share() * years.reduce((sum, { weight }) => sum + weight, 0);
  for (const { low, high, weight } of years) {
    if (at < weight) return low + Math.floor(((at / weight) * (high - low)) / MINUTE) * MINUTE;
    at -= weight;
  }
  return from + Math.floor((random.share() * (latest - from)) / MINUTE) * MINUTE;
}

/** Apprehension, hand-over, care and release; some come back, once. */
function liveInCustody(telling: Telling, apprehendedAt: number, again = false): void {
  const { life, random, until } = telling;
  const determinedAt = apprehendedAt + random.between(60, 900) * MINUTE;
  const transferredAt = determinedAt + random.between(15, 75) * HOUR + random.between(0, 59) * MINUTE;
  if (transferredAt > until) return;
  life.transfers.push({
    recordId: telling.nextId('XFER'),
    apprehendedAt,
    determinedAt,
    hhsNotifiedAt: determinedAt + random.between(30, 1800) * MINUTE,
    transferredAt,
    direction: 'to-hhs',
    fieldOffice: random.weighted(shares.fieldOffices),
  });
  // The facility writes the hand-over's own moment now and then.
  const admittedAt = random.chance(0.05) ? transferredAt : transferredAt + random.between(60, 900) * MINUTE;
  const inCare =
    DAY * (random.chance(0.75) ? random.between(8, 45) : random.between(46, 220)) +
    random.between(0, 1439) * MINUTE;
  const releasedAt = admittedAt + inCare;
  liveInPlacements(telling, admittedAt, releasedAt);
  if (releasedAt > until || random.chance(0.004)) return;
  const release = letGo(telling, releasedAt);
  const next = afterRelease(telling, release);
  if (next !== null && !again && next + 5 * DAY < until) liveInCustody(telling, next, true);
}

function liveInPlacements(
  { life, random, until, nextId }: Telling,
  admittedAt: number,
  releasedAt: number,
): void {
  let at = admittedAt;
  const moves = random.chance(0.16) ? 1 : 0;
  for (let i = 0; i <= moves; i++) {
    if (at > until) return;
    const end =
      i === moves ? releasedAt : admittedAt + Math.floor((releasedAt - admittedAt) / 2 / MINUTE) * MINUTE;
    const stay: Stay = {
      recordId: nextId('PLC'),
      admittedAt: at,
      programCode: `P${random.between(100, 399)}`,
    };
    if (end <= until && random.chance(0.45)) stay.endedAt = end;
    life.stays.push(stay);
    at = end + random.between(0, 8) * HOUR;
    if (at >= releasedAt) return;
  }
}

function letGo({ life, random, nextId }: Telling, releasedAt: number): Release {
  const dischargeType = random.weighted(shares.dischargeTypes);
  const release: Release = { recordId: nextId('REL'), releasedAt, dischargeType };
  if (dischargeType === 'reunified-with-sponsor') {
    release.sponsorCategory = random.weighted(shares.sponsorCategories);
    const kind = releaseAddressKind(random);
    // A blank address comes as an empty form or as none at all.
    if (kind !== 'blank' || random.chance(0.5)) release.address = inventAddress(random, kind);
  } else if (livesAtAddress.has(dischargeType) && random.chance(0.7)) {
    release.address = inventAddress(random, 'usable');
  }
  if (random.chance(0.6)) release.noticeToIceAt = releasedAt - random.between(1, 48) * HOUR;
  if (random.chance(0.5)) release.noticeToEoirAt = releasedAt + random.between(1, 96) * HOUR;
  life.releases.push(release);
  return release;
}

const livesAtAddress: ReadonlySet<DischargeType> = new Set([
  'unaccompanied-refugee-minor-programme',
  'licensed-programme',
  'legal-status',
  'aged-out',
] as const);

function releaseAddressKind(random: Random): AddressKind {
  const at = random.share();
  if (at < shares.UNUSABLE_ADDRESSES * 0.4) return 'blank';
  if (at < shares.UNUSABLE_ADDRESSES * 0.7) return 'undeliverable';
  return at < shares.UNUSABLE_ADDRESSES ? 'missing-unit' : 'usable';
}

/** What the way of leaving brings with it; the moment at which the child is met at the border or in the streets again, or null. */
function afterRelease({ life, random, until, nextId }: Telling, release: Release): number | null {
  const { releasedAt, dischargeType } = release;
  const toDhs = (at: number): void => {
    if (at > until) return;
    life.transfers.push({
      recordId: nextId('XFER'),
      transferredAt: at,
      direction: 'to-dhs',
      fieldOffice: random.weighted(shares.fieldOffices),
    });
  };
  switch (dischargeType) {
    case 'transferred-to-dhs':
      if (random.chance(0.8)) toDhs(releasedAt + (random.chance(0.5) ? 0 : random.between(1, 20) * HOUR));
      return null;
    case 'age-redetermined':
      if (random.chance(0.6)) toDhs(releasedAt + random.between(0, 30) * HOUR);
      return null;
    case 'unauthorized-absence':
      return random.chance(0.3)
        ? releasedAt + random.between(1, 200) * DAY + random.between(1, 900) * MINUTE
        : null;
    case 'reunified-with-sponsor':
      return random.chance(0.008)
        ? releasedAt + random.between(40, 700) * DAY + random.between(1, 900) * MINUTE
        : null;
    default:
      return null;
  }
}

/** The Notice to Appear and, where it was filed, the court. */
function liveWithNotice(telling: Telling): void {
  const { life, random } = telling;
  const first = life.transfers[0];
  if (first === undefined || life.identity === 'never') return;
  const turn = random.share();
  const issues = turn < SERVED + shares.NTA_ISSUED_ONLY;
  if (!issues) return;
  const arrived = dayAt(first.transferredAt);
  // A few hold nothing of ICE's: the court alone says that a notice was filed.
  if (random.chance(0.005)) {
    liveInCourt(telling, arrived + random.between(20, 300), null);
    return;
  }
  const issued = workingDay(
    random.chance(0.6) ? arrived + random.between(0, 4) : arrived + random.between(5, 240),
  );
  const notice = issueNotice(telling, issued, turn < SERVED);
  if (notice === null) return;
  if (random.chance(0.02)) cancelNotice(telling, notice);
  if (notice.filed !== undefined)
    liveInCourt(telling, workingDay(notice.filed + random.between(0, 9)), notice);
  else if (notice.served !== undefined && random.chance(0.1)) {
    // Filed as the court says, though ICE's own record never came to say so.
    liveInCourt(telling, workingDay(notice.served + random.between(10, 60)), notice);
  }
  if (notice.cancelled !== undefined && random.chance(0.4)) {
    const next = issueNotice(
      telling,
      workingDay(notice.cancelled + random.between(1, 60)),
      random.chance(0.7),
    );
    if (next?.filed !== undefined) liveInCourt(telling, workingDay(next.filed + random.between(0, 9)), next);
  }
}

/** A little above the share reached, since some notices would be served after the end. */
const SERVED = shares.NTA_SERVED + 0.015;

function issueNotice(
  { life, random, until, nextId }: Telling,
  issued: number,
  serves: boolean,
): Notice | null {
  const last = dayAt(until) - 1;
  if (issued > last) return null;
  const notice: Notice = { recordId: nextId('NTA'), issued, toldAtOnce: random.chance(0.6) };
  life.notices.push(notice);
  if (!serves) return notice;
  const served = workingDay(issued + (random.chance(0.5) ? random.between(0, 2) : random.between(3, 90)));
  if (served > last) return notice;
  notice.served = served;
  const age = yearsBetween(life.bornOn, startOfDay(served));
  notice.servedOnRole = age < 14 && random.chance(0.8) ? 'custodian' : 'child';
  notice.serviceMethod = random.chance(0.7) ? 'P' : 'R';
  if (!random.chance(0.82)) return notice;
  const filed = workingDay(served + random.between(3, 90));
  if (filed > last) return notice;
  notice.filed = filed;
  notice.courtCode = random.weighted(shares.courts);
  return notice;
}

function cancelNotice({ random, until }: Telling, notice: Notice): void {
  const day = (notice.filed ?? notice.served ?? notice.issued) + random.between(0, 200);
  if (day < dayAt(until)) notice.cancelled = day;
}

/** After a release: addresses, calls, checks. */
function liveOutside(telling: Telling): void {
  for (const release of telling.life.releases) {
    if (release.dischargeType === 'reunified-with-sponsor') {
      callHome(telling, release);
      moveHouse(telling, release);
    }
    lookFor(telling, release);
  }
  tellCourtOfAddresses(telling);
}

function callHome({ life, random, until, nextId }: Telling, { releasedAt }: Release): void {
  const turn = random.share();
  if (turn > 0.82) return;
  let at =
    releasedAt +
    (turn < 0.02 ? random.between(2, 29) : turn < 0.7 ? random.between(30, 37) : random.between(38, 75)) *
      DAY;
  at += random.between(-300, 500) * MINUTE;
  for (let tries = 0; tries < 3 && at <= until; tries++) {
    const reached = random.chance(0.75)
      ? random.pick(['child', 'sponsor', 'sponsor', 'both', 'both'] as const)
      : 'nobody';
    life.calls.push({ recordId: nextId('CALL'), attemptedAt: at, reached });
    if (reached !== 'nobody' || !random.chance(0.4)) return;
    at += random.between(1, 20) * DAY + random.between(0, 300) * MINUTE;
  }
}

function moveHouse({ life, random, until, nextId }: Telling, { releasedAt }: Release): void {
  let day = dayAt(releasedAt) + random.between(0, 400);
  for (let moves = 0; moves < 3 && random.chance(0.1) && day <= dayAt(until) - 1; moves++) {
    const kind = random.chance(0.93)
      ? 'usable'
      : random.pick(['blank', 'undeliverable', 'missing-unit'] as const);
    life.hhsAddresses.push({ recordId: nextId('HADR'), day, address: inventAddress(random, kind) });
    day += random.between(1, 500);
  }
}

function lookFor({ life, random, until, nextId }: Telling, { releasedAt, dischargeType }: Release): void {
  if (!random.chance(dischargeType === 'unauthorized-absence' ? 0.4 : 0.04)) return;
  const at = releasedAt + random.between(3, 900) * DAY + random.between(0, 900) * MINUTE;
  if (at > until) return;
  life.checks.push({
    recordId: nextId('CHK'),
    checkedOn: at,
    method: random.pick(['visit', 'call', 'records', 'other'] as const),
    outcome: random.pick([
      'located',
      'located',
      'not-located',
      'not-located',
      'refused',
      'inconclusive',
    ] as const),
  });
}

/** With a case, the court is told of an address: mostly the one HHS has, written its own way. */
function tellCourtOfAddresses({ life, random, until, nextId }: Telling): void {
  const courtCase = life.cases[0];
  if (courtCase === undefined) return;
  const known = life.releases.findLast((release) => release.address !== undefined)?.address;
  const last = dayAt(until) - 1;
  if (known !== undefined && random.chance(0.45)) {
    const day = Math.max(courtCase.received, dayAt(life.releases[0]!.releasedAt)) + random.between(0, 20);
    const address = random.chance(0.93) ? rewritten(random, known) : inventAddress(random, 'usable');
    if (day <= last)
      life.courtAddresses.push({ recordId: nextId('CADR'), day, address, contactChangeCode: 'HHS/UC' });
  }
  if (random.chance(0.15)) {
    const day = courtCase.received + random.between(20, 700);
    const kind = random.chance(0.95)
      ? 'usable'
      : random.pick(['blank', 'undeliverable', 'missing-unit'] as const);
    const moved = life.hhsAddresses.at(-1)?.address;
    const address =
      moved !== undefined && random.chance(0.4) ? rewritten(random, moved) : inventAddress(random, kind);
    const contactChangeCode = random.pick([
      '33-COURT',
      '33-COURT',
      '33-COURT (Electronic)',
      'I830',
      'OTHER',
      'TYPO',
    ] as const);
    if (day <= last) life.courtAddresses.push({ recordId: nextId('CADR'), day, address, contactChangeCode });
  }
}

/** A hearing's hour: half past eight to three, on a working day. */
export function hearingHour(random: Random, day: number): number {
  return onDay(workingDay(day), random.between(17, 30) / 2);
}
