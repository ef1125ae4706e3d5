import type { Court } from '../../contracts/status.ts';
import { runsOf, type Answer, type Run } from '../runs.ts';
import {
  CLOSED,
  firstReopening,
  isLater,
  type CourtFacts,
  type Dispositive,
  type Outcome,
  type PendingHearing,
} from './court-facts.ts';

/** docs/domain.md §6: the present cycle's disposition, else its latest outcome, else what is set. */
export function courtRuns(facts: CourtFacts): Array<Run<Court>> {
  const moments: number[] = [];
  // Cases and decisions, and so reopenings, are known from the day that they change something.
  for (const { from } of facts.known) moments.push(from);
  for (const { from } of facts.dispositives) moments.push(from);
  for (const { at } of facts.outcomes) moments.push(at);
  for (const { setAt, scheduledFor, until } of facts.pending) {
    // With its time the next one may be another.
    moments.push(setAt, scheduledFor);
    if (until !== Infinity) moments.push(until);
  }
  const cases = byCase(facts).map((one) => ({ one, ends: endsOf(one), cycleAt: cyclesOf(one) }));
  return runsOf(moments, (at) =>
    gravest(
      cases.map(({ one, ends, cycleAt }) => decide(one, ends, cycleAt(at), at)),
      at,
    ),
  );
}

/** Of several cases the first of these is shown: a failure to appear, then what is pending, then what is over. */
const gravestFirst: readonly Court[] = [
  'ordered-in-absentia',
  'failed-to-appear',
  'possible-failure-to-appear',
  'scheduled',
  'reopened',
  'appeared',
  'no-hearing',
  'completed',
  'no-case',
];

function gravest(answers: readonly OfCase[], at: number): Answer<Court> {
  if (answers.length === 1) return answers[0]!;
  const value = gravestFirst.find((court) => answers.some((one) => one.value === court))!;
  let shown = answers.filter((one) => one.value === value);
  if (value === 'scheduled') {
    const next = shown.map((one) => one.scheduledFor!).reduce((a, b) => (isNextBefore(b, a, at) ? b : a));
    shown = shown.filter((one) => one.scheduledFor === next);
  }
  // A decision says more than that a case was closed.
  const rule = (shown.find((one) => one.rule !== CLOSED) ?? shown[0]!).rule;
  const basis = shown.flatMap((one) => (one.rule === rule ? one.basis : []));
  return { value, rule, basis: [...new Set(basis)].sort() };
}

/** The facts of each case, as if the child had no other. */
function byCase(facts: CourtFacts): CourtFacts[] {
  const names = new Set(facts.known.map(({ of }) => of));
  if (names.size <= 1) return [facts];
  return [...names].map((name) => {
    const isOfIt = ({ of }: { of: string }): boolean => of === name;
    return {
      cases: facts.cases.filter(isOfIt),
      reopenings: facts.reopenings.filter(isOfIt),
      moves: facts.moves.filter(isOfIt),
      dispositives: facts.dispositives.filter(isOfIt),
      outcomes: facts.outcomes.filter(isOfIt),
      heldAfterDeath: facts.heldAfterDeath,
      pending: facts.pending.filter(isOfIt),
      goingOn: facts.goingOn.filter(isOfIt),
      known: facts.known.filter(isOfIt),
      of: facts.of,
      hearingsOf: facts.hearingsOf,
    };
  });
}

/** What ended a case, and when that was taken back whatever begins after; Infinity: never. */
interface End extends Dispositive {
  curedAt: number;
}

function endsOf(facts: CourtFacts): End[] {
  return facts.dispositives.map((one) => ({
    ...one,
    curedAt: one.value === 'completed' ? Infinity : firstReopening(facts, one),
  }));
}

interface Cycle {
  /** First day; '' where nothing began one, so every day belongs to it. */
  day: string;
  begunBy: 'reopening' | 'case' | 'nothing';
  keys: string[];
}

/** Of a hearing that is set, when. */
interface OfCase extends Answer<Court> {
  scheduledFor?: number;
}

function decide(facts: CourtFacts, ends: readonly End[], cycle: Cycle, at: number): OfCase {
  const ended = endAt(ends, cycle, at);
  if (ended !== undefined) return { value: ended.value, rule: ended.rule, basis: [ended.key] };
  const outcome = outcomeAt(facts.outcomes, cycle, at);
  if (outcome?.appeared === false) {
    return {
      value: 'possible-failure-to-appear',
      rule: 'no-show-of-respondent-or-attorney',
      basis: [outcome.key],
    };
  }
  const pending = pendingAt(facts.pending, cycle, outcome, at);
  if (pending !== undefined) {
    const { key, scheduledFor } = pending;
    return { value: 'scheduled', rule: 'hearing-set', basis: [key], scheduledFor };
  }
  if (outcome !== undefined) return { value: 'appeared', rule: 'hearing-held', basis: [outcome.key] };
  if (cycle.begunBy === 'reopening') return { value: 'reopened', rule: 'reopened', basis: cycle.keys };
  const basis = cycle.begunBy === 'case' ? cycle.keys : knownAt(facts, at);
  return basis.length > 0
    ? { value: 'no-hearing', rule: 'case-without-hearing', basis }
    : { value: 'no-case', rule: 'no-eoir-record', basis };
}

function knownAt(facts: CourtFacts, at: number): string[] {
  const keys: string[] = [];
  for (const { key, from } of facts.known) if (from <= at) keys.push(key);
  return keys.sort();
}

/** The cycle at each of the moments asked, which must ascend. Of what begins on one day a reopening comes last. */
function cyclesOf({ cases, reopenings }: CourtFacts): (at: number) => Cycle {
  const beginnings = [
    ...cases.map((one) => ({ ...one, begunBy: 'case' as const })),
    ...reopenings.map((one) => ({ ...one, begunBy: 'reopening' as const })),
  ];
  if (beginnings.length > 1) beginnings.sort((a, b) => a.from - b.from);
  let cycle: Cycle = { day: '', begunBy: 'nothing', keys: [] };
  let next = 0;
  return (at) => {
    for (; next < beginnings.length && beginnings[next]!.from <= at; next += 1) {
      const { day, begunBy, key } = beginnings[next]!;
      const joins = day === cycle.day && begunBy === cycle.begunBy;
      cycle = { day, begunBy, keys: joins ? [...cycle.keys, key] : [key] };
    }
    return cycle;
  };
}

/** A failure to appear stands until it is reopened: that the court received the case again takes nothing of it back. */
function endAt(all: readonly End[], cycle: Cycle, at: number): End | undefined {
  let latest: End | undefined;
  for (const one of all) {
    if (one.from > at || (one.value === 'completed' ? isOver(one, cycle) : one.curedAt <= at)) continue;
    if (latest === undefined || saysMore(one, latest)) latest = one;
  }
  return latest;
}

function isOver({ day }: End, cycle: Cycle): boolean {
  return day < cycle.day || (cycle.begunBy === 'reopening' && day === cycle.day);
}

/** That a case was closed says nothing of how: it decides where nothing else ended the case. */
export function saysMore(a: Dispositive, b: Dispositive): boolean {
  if ((a.rule === CLOSED) !== (b.rule === CLOSED)) return b.rule === CLOSED;
  return isLater(a, b);
}

function outcomeAt(all: readonly Outcome[], cycle: Cycle, at: number): Outcome | undefined {
  let latest: Outcome | undefined;
  for (const one of all) {
    if (one.at > at || one.day < cycle.day) continue;
    if (latest === undefined || one.at > latest.at || (one.at === latest.at && one.key > latest.key))
      latest = one;
  }
  return latest;
}

/** The next one; where the time of all has passed and no outcome came, the last. At one moment the greater key. */
function pendingAt(
  all: readonly PendingHearing[],
  cycle: Cycle,
  outcome: Outcome | undefined,
  at: number,
): PendingHearing | undefined {
  let first: PendingHearing | undefined;
  for (const one of all) {
    if (one.setAt > at || one.until <= at || one.day < cycle.day) continue;
    if (outcome !== undefined && one.scheduledFor <= outcome.at) continue;
    if (first === undefined || comesBefore(one, first, at)) first = one;
  }
  return first;
}

function comesBefore(a: PendingHearing, b: PendingHearing, at: number): boolean {
  if (a.scheduledFor === b.scheduledFor) return a.key > b.key;
  return isNextBefore(a.scheduledFor, b.scheduledFor, at);
}

/** Of two times the one that comes next, else the one that passed last. */
function isNextBefore(a: number, b: number, at: number): boolean {
  const [aIsToCome, bIsToCome] = [a > at, b > at];
  if (aIsToCome !== bIsToCome) return aIsToCome;
  return aIsToCome ? a < b : a > b;
}
