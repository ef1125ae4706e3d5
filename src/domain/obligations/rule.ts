import type { ObligationOwner, ObligationRuleId } from '../../contracts/obligation.ts';
import type { Due } from '../../contracts/policy.ts';
import type { RecordType } from '../../contracts/records/index.ts';
import type { Birth } from '../birth.ts';
import { beginsWithNotice, type CourtFacts } from '../dimensions/court-facts.ts';
import type { NoticeServed } from '../dimensions/notice-to-appear.ts';
import { placementFactAt, type PlacementFact } from '../dimensions/placement.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import type { Facts, Superseded } from '../facts.ts';
import { instantOf } from '../instant.ts';
import { addDays, endOfDay, endOfWorkingDays } from '../working-days.ts';

/** A duty as data: who owes it by what authority, and the reading of the records that says when it starts and is met. */
export interface ObligationRule {
  id: ObligationRuleId;
  title: string;
  owners: readonly ObligationOwner[];
  /** Statute, regulation, form or policy; "house rule" where none sets the time. */
  authority: string;
  /** How much harm a child can come to while it is overdue. */
  severity: 'high' | 'medium' | 'low';
  /** In words, for the catalogue and docs. */
  starts: string;
  due: Due;
  metBy: string;
  /** Its owner's acknowledgement meets it, since what would meet it is never taken in. */
  metByAcknowledgement?: true;
  /** What has not come while it is overdue: a record of this type; of several, that of the agency whose duty it is. */
  expects: readonly RecordType[];
  /** Eastern days, the first and the last (null: it still is); a duty that would start outside does not exist. */
  inForce: { from: string; to: string | null };
  duties(facts: DutyFacts, due: Due): Duty[];
}

/** What rules read. */
export interface DutyFacts {
  superseded: Superseded;
  facts: Facts;
  placements: readonly PlacementFact[];
  court: CourtFacts;
  birth: Birth | null;
  /** When charging documents reached the child, or the court. */
  noticesServed: readonly NoticeServed[];
}

/** One duty over all time. Milliseconds since 1970 UTC; Infinity: never, as far as is known. */
export interface Duty {
  owner: ObligationOwner;
  /** Key of the record that starts it. */
  subject: string;
  opensAt: number;
  dueAt: number;
  overdueAt: number;
  /** Further moments at which it gets worse while it is not closed. */
  escalatesAt: readonly number[];
  metAt: number;
  metBy: readonly string[];
  /** From then on it no longer applies. */
  lapsesAt: number;
  lapsedBy: readonly string[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A duty that starts at a moment, or on a day, and is neither met nor lapsed unless `more` says so. */
export function duty(
  owner: ObligationOwner,
  subject: string,
  opensAt: number,
  due: Due,
  more: Partial<Duty> = {},
): Duty {
  const dueAt = more.dueAt ?? dueFrom(opensAt, due);
  const grace = typeof due === 'object' && 'days' in due ? (due.grace ?? 0) * DAY : 0;
  // Field by field, not by spreading: one shape for all, and this is on the way of every status.
  return {
    owner,
    subject,
    opensAt,
    dueAt,
    overdueAt: more.overdueAt ?? dueAt + grace,
    escalatesAt: more.escalatesAt ?? noMoments,
    metAt: more.metAt ?? Infinity,
    metBy: more.metBy ?? noKeys,
    lapsesAt: more.lapsesAt ?? Infinity,
    lapsedBy: more.lapsedBy ?? noKeys,
  };
}
const noMoments: readonly number[] = [];
const noKeys: readonly string[] = [];

/** The moment at which the time of a duty that starts at a moment is over. */
export function dueFrom(start: number, due: Due): number {
  if (due === 'at-once') return start;
  if ('hours' in due) return start + due.hours * HOUR;
  if ('days' in due) return start + due.days * DAY;
  if ('calendarDays' in due) return endOfDay(addDays(easternDay(start), due.calendarDays));
  return endOfWorkingDays(start, due.workingDays);
}

/** Whether it is due at the end of a day, whose last moment is the one before. */
export function isEndOfDay(due: Due): boolean {
  return typeof due === 'object' && ('calendarDays' in due || 'workingDays' in due);
}

/** A moment of a record, or never. */
export function momentOf(text: string | undefined): number {
  return text === undefined ? Infinity : instantOf(text);
}

/** A record's key with a moment of it. */
export interface Moment {
  key: string;
  at: number;
}

/** A moment at which something was told; Infinity where that is before there was anything to tell. */
export function notBefore(event: number, told: number): number {
  return told < event ? Infinity : told;
}

/** When the court received Notices to Appear: cases that begin with another document say nothing of one. */
export function noticesReceived(facts: Facts): Moment[] {
  return facts['eoir.case']
    .filter(({ data }) => beginsWithNotice(data))
    .map(({ key, data }) => ({ key, at: easternMidnight(data.receivedOn) }));
}

/** The earliest of some moments from a moment on, with its key. */
export function firstFrom(
  moments: readonly Moment[],
  from: number,
): { metAt: number; metBy: readonly string[] } {
  let first: Moment | undefined;
  for (const one of moments) {
    if (one.at < from) continue;
    if (first === undefined || one.at < first.at || (one.at === first.at && one.key < first.key)) first = one;
  }
  return first === undefined ? { metAt: Infinity, metBy: noKeys } : { metAt: first.at, metBy: [first.key] };
}

/** The beginning of an Eastern day of a record, or never. */
export function dayOf(text: string | undefined): number {
  return text === undefined ? Infinity : easternMidnight(text);
}

/** What a duty lapses by, if anything. */
export function lapse(by: Moment | undefined): {
  lapsesAt: number;
  lapsedBy: readonly string[];
} {
  return by === undefined || by.at === Infinity
    ? { lapsesAt: Infinity, lapsedBy: noKeys }
    : { lapsesAt: by.at, lapsedBy: [by.key] };
}

/** Where the child next is after a release, which ends what was owed for it; also at the same moment, by the order of placements. */
export function placementAfterRelease(
  placements: readonly PlacementFact[],
  key: string,
): PlacementFact | undefined {
  const release = placements.findIndex((fact) => fact.key === key && fact.rule === 'discharged');
  return placements[release + 1];
}

/** When the government has the child again after a release; papers that end the care of a child that is away don't bring it back. */
export function custodyAfterRelease(
  placements: readonly PlacementFact[],
  key: string,
): PlacementFact | undefined {
  const release = placements.findIndex((fact) => fact.key === key && fact.rule === 'discharged');
  return placements.find((fact, index) => index > release && custody.has(fact.value));
}

/**
 * When the child next came into the government's hands, from outside them, after a moment; then its whereabouts are known. A move
 * within them is none.
 */
export function nextCustody(placements: readonly PlacementFact[], after: number): PlacementFact | undefined {
  let wasHeld = false;
  for (const [index, fact] of placements.entries()) {
    // Of one moment the last fact decides.
    if (placements[index + 1]?.at === fact.at) continue;
    const isHeld = custody.has(fact.value);
    if (fact.at > after && isHeld && !wasHeld) return fact;
    wasHeld = isHeld;
  }
  return undefined;
}

/** Whether the government has the child at a moment. */
export function isHeldAt(placements: readonly PlacementFact[], at: number): boolean {
  const placement = placementFactAt(placements, at);
  return placement !== undefined && custody.has(placement.value);
}

const custody = new Set<PlacementFact['value']>([
  'dhs-custody',
  'hhs-care',
  'returned-to-dhs',
  'law-enforcement',
]);

/** Whether a child is where no duty reaches it: it died, or left the country. */
export function isGone({ value }: PlacementFact): boolean {
  return value === 'died' || value === 'departed-us';
}
