import { DAY, dayAt, HOUR, onDay, startOfDay, workingDay } from './calendar.ts';
import {
  type CourtCase,
  type Decision,
  type Hearing,
  type HearingStep,
  type Life,
  type Notice,
  type Telling,
} from './life.ts';
import type { Random } from './random.ts';
import * as shares from './shares.ts';

/** From the court's receipt of the notice to the end: hearings, decisions, reopenings. Days as in the life. */
export function liveInCourt(telling: Telling, received: number, notice: Notice | null): void {
  const { random, until } = telling;
  if (received >= dayAt(until)) return;
  const courtCase = openCase(telling, received, notice);
  if (random.chance(0.08)) return;
  goOn(telling, courtCase, onDay(received, random.between(9, 16)), random.between(40, 420));
}

/** The same, with the first decision for a hearing missed on a day, and that decision reopened on another (null: left to chance). */
export function liveToMiss(
  telling: Telling,
  received: number,
  notice: Notice,
  missedOn: number,
  reopenedOn: number | null,
): void {
  const { random } = telling;
  const courtCase = openCase(telling, received, notice);
  const decision = hearAndMiss(telling, courtCase, onDay(received, random.between(9, 16)), missedOn);
  if (decision === null) return;
  const reopened =
    reopenedOn === null ? moveToReopen(telling, courtCase, decision) : reopen(telling, courtCase, reopenedOn);
  if (reopened !== null) goOnReopened(telling, courtCase, reopened);
}

function openCase(telling: Telling, received: number, notice: Notice | null): CourtCase {
  const { life, random, nextId } = telling;
  const courtCode = notice?.courtCode ?? random.weighted(shares.courts);
  const courtCase: CourtCase = {
    recordId: nextId('CASE'),
    received,
    caseType: random.weighted(shares.caseTypes),
    courtCode,
    closings: [],
    told: !random.chance(0.004),
  };
  if (life.cases.length > 0) courtCase.caseId = nextCaseId(life);
  if (notice === null || random.chance(0.8)) courtCase.ntaIssued = notice?.issued ?? received - 30;
  const juvenile = random.share();
  if (juvenile < 0.85)
    courtCase.juvenileCode = juvenile < 0.6 ? 'UJ' : juvenile < 0.75 ? 'J' : juvenile < 0.8 ? 'J2' : 'J1';
  if (!random.chance(shares.PRIORITY_MISSING)) courtCase.casePriority = 'UC';
  life.cases.push(courtCase);
  return courtCase;
}

/** A new notice begins a new case. */
export function nextCaseId({ ids, cases }: Life): string {
  return `${ids.eoirCaseId}-${cases.length + 1}`;
}

/** Hearings up to a decision, and again when it is reopened. */
function goOn(telling: Telling, courtCase: CourtCase, setAt: number, ahead: number, reopenings = 0): void {
  if (reopenings > 2) return;
  const ended = hear(telling, courtCase, setAt, ahead);
  if (ended === null) return;
  const reopened = moveToReopen(telling, courtCase, ended);
  if (reopened !== null) goOnReopened(telling, courtCase, reopened, reopenings + 1);
}

function goOnReopened(telling: Telling, courtCase: CourtCase, reopened: number, reopenings = 1): void {
  const { random } = telling;
  if (random.chance(0.3)) return;
  const setAt = onDay(workingDay(reopened + random.between(1, 30)), random.between(9, 16));
  goOn(telling, courtCase, setAt, random.between(30, 300), reopenings);
}

/** Up to two hearings held, then one missed on the day; the decision, or null where it would come after the end. */
function hearAndMiss(
  telling: Telling,
  courtCase: CourtCase,
  firstSetAt: number,
  missedOn: number,
): Decision | null {
  const { random } = telling;
  const first = dayAt(firstSetAt);
  const before = missedOn - first > 200 ? random.between(0, 2) : 0;
  let setAt = firstSetAt;
  for (let count = 1; count <= before; count++) {
    const day = first + Math.floor(((missedOn - first) * count) / (before + 1));
    const hearing = newHearing(telling, courtCase, setAt, day);
    const { scheduledFor } = hearing.steps[0]!;
    happen(hearing, 'held', scheduledFor, random.weighted(shares.heldCodes));
    setAt = scheduledFor + random.between(1, 72) * HOUR;
  }
  const hearing = newHearing(telling, courtCase, setAt, missedOn);
  return miss(telling, courtCase, hearing, FAILED);
}

/** Hearing after hearing until a decision; the decision, or null where there is none yet. */
function hear(
  telling: Telling,
  courtCase: CourtCase,
  firstSetAt: number,
  firstAhead: number,
): Decision | null {
  const { random, until } = telling;
  let setAt = firstSetAt;
  let ahead = firstAhead;
  for (let count = 0; count < 7; count++) {
    if (setAt > until) return null;
    const hearing = setHearing(telling, courtCase, setAt, ahead);
    const last = hearing.steps.at(-1)!;
    if (last.scheduledFor > until) return random.chance(0.01) ? decideEarly(telling, courtCase, setAt) : null;
    // Now and then no outcome is ever written down.
    if (random.chance(0.02)) return null;
    const turn = random.share();
    const day = dayAt(last.scheduledFor);
    if (turn < 0.15) {
      const decision = miss(telling, courtCase, hearing);
      if (decision !== null) return decision;
    } else if (turn < 0.36) {
      const early = random.chance(0.15) ? random.between(1, 10) * DAY : 0;
      const at = Math.max(last.at + HOUR, last.scheduledFor - early);
      happen(hearing, 'not-held', Math.min(at, last.scheduledFor), random.weighted(shares.notHeldCodes));
    } else {
      const decides = random.chance(0.22 + count * 0.1);
      const code =
        decides || random.chance(shares.ADJOURNMENT_MISSING) ? undefined : random.weighted(shares.heldCodes);
      happen(hearing, 'held', last.scheduledFor, code);
      const decision = decides ? decide(telling, courtCase, day) : null;
      if (decides && !goesOnElsewhere(decision)) return decision;
      if (!decides) otherMotion(telling, courtCase, day);
    }
    if (random.chance(0.12)) return null;
    setAt = last.scheduledFor + random.between(1, 72) * HOUR;
    ahead = random.between(30, 380);
  }
  return null;
}

function newHearing(
  { life, random, nextId }: Telling,
  courtCase: CourtCase,
  setAt: number,
  day: number,
): Hearing {
  const hearing: Hearing = {
    recordId: nextId('HRG'),
    hearingType: random.weighted(shares.hearingTypes),
    locationCode: courtCase.courtCode,
    steps: [{ state: 'set', at: setAt, scheduledFor: hearingHour(random, day) }],
  };
  if (courtCase.caseId !== undefined) hearing.caseId = courtCase.caseId;
  if (!random.chance(shares.MEDIUM_MISSING)) hearing.medium = random.weighted(shares.media);
  if (!random.chance(shares.NOTICE_CODE_MISSING)) hearing.noticeCode = random.pick(shares.noticeCodes);
  life.hearings.push(hearing);
  return hearing;
}

function setHearing(telling: Telling, courtCase: CourtCase, setAt: number, ahead: number): Hearing {
  const { random, until } = telling;
  const hearing = newHearing(telling, courtCase, setAt, dayAt(setAt) + ahead);
  if (random.chance(0.12)) {
    const { scheduledFor } = hearing.steps[0]!;
    const at = setAt + Math.floor((scheduledFor - setAt) / 2);
    const day =
      dayAt(scheduledFor) +
      (random.chance(0.2) ? -random.between(1, Math.floor(ahead / 3)) : random.between(5, 120));
    if (at <= until) hearing.steps.push({ state: 'moved', at, scheduledFor: hearingHour(random, day) });
  }
  return hearing;
}

function happen(hearing: Hearing, state: 'held' | 'not-held', at: number, code: string | undefined): void {
  const { scheduledFor } = hearing.steps.at(-1)!;
  const step: HearingStep = { state, at, scheduledFor };
  if (code !== undefined) step.adjournmentCode = code;
  hearing.steps.push(step);
}

/** The share of missed hearings that end in an order in absentia or a closing for failure to appear. */
const FAILED = 0.82;

/** Nobody came: an order in absentia, a closing for failure to appear, or (never where `upTo` is FAILED) another date. */
function miss(telling: Telling, courtCase: CourtCase, hearing: Hearing, upTo = 1): Decision | null {
  const { random } = telling;
  const { scheduledFor } = hearing.steps.at(-1)!;
  happen(hearing, random.chance(0.8) ? 'not-held' : 'held', scheduledFor, '11');
  const day = dayAt(scheduledFor);
  const turn = random.share() * upTo;
  if (turn < 0.68) {
    const decision = write(telling, courtCase, day, { decisionCode: 'X', inAbsentia: 'yes' });
    if (decision !== null && random.chance(0.05)) decision.otherCompletionCode = 'B';
    if (decision !== null) close(telling, courtCase, day, 0);
    return decision;
  }
  if (turn < FAILED) {
    const decision = write(telling, courtCase, day + random.between(0, 14), { otherCompletionCode: 'B' });
    if (decision !== null) close(telling, courtCase, decision.decided, 0);
    return decision;
  }
  return null;
}

function decide(telling: Telling, courtCase: CourtCase, day: number): Decision | null {
  const { random } = telling;
  if (random.chance(0.02)) {
    // The case was closed and nothing says how.
    if (day < dayAt(telling.until)) courtCase.closings.push({ on: day, closed: true });
    return null;
  }
  const said: Partial<Decision> = random.chance(shares.OTHER_COMPLETION)
    ? { otherCompletionCode: random.weighted(shares.otherCompletions) }
    : { decisionCode: random.weighted(shares.decisionCodes) };
  if (random.chance(0.75)) said.inAbsentia = 'no';
  const decision = write(telling, courtCase, day + (random.chance(0.8) ? 0 : random.between(1, 60)), said);
  if (decision !== null && !goesOnElsewhere(decision))
    close(telling, courtCase, decision.decided, random.between(0, 6));
  return decision;
}

/** A change of venue or a transfer: the next hearing is another court's. */
function goesOnElsewhere(decision: Decision | null): boolean {
  return decision?.otherCompletionCode === 'C' || decision?.otherCompletionCode === 'T';
}

/** Off the calendar, before the hearing that stays set. */
function decideEarly(telling: Telling, courtCase: CourtCase, setAt: number): Decision | null {
  const { random } = telling;
  const decision = write(telling, courtCase, dayAt(setAt) + random.between(5, 20), {
    otherCompletionCode: 'A',
    inAbsentia: 'no',
  });
  if (decision !== null) close(telling, courtCase, decision.decided, 2);
  return decision;
}

function close({ random, until }: Telling, courtCase: CourtCase, day: number, later: number): void {
  const on = day + later;
  if (random.chance(0.55) && on < dayAt(until)) courtCase.closings.push({ on, closed: true });
}

/** Motions to reopen; the day of a granted one, or null. */
function moveToReopen(telling: Telling, courtCase: CourtCase, decision: Decision): number | null {
  const { random, until } = telling;
  const missed = decision.inAbsentia === 'yes' || decision.otherCompletionCode === 'B';
  if (missed && random.chance(0.015)) return reopen(telling, courtCase, decision.decided);
  if (!random.chance(missed ? 0.16 : 0.02)) return null;
  let day = workingDay(decision.decided + random.between(20, 280));
  for (let tries = 0; tries < 2; tries++) {
    if (startOfDay(day) > until) return null;
    if (random.chance(shares.REOPENING_GRANTED)) return reopen(telling, courtCase, day);
    write(telling, courtCase, day, {
      motionCode: random.weighted(shares.reopeningMotions),
      decisionCode: random.chance(0.9) ? 'D' : 'W',
    });
    day = workingDay(day + random.between(15, 200));
  }
  return null;
}

function reopen(telling: Telling, courtCase: CourtCase, day: number): number | null {
  const motionCode = telling.random.weighted(shares.reopeningMotions);
  const ruling = write(telling, courtCase, day, { motionCode, decisionCode: 'G' });
  if (ruling === null) return null;
  // Some courts clear the closing; in others' systems the old day stays.
  if (courtCase.closings.at(-1)?.closed === true && telling.random.chance(0.6)) {
    courtCase.closings.push({ on: day, closed: false });
  }
  return day;
}

function otherMotion(telling: Telling, courtCase: CourtCase, day: number): void {
  const { random } = telling;
  if (!random.chance(0.05)) return;
  write(telling, courtCase, workingDay(day + random.between(1, 25)), {
    motionCode: random.pick(shares.otherMotions),
    decisionCode: random.weighted(shares.rulings),
  });
}

function write(
  { life, until, nextId }: Telling,
  { caseId }: CourtCase,
  decided: number,
  said: Partial<Decision>,
): Decision | null {
  if (decided >= dayAt(until)) return null;
  const decision: Decision = { recordId: nextId('DEC'), decided, ...said };
  if (caseId !== undefined) decision.caseId = caseId;
  life.decisions.push(decision);
  return decision;
}

/** A hearing's hour: half past eight to three, on a working day. */
function hearingHour(random: Random, day: number): number {
  return onDay(workingDay(day), random.between(17, 30) / 2);
}
