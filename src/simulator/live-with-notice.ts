import { dayAt, workingDay } from './calendar.ts';
import { liveAsPlanned } from './live-as-planned.ts';
import type { Notice, Telling } from './life.ts';
import { liveInCourt } from './live-in-court.ts';
import { beginNotice, fileNotice, serveNotice } from './notices.ts';
import * as shares from './shares.ts';

/** The Notice to Appear and, where it was filed, the court. */
export function liveWithNotice(telling: Telling): void {
  const { life, random } = telling;
  const first = life.transfers[0];
  if (first === undefined || life.identity === 'never') return;
  if (telling.plan !== null && liveAsPlanned(telling, telling.plan, dayAt(first.transferredAt))) return;
  const turn = random.share() * (telling.plan === null ? 1 : SERVED);
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

function issueNotice(telling: Telling, issued: number, serves: boolean): Notice | null {
  const { random, until } = telling;
  const last = dayAt(until) - 1;
  if (issued > last) return null;
  const notice = beginNotice(telling, issued);
  if (!serves) return notice;
  const served = workingDay(issued + (random.chance(0.5) ? random.between(0, 2) : random.between(3, 90)));
  if (served > last) return notice;
  serveNotice(telling, notice, served);
  if (!random.chance(0.82)) return notice;
  const filed = workingDay(served + random.between(3, 90));
  if (filed <= last) fileNotice(telling, notice, filed);
  return notice;
}

function cancelNotice({ random, until }: Telling, notice: Notice): void {
  const day = (notice.filed ?? notice.served ?? notice.issued) + random.between(0, 200);
  if (day < dayAt(until)) notice.cancelled = day;
}
