import type { ObligationOwner, ObligationRuleId } from '../../contracts/obligation.ts';
import type { RecordType } from '../../contracts/records/index.ts';
import type { Birth } from '../birth.ts';
import type { CourtFacts } from '../dimensions/court-facts.ts';
import type { PlacementFact } from '../dimensions/placement.ts';
import { easternDay } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { addDays, endOfDay, endOfWorkingDays } from '../working-days.ts';

/**
 * How long a duty may take. hours, days: of a moment, a day being 24 hours. calendarDays, workingDays: to the end of that Eastern day,
 * the first one not counted (8 CFR 1001.1(h)). atOnce: nothing may pass. grace: days after the due moment before it is overdue.
 */
export type Due =
  | { hours: number }
  | { days: number; grace?: number }
  | { calendarDays: number }
  | { workingDays: number }
  | 'at-once';

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
  /** A record of this type is what has not come while it is overdue. */
  expects: RecordType | null;
  /** Eastern days; a duty that would start outside does not exist. */
  inForce: { from: string; to: string | null };
  duties(facts: DutyFacts, due: Due): Duty[];
}

/** What rules read. */
export interface DutyFacts {
  facts: Facts;
  placements: readonly PlacementFact[];
  court: CourtFacts;
  birth: Birth | null;
  /** When charging documents reached the child, or the court. */
  noticesServed: ReadonlyArray<{ key: string; at: number }>;
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
  return {
    owner,
    subject,
    opensAt,
    dueAt,
    overdueAt: dueAt + grace,
    escalatesAt: [],
    metAt: Infinity,
    metBy: [],
    lapsesAt: Infinity,
    lapsedBy: [],
    ...more,
  };
}

/** The moment from which on a duty that starts at a moment is late. */
export function dueFrom(start: number, due: Due): number {
  if (due === 'at-once') return start;
  if ('hours' in due) return start + due.hours * HOUR;
  if ('days' in due) return start + due.days * DAY;
  if ('calendarDays' in due) return endOfDay(addDays(easternDay(start), due.calendarDays));
  return endOfWorkingDays(start, due.workingDays);
}

/** A moment of a record, or never. */
export function momentOf(text: string | undefined): number {
  return text === undefined ? Infinity : Date.parse(text);
}

/** The earliest of some moments from a moment on, with its key. */
export function firstFrom(
  moments: ReadonlyArray<{ key: string; at: number }>,
  from: number,
): { metAt: number; metBy: string[] } {
  let first: { key: string; at: number } | undefined;
  for (const one of moments) {
    if (one.at < from) continue;
    if (first === undefined || one.at < first.at || (one.at === first.at && one.key < first.key)) first = one;
  }
  return first === undefined ? { metAt: Infinity, metBy: [] } : { metAt: first.at, metBy: [first.key] };
}

/** Where the child next is after a moment, which ends what was owed for where it was. */
export function nextPlacement(
  placements: readonly PlacementFact[],
  after: number,
): { lapsesAt: number; lapsedBy: string[] } {
  const next = placements.find((fact) => fact.at > after);
  return next === undefined
    ? { lapsesAt: Infinity, lapsedBy: [] }
    : { lapsesAt: next.at, lapsedBy: [next.key] };
}
