import type { RecordType } from '../contracts/records/index.ts';
import type { InventedAddress } from './addresses.ts';
import { DAY, dayAt, startOfDay } from './calendar.ts';
import type { DischargeType, Hearing, Life } from './life.ts';
import { reopeningMotions } from './measures.ts';
import { keyOf } from './sources.ts';

/**
 * What a child's status must be, told from the life and the rules of docs/domain.md alone: one walk forward through
 * what happened, keeping what is known so far. No record is read here.
 */
interface TrueValue {
  value: string;
  /** RFC 3339; null where the value was there before anything happened. */
  since: string | null;
}

export interface TrueStatus {
  placement: TrueValue;
  noticeToAppear: TrueValue;
  court: TrueValue;
  address: TrueValue;
  contact: TrueValue;
  verification: TrueValue;
}

export type Dimension = keyof TrueStatus;
/** The values from a moment on. */
export interface Step {
  at: number;
  values: Readonly<Record<Dimension, string>>;
}

type BirthDate = Life['person']['birthDate'];

/**
 * The whole course of a life's statuses; the first step is before everything. `unheard`: keys of records that no child has; `born`: the
 * birth date as the child's records have it, null where none does.
 */
export function courseOf(
  life: Life,
  unheard: ReadonlySet<string>,
  born: BirthDate | null = life.person.birthDate,
): Step[] {
  const facts = factsOf(life, unheard, born === null ? Number.POSITIVE_INFINITY : comesOfAge(born));
  facts.sort((a, b) => a.at - b.at || a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const known = nothingKnown();
  const steps: Step[] = [{ at: Number.NEGATIVE_INFINITY, values: read(known, Number.NEGATIVE_INFINITY) }];
  for (let i = 0; i < facts.length; i++) {
    const fact = facts[i]!;
    fact.learn(known);
    if (facts[i + 1]?.at !== fact.at) steps.push({ at: fact.at, values: read(known, fact.at) });
  }
  return steps;
}

/** The status on the course at the moment, each value since the beginning of its unbroken run. */
export function statusOn(course: readonly Step[], at: number): TrueStatus {
  const last = stepOn(course, at);
  const valueOf = (dimension: Dimension): TrueValue => {
    const value = course[last]!.values[dimension];
    if (value === NOTHING_KNOWN) return { value: 'unverified', since: null };
    let first = last;
    while (first > 0 && course[first - 1]!.values[dimension] === value) first--;
    return { value, since: first === 0 ? null : new Date(course[first]!.at).toISOString() };
  };
  return {
    placement: valueOf('placement'),
    noticeToAppear: valueOf('noticeToAppear'),
    court: valueOf('court'),
    address: valueOf('address'),
    contact: valueOf('contact'),
    verification: valueOf('verification'),
  };
}

/** The values on the course at the moment. */
export function valuesOn(course: readonly Step[], at: number): Step['values'] {
  return course[stepOn(course, at)]!.values;
}

function stepOn(course: readonly Step[], at: number): number {
  let last = 0;
  while (last + 1 < course.length && course[last + 1]!.at <= at) last++;
  return last;
}

/** The moment from which on it may be 18: of a month or a year that of its first day. Who was born on a 29 February is in March. */
function comesOfAge({ value, precision }: BirthDate): number {
  const [year, month = '01', day = '01'] = (precision === 'assigned' ? value.slice(0, 4) : value).split('-');
  return startOfDay(dayAt(Date.UTC(Number(year) + 18, Number(month) - 1, Number(day), 12)));
}

/** What is known after the facts so far. */
interface Known {
  placement: string;
  /** HHS has it, and neither is its stay over nor is it of age. */
  inHhsCare: boolean;
  /** The latest admission of HHS's care. */
  admission: string | null;
  /** It left on its own, and nobody has met it since at a hand-over, an admission or a release. */
  ranAway: boolean;
  /** Moment of the reunification that is the latest placement fact, else null. */
  withSponsorSince: number | null;
  /** The last call since then; null where there was none. */
  lastCall: { at: number; reached: boolean } | null;
  /** Furthest stage by document; a cancelled one is -1. */
  documents: Map<string, number>;
  casesReceived: string[];
  /** By the court's own id; '' is the first case. */
  inCourt: Map<string, InCourt>;
  hhsAddress: Asserted | null;
  courtAddress: Asserted | null;
  lastContact: number;
  lastSign: number;
}

/** What is known of one case. */
interface InCourt {
  cycleDay: number;
  reopened: boolean;
  /** Day of the latest granted reopening. */
  reopenedOn: number;
  /** Day of the cycle's latest decision of another kind than a failure to appear. */
  decidedOn: number | null;
  /** The cycle's case was closed, and nothing says how. */
  closed: boolean;
  /** Failures to appear that no reopening took back. */
  failures: Array<{ day: number; weight: number }>;
  /** The last moment at which each of them can have been, from when it stands. */
  missed: number[];
  outcome: { at: number; appeared: boolean } | null;
  /** By hearing, the moment for which it is on the calendar now. */
  calendar: Map<string, number>;
}

interface Asserted {
  at: number;
  address: InventedAddress;
}

interface Fact {
  at: number;
  /** Order among facts of one moment. */
  rank: number;
  key: string;
  learn: (known: Known) => void;
}

function nothingKnown(): Known {
  return {
    placement: 'unknown',
    inHhsCare: false,
    admission: null,
    ranAway: false,
    withSponsorSince: null,
    lastCall: null,
    documents: new Map(),
    casesReceived: [],
    inCourt: new Map(),
    hhsAddress: null,
    courtAddress: null,
    lastContact: Number.NEGATIVE_INFINITY,
    lastSign: Number.NEGATIVE_INFINITY,
  };
}

/** docs/domain.md §4, the table. */
const placementAfter: Record<DischargeType, string> = {
  'reunified-with-sponsor': 'released',
  'unaccompanied-refugee-minor-programme': 'released',
  'licensed-programme': 'released',
  'legal-status': 'released',
  'aged-out': 'aged-out',
  'age-redetermined': 'aged-out',
  'voluntary-departure': 'departed-us',
  'unauthorized-absence': 'left-care',
  'transferred-to-dhs': 'returned-to-dhs',
  'transferred-to-law-enforcement': 'law-enforcement',
  died: 'died',
};
/** §9: care can end so while the child is not there. */
const onPaper = new Set<DischargeType>(['aged-out', 'age-redetermined', 'legal-status']);
const inGovernmentHands = new Set(['dhs-custody', 'hhs-care', 'returned-to-dhs', 'law-enforcement', 'died']);
/** §6: the hearing did not go on, and that was not the child's doing. */
const didNotGoOn = new Set(
  '09 10 16 33 38 49 50 19 25 34 35 3A 3B 41 55 59 5A 64 74 8A 99 9A 9B 9C 9V'.split(' '),
);
/** §6: an attorney's own matter, and talks between the judge and attorneys. */
const ATTORNEY_DISCIPLINE = 'AT';
const talks = ['CN', 'CD', 'MT'];
/** §6: another court goes on with it. */
const changeOfVenueOrTransfer = new Set(['C', 'T']);
const blankAddress: InventedAddress = { kind: 'blank', place: '', fields: {} };

function factsOf(life: Life, unheard: ReadonlySet<string>, ofAgeAt: number): Fact[] {
  const facts: Fact[] = [];
  const add = (type: RecordType, recordId: string, at: number, rank: number, learn: Fact['learn']): void => {
    const key = keyOf(type, recordId);
    if (!unheard.has(key)) facts.push({ at, rank, key, learn });
  };
  addCustody(life, add, ofAgeAt);
  if (Number.isFinite(ofAgeAt))
    facts.push({ at: ofAgeAt, rank: 6, key: '', learn: (known) => leaveCare(known, ofAgeAt) });
  addNotices(life, add);
  addCourt(life, add, unheard);
  addOutside(life, add);
  return facts;
}

type Add = (type: RecordType, recordId: string, at: number, rank: number, learn: Fact['learn']) => void;

/** Nothing says where it went; until then it was there. */
function leaveCare(known: Known, at: number): void {
  if (!known.inHhsCare) return;
  known.inHhsCare = false;
  known.lastContact = Math.max(known.lastContact, at);
}

function addCustody(life: Life, add: Add, ofAgeAt: number): void {
  const stands = (placement: string, at: number) => (known: Known) => {
    known.placement = placement;
    known.inHhsCare = placement === 'hhs-care' && at < ofAgeAt;
    if (placement !== 'hhs-care') known.admission = null;
    known.hhsAddress = null;
    known.ranAway = false;
    known.withSponsorSince = null;
  };
  const met = (at: number, learn: Fact['learn']) => (known: Known) => {
    learn(known);
    known.lastContact = Math.max(known.lastContact, at);
  };
  for (const { recordId, apprehendedAt, transferredAt, direction } of life.transfers) {
    const type = 'ice.custody-transfer';
    if (apprehendedAt !== undefined)
      add(type, recordId, apprehendedAt, 0, met(apprehendedAt, stands('dhs-custody', apprehendedAt)));
    if (direction === 'to-hhs')
      add(type, recordId, transferredAt, 1, met(transferredAt, stands('hhs-care', transferredAt)));
    else add(type, recordId, transferredAt, 4, met(transferredAt, stands('returned-to-dhs', transferredAt)));
  }
  for (const { recordId, admittedAt, endedAt } of life.stays) {
    const admitted = met(admittedAt, stands('hhs-care', admittedAt));
    add('hhs.placement', recordId, admittedAt, 2, (known) => {
      admitted(known);
      known.admission = recordId;
    });
    if (endedAt !== undefined)
      add('hhs.placement', recordId, endedAt, 5, (known) => {
        if (known.admission === recordId) leaveCare(known, endedAt);
      });
  }
  for (const { recordId, releasedAt, dischargeType, address } of life.releases) {
    add('hhs.release', recordId, releasedAt, 3, (known) => {
      known.placement = placementAfter[dischargeType];
      known.inHhsCare = false;
      known.admission = null;
      if (inGovernmentHands.has(known.placement)) known.hhsAddress = null;
      known.withSponsorSince = dischargeType === 'reunified-with-sponsor' ? releasedAt : null;
      known.lastCall = null;
      if (dischargeType === 'unauthorized-absence') {
        known.ranAway = true;
        known.lastSign = Math.max(known.lastSign, releasedAt);
      } else if (!known.ranAway || !onPaper.has(dischargeType)) {
        known.ranAway = false;
        known.lastContact = Math.max(known.lastContact, releasedAt);
      }
    });
    // Who is let go to a sponsor goes to an address; of others a paper without one says nothing.
    const named = address ?? (dischargeType === 'reunified-with-sponsor' ? blankAddress : null);
    if (named !== null)
      add('hhs.release', recordId, releasedAt, 10, (known) => {
        known.hhsAddress = { at: releasedAt, address: named };
      });
    // Nothing happens on these days but that a call is due, then overdue.
    if (dischargeType === 'reunified-with-sponsor') {
      for (const days of [30, 37]) add('hhs.release', recordId, releasedAt + days * DAY, 99, () => undefined);
    }
  }
}

const ISSUED = 1;
const SERVED = 2;
const FILED = 3;
const CANCELLED = -1;

function addNotices(life: Life, add: Add): void {
  const reaches = (document: string, stage: number) => (known: Known) => {
    if (known.documents.get(document) !== CANCELLED) known.documents.set(document, stage);
  };
  for (const { recordId, issued, served, filed, cancelled } of life.notices) {
    const type = 'ice.notice-to-appear';
    add(type, recordId, startOfDay(issued), 40, reaches(recordId, ISSUED));
    if (served !== undefined) add(type, recordId, startOfDay(served), 41, reaches(recordId, SERVED));
    if (filed !== undefined) add(type, recordId, startOfDay(filed), 42, reaches(recordId, FILED));
    if (cancelled !== undefined) {
      add(type, recordId, startOfDay(cancelled), 50, (known) => {
        known.documents.set(recordId, CANCELLED);
        for (const courtCase of known.casesReceived) known.documents.set(courtCase, CANCELLED);
      });
    }
  }
  for (const { recordId, ntaIssued, received, caseType, told } of life.cases) {
    // Only removal begins with this notice; a fear review and the like are begun by another paper.
    if (!told || caseType !== 'RMV') continue;
    if (ntaIssued !== undefined)
      add('eoir.case', recordId, startOfDay(ntaIssued), 40, reaches(recordId, ISSUED));
    add('eoir.case', recordId, startOfDay(received), 43, (known) => {
      reaches(recordId, FILED)(known);
      known.casesReceived.push(recordId);
    });
  }
}

const COMPLETED = 1;
const FAILED_TO_APPEAR = 2;
const IN_ABSENTIA = 3;
const endings = ['', 'completed', 'failed-to-appear', 'ordered-in-absentia'];

/** The case as known so far; to ask is to know that the court has it. */
function courtOf(known: Known, caseId = ''): InCourt {
  let court = known.inCourt.get(caseId);
  if (court === undefined) {
    court = {
      cycleDay: Number.NEGATIVE_INFINITY,
      reopened: false,
      reopenedOn: Number.NEGATIVE_INFINITY,
      decidedOn: null,
      closed: false,
      failures: [],
      missed: [],
      outcome: null,
      calendar: new Map(),
    };
    known.inCourt.set(caseId, court);
  }
  return court;
}

function addCourt(life: Life, add: Add, unheard: ReadonlySet<string>): void {
  const beginCycle = (court: InCourt, day: number, reopened: boolean): void => {
    court.cycleDay = day;
    court.reopened = reopened;
    court.decidedOn = null;
    court.closed = false;
    court.outcome = null;
  };
  for (const { recordId, caseId, received, closings, told } of life.cases) {
    if (!told) continue;
    add('eoir.case', recordId, startOfDay(received), 60, (known) =>
      beginCycle(courtOf(known, caseId), received, false),
    );
    const closed = closings.at(-1);
    if (closed?.closed === true) {
      add('eoir.case', recordId, startOfDay(closed.on), 61, (known) => {
        courtOf(known, caseId).closed = true;
      });
    }
  }
  /** Days, by case, of failures to appear that the child has: whatever hearing it had then is the one it missed. */
  const missedOn = new Set<string>();
  for (const decision of life.decisions) {
    const { recordId, caseId, decided, motionCode } = decision;
    const at = startOfDay(decided);
    if (motionCode !== undefined) {
      const reopens = reopeningMotions.has(motionCode) && decision.decisionCode === 'G';
      add('eoir.decision', recordId, at, 62, (known) => {
        const court = courtOf(known, caseId);
        if (!reopens) return;
        beginCycle(court, decided, true);
        court.reopenedOn = decided;
        court.failures = [];
        court.missed = [];
      });
      continue;
    }
    if (isPassedOn(decision)) {
      add('eoir.decision', recordId, at, 61, (known) => courtOf(known, caseId));
      continue;
    }
    const weight =
      decision.inAbsentia === 'yes'
        ? IN_ABSENTIA
        : decision.otherCompletionCode === 'B'
          ? FAILED_TO_APPEAR
          : COMPLETED;
    add('eoir.decision', recordId, at, 61, (known) => {
      const court = courtOf(known, caseId);
      if (weight === COMPLETED) court.decidedOn = decided;
      else court.failures.push({ day: decided, weight });
    });
    if (weight === COMPLETED) continue;
    if (!unheard.has(keyOf('eoir.decision', recordId))) missedOn.add(dayInCase(decided, caseId));
    // The hour of the hearing that was missed, the last of that day; without one the whole day is in doubt.
    const hours = life.hearings.filter(mayBeMissed(decided, caseId, unheard)).map(hourOf);
    const hour = hours.length > 0 ? Math.max(...hours) : null;
    add('eoir.decision', recordId, hour ?? at, 65, (known) => {
      const { reopenedOn, missed } = courtOf(known, caseId);
      if (reopenedOn < decided) missed.push(hour ?? startOfDay(decided + 1) - 1);
    });
  }
  for (const { recordId, caseId, steps, hearingType } of life.hearings) {
    if (hearingType === ATTORNEY_DISCIPLINE) {
      // The court has something, and of the child no more than that.
      for (const { at, scheduledFor } of steps)
        add('eoir.hearing', recordId, Math.min(at, scheduledFor), 63, (known) => courtOf(known, caseId));
      continue;
    }
    for (const [index, { state, at, scheduledFor }] of steps.entries()) {
      const onCalendar = state === 'set' || state === 'moved';
      // Called off before its time, or over with it.
      const from = onCalendar ? at : Math.min(at, scheduledFor);
      add('eoir.hearing', recordId, from, 63, (known) => {
        const { calendar } = courtOf(known, caseId);
        // Moved in the end, and to no other time: for which it stands now nobody knows.
        const isLost =
          state === 'moved' && index === steps.length - 1 && calendar.get(recordId) === scheduledFor;
        if (onCalendar && !isLost) calendar.set(recordId, scheduledFor);
        else calendar.delete(recordId);
      });
    }
    const { state, scheduledFor, adjournmentCode } = steps.at(-1)!;
    const missed = adjournmentCode === '11';
    const wasHeld = state === 'held' && !didNotGoOn.has(adjournmentCode ?? '');
    const withoutIt = talks.includes(hearingType) || wasExcused(life, caseId, dayAt(scheduledFor), unheard);
    const appeared =
      wasHeld && !missed && !withoutIt && !missedOn.has(dayInCase(dayAt(scheduledFor), caseId));
    if (state === 'set' || state === 'moved' || (!missed && !appeared)) continue;
    add('eoir.hearing', recordId, scheduledFor, 64, (known) => {
      if (appeared && known.placement === 'died') return;
      courtOf(known, caseId).outcome = { at: scheduledFor, appeared };
      if (appeared) known.lastContact = Math.max(known.lastContact, scheduledFor);
    });
  }
  // Without a case or reopening that began a cycle the days before count too; a set hearing counts from its cycle's day on.
}

/** §6: the court had let the child stay away by then; to which hearings nobody knows. */
function wasExcused(
  { decisions }: Life,
  caseId: string | undefined,
  day: number,
  unheard: ReadonlySet<string>,
): boolean {
  return decisions.some(
    (ruling) =>
      ruling.motionCode === 'WV' &&
      ruling.decisionCode === 'G' &&
      ruling.caseId === caseId &&
      ruling.decided <= day &&
      !unheard.has(keyOf('eoir.decision', ruling.recordId)),
  );
}

function dayInCase(day: number, caseId = ''): string {
  return `${day} ${caseId}`;
}

function mayBeMissed(
  day: number,
  caseId: string | undefined,
  unheard: ReadonlySet<string>,
): (hearing: Hearing) => boolean {
  return (hearing) => {
    if (hearing.caseId !== caseId || hearing.hearingType === ATTORNEY_DISCIPLINE) return false;
    const { state, adjournmentCode } = hearing.steps.at(-1)!;
    const wentOn = state === 'set' || state === 'moved' || !didNotGoOn.has(adjournmentCode ?? '');
    return wentOn && dayAt(hourOf(hearing)) === day && !unheard.has(keyOf('eoir.hearing', hearing.recordId));
  };
}

function hourOf({ steps }: Hearing): number {
  return steps.at(-1)!.scheduledFor;
}

function isPassedOn({ otherCompletionCode, decisionCode, inAbsentia }: Life['decisions'][number]): boolean {
  if (inAbsentia === 'yes' || decisionCode !== undefined || otherCompletionCode === undefined) return false;
  return changeOfVenueOrTransfer.has(otherCompletionCode);
}

function addOutside(life: Life, add: Add): void {
  for (const { recordId, day, address } of life.hhsAddresses) {
    // Of the day of a release it corrects what the release said.
    const released = life.releases.map((one) => one.releasedAt).filter((moment) => dayAt(moment) === day);
    const at = Math.max(startOfDay(day), ...released);
    add('hhs.address', recordId, at, 11, (known) => (known.hhsAddress = { at, address }));
  }
  for (const { recordId, day, address } of life.courtAddresses) {
    const at = startOfDay(day);
    add('eoir.address-change', recordId, at, 10, (known) => (known.courtAddress = { at, address }));
  }
  for (const { recordId, attemptedAt, reached, livingWithSponsor } of life.calls) {
    add('hhs.wellbeing-call', recordId, attemptedAt, 20, (known) => {
      known.lastCall = { at: attemptedAt, reached: reached !== 'nobody' };
      // A sponsor that says it does not have the child has told nothing of it.
      const toldOf = reached !== 'sponsor' || livingWithSponsor !== 'no';
      if (reached === 'nobody') known.lastSign = Math.max(known.lastSign, attemptedAt);
      else if (toldOf) known.lastContact = Math.max(known.lastContact, attemptedAt);
    });
  }
  for (const { recordId, checkedOn, outcome } of life.checks) {
    add('ice.location-check', recordId, checkedOn, 21, (known) => {
      if (outcome === 'located') known.lastContact = Math.max(known.lastContact, checkedOn);
      if (outcome === 'not-located') known.lastSign = Math.max(known.lastSign, checkedOn);
    });
  }
}

function read(known: Known, at: number): Record<Dimension, string> {
  return {
    placement: known.placement,
    noticeToAppear: readNotice(known),
    court: readCourt(known),
    address: readAddress(known),
    contact: readContact(known, at),
    verification: readVerification(known),
  };
}

function readNotice({ documents }: Known): string {
  if (documents.size === 0) return 'none';
  return ['cancelled', '', 'issued', 'served', 'filed'][Math.max(...documents.values()) + 1]!;
}

/** Of several cases: who failed to appear in one did, and who is awaited in one is. */
const gravestFirst =
  'ordered-in-absentia failed-to-appear possible-failure-to-appear scheduled reopened appeared no-hearing completed'.split(
    ' ',
  );

function readCourt({ inCourt }: Known): string {
  const values = new Set([...inCourt.values()].map(readCase));
  return gravestFirst.find((value) => values.has(value)) ?? 'no-case';
}

function readCase(court: InCourt): string {
  const { failures, decidedOn, closed, outcome } = court;
  const ends = decidedOn === null ? failures : [...failures, { day: decidedOn, weight: COMPLETED }];
  if (ends.length > 0) {
    const last = ends.reduce((a, b) => (b.day > a.day || (b.day === a.day && b.weight > a.weight) ? b : a));
    return endings[last.weight]!;
  }
  if (closed) return 'completed';
  if (outcome?.appeared === false) return 'possible-failure-to-appear';
  const after = outcome?.at ?? Number.NEGATIVE_INFINITY;
  for (const moment of court.calendar.values())
    if (moment > after && dayAt(moment) >= court.cycleDay) return 'scheduled';
  if (outcome !== null) return 'appeared';
  return court.reopened ? 'reopened' : 'no-hearing';
}

function readAddress({ placement, hhsAddress, courtAddress }: Known): string {
  if (inGovernmentHands.has(placement)) return 'in-care';
  if (hhsAddress === null && courtAddress === null) return 'blank';
  const hhs = hhsAddress?.address.kind;
  const court = courtAddress?.address.kind;
  if (hhs === 'usable' && court === 'usable') {
    return hhsAddress?.address.place === courtAddress?.address.place ? 'usable' : 'conflicting';
  }
  if (hhs === 'usable') return 'usable';
  if (hhs === undefined) return court!;
  if (court === undefined) return hhs;
  if (court === 'usable' && courtAddress!.at === hhsAddress!.at) return court;
  return courtAddress!.at > hhsAddress!.at ? court : hhs;
}

/** §8: from day 30 on a call of that day or later is wanted. */
function readContact({ withSponsorSince, lastCall }: Known, at: number): string {
  if (withSponsorSince === null) return 'not-due';
  const days = (at - withSponsorSince) / DAY;
  const answers = days < 30 ? withSponsorSince : startOfDay(dayAt(withSponsorSince + 30 * DAY));
  if (lastCall !== null && lastCall.at >= answers) return lastCall.reached ? 'reached' : 'not-reached';
  return days < 30 ? 'not-due' : days < 37 ? 'due' : 'overdue';
}

/** Unverified, though no contact was lost: nobody ever knew anything of it. */
const NOTHING_KNOWN = 'nothing-known';

function readVerification({ inHhsCare, lastContact, lastSign, inCourt }: Known): string {
  if (inHhsCare) return 'verified';
  const failures = [...inCourt.values()].flatMap(({ missed }) => missed);
  const lost = Math.max(lastSign, ...failures);
  if (lastContact === lost && lost === Number.NEGATIVE_INFINITY) return NOTHING_KNOWN;
  return lastContact > lost ? 'verified' : 'unverified';
}
