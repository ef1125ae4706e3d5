import { dayAt, startOfDay } from './calendar.ts';
import type { Life } from './life.ts';
import { keyOf } from './sources.ts';
import { addCourt, readCourt } from './truth/court.ts';
import { addCustody, leaveCare } from './truth/custody.ts';
import { nothingKnown, type Add, type Fact, type Known } from './truth/known.ts';
import { addNotices, readNotice } from './truth/notices.ts';
import { addOutside, NOTHING_KNOWN, readAddress, readContact, readVerification } from './truth/outside.ts';

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

function factsOf(life: Life, unheard: ReadonlySet<string>, ofAgeAt: number): Fact[] {
  const facts: Fact[] = [];
  const add: Add = (type, recordId, at, rank, learn) => {
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
