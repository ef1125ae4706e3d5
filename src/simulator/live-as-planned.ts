import { dayAt, dayOfText, workingDay } from './calendar.ts';
import type { Notice, Telling } from './life.ts';
import { liveInCourt, liveToMiss } from './live-in-court.ts';
import { beginNotice, fileNotice, serveNotice } from './notices.ts';
import { auditDays, type Plan } from './plan.ts';

/** Of those without a service: a notice was written and lies there. */
const ISSUED_ONLY = 0.2;

/**
 * The Notice to Appear and the court of a child whose plan says more than that it was served in time. Guided so that nearly every life
 * comes out as planned; wentAsPlanned has the last word.
 *
 * @returns false where chance can decide as without a plan.
 */
export function liveAsPlanned(telling: Telling, plan: Plan, arrived: number): boolean {
  if (plan.notice === 'never') liveUnserved(telling, arrived);
  else if (plan.notice === 'late') liveServedLate(telling, arrived);
  else if (plan.failure === 'none') return false;
  else liveToFail(telling, plan.failure, arrived);
  return true;
}

function liveUnserved(telling: Telling, arrived: number): void {
  const { random, until } = telling;
  if (!random.chance(ISSUED_ONLY)) return;
  const issued = workingDay(arrived + random.between(0, 240));
  if (issued < dayAt(until)) beginNotice(telling, issued);
}

/** Served between the audit's two days, some long after the notice was written. */
function liveServedLate(telling: Telling, arrived: number): void {
  const { random, until } = telling;
  const served = workingDay(
    random.between(dayOfText(auditDays.firstNotices) + 1, dayOfText(auditDays.lastNotices) - 2),
  );
  const issued = random.chance(0.7) ? served - random.between(0, 20) : random.between(arrived, served);
  const notice = beginNotice(telling, Math.max(arrived, issued));
  serveNotice(telling, notice, served);
  const filed = workingDay(served + random.between(3, 90));
  if (!random.chance(0.82) || filed >= dayAt(until)) return;
  fileNotice(telling, notice, filed);
  liveInCourt(telling, workingDay(filed + random.between(0, 9)), notice);
}

/** Days that the order for a missed hearing may take. */
const ORDER_TAKES = 16;
/** Between the hand-over and the missed hearing, at least. */
const WAY_TO_COURT = 150;

function liveToFail(telling: Telling, failure: 'lasting' | 'cured' | 'new', arrived: number): void {
  const { random } = telling;
  const first = dayOfText(auditDays.firstFailures);
  const last = dayOfText(auditDays.lastFailures);
  const earliest = failure === 'new' ? Math.max(first + 1, arrived + WAY_TO_COURT) : arrived + WAY_TO_COURT;
  const missedOn = random.between(earliest, (failure === 'new' ? last : first) - ORDER_TAKES);
  const notice = bringToCourt(telling, arrived, missedOn);
  const received = workingDay(notice.filed! + random.between(0, 9));
  const reopenedOn = failure === 'cured' ? workingDay(random.between(first + 1, last - 2)) : null;
  liveToMiss(telling, received, notice, workingDay(missedOn), reopenedOn);
}

/** Issued, served and filed within the first half of the days until then. */
function bringToCourt(telling: Telling, arrived: number, missedOn: number): Notice {
  const { random } = telling;
  const within = (share: number, most: number): number =>
    random.between(0, Math.min(most, Math.floor((missedOn - arrived) * share)));
  const notice = beginNotice(
    telling,
    workingDay(arrived + (random.chance(0.6) ? within(0.1, 4) : within(0.1, 240))),
  );
  const served = workingDay(notice.issued + within(0.2, 90));
  serveNotice(telling, notice, served);
  fileNotice(telling, notice, workingDay(served + 3 + within(0.15, 87)));
  return notice;
}
