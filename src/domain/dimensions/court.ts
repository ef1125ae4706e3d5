import type { Court } from '../../contracts/status.ts';
import { runsOf, type Answer, type Run } from '../runs.ts';
import {
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
  for (const { setAt, until } of facts.pending) {
    moments.push(setAt);
    if (until !== Infinity) moments.push(until);
  }
  const cycleAt = cyclesOf(facts);
  return runsOf(moments, (at) => decide(facts, cycleAt(at), at));
}

interface Cycle {
  /** First day; '' where nothing began one, so every day belongs to it. */
  day: string;
  begunBy: 'reopening' | 'case' | 'nothing';
  keys: string[];
}

function decide(facts: CourtFacts, cycle: Cycle, at: number): Answer<Court> {
  const ended = dispositiveAt(facts.dispositives, cycle, at);
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
  if (pending !== undefined) return { value: 'scheduled', rule: 'hearing-set', basis: [pending.key] };
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

function dispositiveAt(all: readonly Dispositive[], cycle: Cycle, at: number): Dispositive | undefined {
  let latest: Dispositive | undefined;
  for (const one of all) {
    if (one.from > at || one.day < cycle.day) continue;
    if (cycle.begunBy === 'reopening' && one.day === cycle.day) continue;
    if (latest === undefined || isLater(one, latest)) latest = one;
  }
  return latest;
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

function pendingAt(
  all: readonly PendingHearing[],
  cycle: Cycle,
  outcome: Outcome | undefined,
  at: number,
): PendingHearing | undefined {
  let latest: PendingHearing | undefined;
  for (const one of all) {
    if (one.setAt > at || one.until <= at || one.day < cycle.day) continue;
    if (outcome !== undefined && one.scheduledFor <= outcome.at) continue;
    if (
      latest === undefined ||
      one.scheduledFor > latest.scheduledFor ||
      (one.scheduledFor === latest.scheduledFor && one.key > latest.key)
    ) {
      latest = one;
    }
  }
  return latest;
}
