import { NO_SHOW } from '../../contracts/records/eoir.hearing.ts';
import type { Court } from '../../contracts/status.ts';
import { easternMidnight } from '../eastern.ts';
import { noneSuperseded, type Facts, type Superseded } from '../facts.ts';
import { hearingDay } from '../hearing-day.ts';
import { hearingTimes, type HearingTime } from '../hearing-times.ts';
import { childMustCome, isOfChild } from '../hearing-types.ts';
import { instantOf } from '../instant.ts';
import { courtCasesOf, type CourtCases } from './court-cases.ts';
import { placementFactAt, placementFacts } from './placement.ts';

/**
 * Motions whose grant takes a ruling back: to reopen, for an absence, for changed country conditions or else; to rescind, to set aside, to
 * vacate the judge's order (EOIR tblLookupMotionType).
 */
const reopeningMotions = new Set(['MA', 'MC', 'O', 'RD', 'SA', 'VO']);

/** Motions whose grant puts a case that was closed without a ruling on the merits back on the calendar; they take back no order. */
const calendarMotions = new Set(['C', 'CL']);

/** Its grant waives that the child, or its attorney, comes: to which hearings no record says (EOIR tblLookupMotionType; 8 CFR 1003.25(a)). */
const WAIVES_APPEARANCE = 'WV';

/** Other completions that decide nothing: administrative closure (A, K, M, Y), temporary protected status (P), failure to appear (B). */
const offCalendarCodes = new Set(['A', 'B', 'K', 'M', 'P', 'Y']);

/** Adjourned for no one's failure: custody, notice, interpreter, illness, home study, quarantine in detention (EOIR tblAdjournmentCodes). */
const noOnesFailure = ['09', '10', '16', '33', '38', '49', '50'];

/**
 * By their words no hearing was held at that time (EOIR tblAdjournmentCodes): the judge was away (19, 34, 35, 3A, 3B) or another one (64), the
 * court closed (59, 74) or given to a case of higher priority (25, 41), the hearing was brought forward (55, 5A, 9B), put off (9A), vacated or
 * off the calendar (9C, 9V), the case decided before (8A), or it was entered by mistake (99).
 */
const noHearing = '19 25 34 35 3A 3B 41 55 59 5A 64 74 8A 99 9A 9B 9C 9V'.split(' ');

const notHeldCodes = new Set([...noOnesFailure, ...noHearing]);

/**
 * Other completions that end no case: change of venue (8 CFR 1003.20) and transfer, after which the proceeding goes on in another
 * court. The same letters as a decision are others: conditional grant, terminated (EOIR tblLookupCourtDecision).
 */
const goesOnElsewhere = new Set(['C', 'T']);

/**
 * Case types that begin with a Notice to Appear: removal alone. The others begin with a referral (I-863), a notice of intent to rescind
 * or, before April 1997, an order to show cause (8 CFR 1003.13; EOIR tblLookupCaseType).
 */
const begunByNotice = new Set(['RMV']);

/** Whether the court's receipt of a case says that it has a Notice to Appear. */
export function beginsWithNotice({ caseType }: { caseType: string }): boolean {
  return begunByNotice.has(caseType);
}

/** Something that falls on a calendar day. */
interface Dated {
  key: string;
  day: string;
  from: number;
  /** The case that it is of (`courtCasesOf`). */
  of: string;
}

/** A case's own record says that it was closed, and not how. */
export const CLOSED = 'case-closed';

/** What ends a cycle; `rank` decides on one day. */
export interface Dispositive extends Dated {
  value: Extract<Court, 'completed' | 'failed-to-appear' | 'ordered-in-absentia'>;
  rule: string;
  rank: number;
  /** Closed by another completion, not decided: off the calendar until a motion is granted. */
  offCalendar: boolean;
}

/** A granted motion after which the proceeding goes on. */
export interface Reopening extends Dated {
  /** It takes back no order, but only that the case was closed. */
  ofClosingAlone: boolean;
}

export interface Outcome {
  key: string;
  day: string;
  at: number;
  of: string;
  appeared: boolean;
}

/** A hearing that is set, or of which nothing says that it did not go on at its time. */
export interface HearingOfDay {
  day: string;
  at: number;
  of: string;
}

/** A time for which a hearing is or was set. */
export interface PendingHearing extends HearingTime {
  key: string;
  day: string;
  of: string;
}

/** EOIR's records as facts of a proceeding (docs/domain.md §6). */
export interface CourtFacts {
  cases: Dated[];
  reopenings: Reopening[];
  /** Rulings that the proceeding goes on in another court. */
  moves: Dated[];
  dispositives: Dispositive[];
  outcomes: Outcome[];
  /** Hearings held when the child was dead, as HHS says: nobody appeared, or HHS is wrong (`alive-after-death`). */
  heldAfterDeath: Array<{ key: string; at: number }>;
  pending: PendingHearing[];
  /** Any of them may be one that the child missed. */
  goingOn: HearingOfDay[];
  /** Every record that shows EOIR has something, and from when. */
  known: Array<{ key: string; from: number; of: string }>;
  /** Which case any record is of; of a hearing, by key, `hearingsOf` says it. */
  of: CourtCases;
  hearingsOf: ReadonlyMap<string, string>;
}

export function courtFacts(facts: Facts, superseded: Superseded = noneSuperseded): CourtFacts {
  const of = courtCasesOf(facts);
  const hearingsOf = new Map<string, string>();
  const found: CourtFacts = {
    cases: [],
    reopenings: [],
    moves: [],
    dispositives: [],
    outcomes: [],
    heldAfterDeath: [],
    pending: [],
    goingOn: [],
    known: [],
    of,
    hearingsOf,
  };
  const granted: Granted[] = [];
  const waivers: Array<Pick<Dated, 'day' | 'of'>> = [];
  for (const { key, data } of facts['eoir.case']) {
    const from = easternMidnight(data.receivedOn);
    const itself = of.caseOfRecord(key, data.person.identifiers?.eoirCaseId);
    found.cases.push({ key, day: data.receivedOn, from, of: itself });
    found.known.push({ key, from, of: itself });
    if (data.closedOn !== undefined) found.dispositives.push(closing(key, data.closedOn, itself));
  }
  for (const { key, data } of facts['eoir.decision']) {
    const caseId = data.person.identifiers?.eoirCaseId;
    const day = data.decidedOn;
    const dated = { key, day, from: easternMidnight(day), of: of.caseOn(caseId, day) };
    found.known.push({ key, from: dated.from, of: dated.of });
    if (movesOn(data)) found.moves.push(dated);
    else if (data.motionCode === undefined) found.dispositives.push({ ...dated, ...rulingOf(data) });
    else if (data.decisionCode === 'G') {
      if (data.motionCode === WAIVES_APPEARANCE) waivers.push(dated);
      const ofClosingAlone = calendarMotions.has(data.motionCode);
      if (ofClosingAlone || reopeningMotions.has(data.motionCode))
        granted.push({ ...dated, ofClosingAlone, namesCase: caseId !== undefined });
    }
  }
  for (const one of granted) addReopenings(found, one);
  const endsOf = endsByCase(found);
  const isDeadAt = deathOf(facts);
  for (const { key, data } of facts['eoir.hearing']) {
    const at = instantOf(data.scheduledFor);
    const day = hearingDay(data, at);
    const times = hearingTimes(data, superseded.get(key));
    const from = Math.min(at, ...times.map(({ setAt }) => setAt));
    const hadEnded = (name: string, set: string): boolean =>
      endsOf(name).some((end) => end.day < set && end.goesOnAt > from);
    const ofCase = of.caseOfHearing(data.person.identifiers?.eoirCaseId, { setAt: from, day }, hadEnded);
    hearingsOf.set(key, ofCase);
    for (const time of times) {
      if (time.setAt < time.until && isOfChild(data))
        found.pending.push({
          key,
          day: time.scheduledFor === at ? day : hearingDay(data, time.scheduledFor),
          of: ofCase,
          ...time,
        });
    }
    found.known.push({ key, from, of: ofCase });
    if (!isOfChild(data)) continue;
    const isToCome = data.state === 'set' || data.state === 'moved';
    const wentOn = !notHeldCodes.has(data.adjournmentCode ?? '');
    if (isToCome || wentOn) found.goingOn.push({ day, at, of: ofCase });
    if (isToCome) continue;
    // Of the respondent or of the attorney: never more than possible.
    if (data.adjournmentCode === NO_SHOW) found.outcomes.push({ key, day, at, of: ofCase, appeared: false });
    else if (data.state === 'held' && wentOn) {
      // Completed at a hearing (8B) that the child did not come to: the court's word for an order in its absence.
      const missed = found.dispositives.some(
        (one) => one.value !== 'completed' && one.day === day && one.of === ofCase,
      );
      // Held without the child, as it may be: who was there nothing says.
      const mayStayAway = !childMustCome(data) || waivers.some((one) => one.day <= day && one.of === ofCase);
      if (missed || mayStayAway) continue;
      if (isDeadAt(at)) found.heldAfterDeath.push({ key, at });
      else found.outcomes.push({ key, day, at, of: ofCase, appeared: true });
    }
  }
  return found;
}

/** What ended a case, and when it went on after: looked up once, for children with many cases. */
function endsByCase(found: CourtFacts): (name: string) => ReadonlyArray<{ day: string; goesOnAt: number }> {
  const ends = new Map<string, Array<{ day: string; goesOnAt: number }>>();
  return (name) => {
    if (ends.size === 0)
      for (const end of found.dispositives) {
        const ofCase = ends.get(end.of) ?? [];
        ends.set(end.of, ofCase);
        ofCase.push({ day: end.day, goesOnAt: goesOnAt(found, end) });
      }
    return ends.get(name) ?? [];
  };
}

/** Whether the child's latest placement by a moment is that it died. */
function deathOf(facts: Facts): (at: number) => boolean {
  if (!facts['hhs.release'].some(({ data }) => data.dischargeType === 'died')) return () => false;
  const placements = placementFacts(facts);
  return (at) => placementFactAt(placements, at)?.value === 'died';
}

function movesOn(data: {
  decisionCode?: string | undefined;
  otherCompletionCode?: string | undefined;
  inAbsentia?: string | undefined;
  motionCode?: string | undefined;
}): boolean {
  if (data.motionCode !== undefined || data.inAbsentia === 'yes' || data.decisionCode !== undefined)
    return false;
  return goesOnElsewhere.has(data.otherCompletionCode ?? '');
}

function closing(key: string, day: string, of: string): Dispositive {
  const from = easternMidnight(day);
  return { key, day, from, of, value: 'completed', rule: CLOSED, rank: 0, offCalendar: false };
}

/** A granted motion, before it is known whether there is anything to take back. */
interface Granted extends Reopening {
  namesCase: boolean;
}

/** One that names no case reopens each that had ended by then: it says of none that it stays ended. */
function addReopenings(found: CourtFacts, { namesCase, ...one }: Granted): void {
  const ended = new Set<string>();
  if (!namesCase) for (const { day, of } of found.dispositives) if (day <= one.day) ended.add(of);
  for (const of of ended.size === 0 ? [one.of] : ended) {
    const reopening = { ...one, of };
    if (!one.ofClosingAlone || isOffCalendar(found.dispositives, reopening)) found.reopenings.push(reopening);
  }
}

/** Whether what ended a case last before a day, or on it, left it off the calendar. */
function isOffCalendar(dispositives: readonly Dispositive[], { day, of }: Reopening): boolean {
  let last: Dispositive | undefined;
  for (const one of dispositives) {
    // That its case was closed that day says nothing of how.
    if (one.day > day || one.rule === CLOSED || one.of !== of) continue;
    if (last === undefined || isLater(one, last)) last = one;
  }
  return last?.offCalendar === true;
}

/** Which of two ends is later; on one day the graver one, then the greater key. */
export function isLater(a: Dispositive, b: Dispositive): boolean {
  if (a.day !== b.day) return a.day > b.day;
  return a.rank === b.rank ? a.key > b.key : a.rank > b.rank;
}

function rulingOf(data: {
  decisionCode?: string | undefined;
  inAbsentia?: string | undefined;
  otherCompletionCode?: string | undefined;
}): Pick<Dispositive, 'value' | 'rule' | 'rank' | 'offCalendar'> {
  if (data.inAbsentia === 'yes')
    return { value: 'ordered-in-absentia', rule: 'in-absentia-order', rank: 2, offCalendar: false };
  const offCalendar = data.decisionCode === undefined && offCalendarCodes.has(data.otherCompletionCode ?? '');
  if (data.otherCompletionCode === 'B')
    return { value: 'failed-to-appear', rule: 'closed-for-failure-to-appear', rank: 1, offCalendar };
  return { value: 'completed', rule: 'decided', rank: 0, offCalendar };
}

/** When the proceeding goes on after an end, whatever it was: reopened, or received again (docs/domain.md §6); Infinity: never. */
export function goesOnAt(court: CourtFacts, ended: Dispositive): number {
  if (ended.value !== 'completed') return firstReopening(court, ended);
  let first = Infinity;
  for (const { of, day, from } of court.reopenings)
    if (of === ended.of && day >= ended.day) first = Math.min(first, from);
  for (const { of, day, from } of court.cases)
    if (of === ended.of && day > ended.day) first = Math.min(first, from);
  return first;
}

/** The granted reopenings that take a failure to appear back: those of its case, of its day or later. */
export function reopeningsOf(
  { reopenings }: CourtFacts,
  { day, of, offCalendar }: Dispositive,
): readonly Reopening[] {
  return reopenings.filter((one) => one.day >= day && (offCalendar || !one.ofClosingAlone) && one.of === of);
}

/** When the first of them was granted; Infinity: none was. */
export function firstReopening(court: CourtFacts, failure: Dispositive): number {
  let first = Infinity;
  for (const { from } of reopeningsOf(court, failure)) first = Math.min(first, from);
  return first;
}
