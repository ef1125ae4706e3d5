import { dayAt, startOfDay } from '../calendar.ts';
import type { Hearing, Life } from '../life.ts';
import { reopeningMotions } from '../measures.ts';
import { keyOf } from '../sources.ts';
import type { Add, InCourt, Known } from './known.ts';

/** §6: the hearing did not go on, and that was not the child's doing. */
const didNotGoOn = new Set(
  '09 10 16 33 38 49 50 19 25 34 35 3A 3B 41 55 59 5A 64 74 8A 99 9A 9B 9C 9V'.split(' '),
);
/** §6: an attorney's own matter, and talks between the judge and attorneys. */
const ATTORNEY_DISCIPLINE = 'AT';
const talks = ['CN', 'CD', 'MT'];
/** §6: another court goes on with it. */
const changeOfVenueOrTransfer = new Set(['C', 'T']);

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

/**
 * What the court has done. Where no case or reopening began a cycle the days before count too; a hearing that is set counts from
 * its cycle's day on.
 */
export function addCourt(life: Life, add: Add, unheard: ReadonlySet<string>): void {
  addCases(life, add);
  const missedOn = addDecisions(life, add, unheard);
  addHearings(life, add, unheard, missedOn);
}

function beginCycle(court: InCourt, day: number, reopened: boolean): void {
  court.cycleDay = day;
  court.reopened = reopened;
  court.decidedOn = null;
  court.closed = false;
  court.outcome = null;
}

function addCases(life: Life, add: Add): void {
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
}

/** @returns days, by case, of failures to appear that the child has: whatever hearing it had then is the one it missed */
function addDecisions(life: Life, add: Add, unheard: ReadonlySet<string>): ReadonlySet<string> {
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
  return missedOn;
}

/** @param missedOn as `addDecisions` gives it */
function addHearings(
  life: Life,
  add: Add,
  unheard: ReadonlySet<string>,
  missedOn: ReadonlySet<string>,
): void {
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

/** Of several cases: who failed to appear in one did, and who is awaited in one is. */
const gravestFirst =
  'ordered-in-absentia failed-to-appear possible-failure-to-appear scheduled reopened appeared no-hearing completed'.split(
    ' ',
  );

export function readCourt({ inCourt }: Known): string {
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
