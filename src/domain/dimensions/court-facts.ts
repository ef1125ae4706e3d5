import { NO_SHOW } from '../../contracts/records/eoir.hearing.ts';
import type { Court } from '../../contracts/status.ts';
import { easternMidnight } from '../eastern.ts';
import { noneSuperseded, type Facts, type Superseded } from '../facts.ts';
import { hearingDay } from '../hearing-day.ts';
import { hearingTimes, type HearingTime } from '../hearing-times.ts';
import { instantOf } from '../instant.ts';

/** Motions whose grant reopens a proceeding: in-absentia reopening, reopening, rescission (EOIR tblLookupMotionType). */
const reopeningMotions = new Set(['MA', 'O', 'RD']);

/** Adjourned for no one's failure: custody, notice, interpreter, illness, home study (EOIR tblAdjournmentCodes). */
const notHeldCodes = new Set(['09', '10', '16', '33', '38', '49']);

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
}

/** What ends a cycle; `rank` decides on one day. */
export interface Dispositive extends Dated {
  value: Extract<Court, 'completed' | 'failed-to-appear' | 'ordered-in-absentia'>;
  rule: string;
  rank: number;
}

export interface Outcome {
  key: string;
  day: string;
  at: number;
  appeared: boolean;
}

/** A time for which a hearing is or was set. */
export interface PendingHearing extends HearingTime {
  key: string;
  day: string;
}

/** EOIR's records as facts of a proceeding (docs/domain.md §6). */
export interface CourtFacts {
  cases: Dated[];
  reopenings: Dated[];
  /** Rulings that the proceeding goes on in another court. */
  moves: Dated[];
  dispositives: Dispositive[];
  outcomes: Outcome[];
  pending: PendingHearing[];
  /** Every record that shows EOIR has something, and from when. */
  known: Array<{ key: string; from: number }>;
}

export function courtFacts(facts: Facts, superseded: Superseded = noneSuperseded): CourtFacts {
  const found: CourtFacts = {
    cases: [],
    reopenings: [],
    moves: [],
    dispositives: [],
    outcomes: [],
    pending: [],
    known: [],
  };
  for (const { key, data } of facts['eoir.case']) {
    const from = easternMidnight(data.receivedOn);
    found.cases.push({ key, day: data.receivedOn, from });
    found.known.push({ key, from });
    if (data.closedOn !== undefined) found.dispositives.push(closing(key, data.closedOn));
  }
  for (const { key, data } of facts['eoir.decision']) {
    const dated = { key, day: data.decidedOn, from: easternMidnight(data.decidedOn) };
    found.known.push({ key, from: dated.from });
    if (movesOn(data)) found.moves.push(dated);
    else if (data.motionCode === undefined) found.dispositives.push({ ...dated, ...rulingOf(data) });
    else if (reopeningMotions.has(data.motionCode) && data.decisionCode === 'G') found.reopenings.push(dated);
  }
  for (const { key, data } of facts['eoir.hearing']) {
    const at = instantOf(data.scheduledFor);
    const day = hearingDay(data, at);
    let from = at;
    for (const time of hearingTimes(data, superseded.get(key))) {
      from = Math.min(from, time.setAt);
      if (time.setAt < time.until)
        found.pending.push({
          key,
          day: time.scheduledFor === at ? day : hearingDay(data, time.scheduledFor),
          ...time,
        });
    }
    found.known.push({ key, from });
    if (data.state === 'set' || data.state === 'moved') continue;
    // Of the respondent or of the attorney: never more than possible.
    if (data.adjournmentCode === NO_SHOW) found.outcomes.push({ key, day, at, appeared: false });
    else if (data.state === 'held' && !notHeldCodes.has(data.adjournmentCode ?? '')) {
      found.outcomes.push({ key, day, at, appeared: true });
    }
  }
  return found;
}

function closing(key: string, day: string): Dispositive {
  return { key, day, from: easternMidnight(day), value: 'completed', rule: 'case-closed', rank: 0 };
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

function rulingOf(data: {
  inAbsentia?: string | undefined;
  otherCompletionCode?: string | undefined;
}): Pick<Dispositive, 'value' | 'rule' | 'rank'> {
  if (data.inAbsentia === 'yes') return { value: 'ordered-in-absentia', rule: 'in-absentia-order', rank: 2 };
  if (data.otherCompletionCode === 'B')
    return { value: 'failed-to-appear', rule: 'closed-for-failure-to-appear', rank: 1 };
  return { value: 'completed', rule: 'decided', rank: 0 };
}

/** The first granted reopening of a day or later, which takes back a failure to appear of that day; Infinity: none. */
export function firstReopening({ reopenings }: CourtFacts, day: string): number {
  let first = Infinity;
  for (const one of reopenings) if (one.day >= day) first = Math.min(first, one.from);
  return first;
}
