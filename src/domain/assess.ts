import { agencyOfType } from '../contracts/envelope.ts';
import type { ObligationRuleId } from '../contracts/obligation.ts';
import type { Agency } from '../contracts/record.ts';
import type { ChildStatus, Discrepancy } from '../contracts/status.ts';
import { birthOf, type Birth } from './birth.ts';
import type { CaseFile } from './case-file.ts';
import { addressRuns } from './dimensions/address.ts';
import { contactRuns } from './dimensions/contact.ts';
import { courtFacts } from './dimensions/court-facts.ts';
import { courtRuns } from './dimensions/court.ts';
import { noticeToAppearRuns } from './dimensions/notice-to-appear.ts';
import { placementFacts, placementRuns } from './dimensions/placement.ts';
import { verificationRuns } from './dimensions/verification.ts';
import { isOfDuty } from './discrepancies/act-without-duty.ts';
import { contradictionsOf, type Contradiction } from './discrepancies/index.ts';
import { accountabilityOf, type AccountabilitySpan } from './accountability.ts';
import { factsOf, supersededOf } from './facts.ts';
import { momentText } from './instant.ts';
import { changesOf, dutiesOf, obligationAt, silencesOf, type OwedDuty } from './obligations/duties.ts';
import type { Policy } from './policy.ts';
import { runAt, sortedDistinct, type Run } from './runs.ts';

/** Every dimension of one child's status over all time, by what is known. */
export type Course = {
  placement: Array<Run<ChildStatus['placement']['value']>>;
  noticeToAppear: Array<Run<ChildStatus['noticeToAppear']['value']>>;
  court: Array<Run<ChildStatus['court']['value']>>;
  address: Array<Run<ChildStatus['address']['value']>>;
  contact: Array<Run<ChildStatus['contact']['value']>>;
  verification: Array<Run<ChildStatus['verification']['value']>>;
  birth: Birth | null;
  duties: OwedDuty[];
  contradictions: Contradiction[];
  accountability: AccountabilitySpan[];
};

export const dimensions = [
  'placement',
  'noticeToAppear',
  'court',
  'address',
  'contact',
  'verification',
] as const;

/** The values of all dimensions from one moment to the next. */
export type Interval = { from: number } & { [D in (typeof dimensions)[number]]: ChildStatus[D]['value'] };

/** A child's status over all time; `statusAt` reads a moment of it and `historyOf` all of it. */
export function courseOf(caseFile: CaseFile, policy: Policy): Course {
  const facts = factsOf(caseFile);
  const placements = placementFacts(facts);
  const superseded = supersededOf(caseFile);
  const court = courtFacts(facts, superseded);
  const birth = birthOf(caseFile);
  const runs = {
    placement: placementRuns(placements),
    noticeToAppear: noticeToAppearRuns(facts),
    court: courtRuns(court),
    address: addressRuns(facts, placements),
    contact: contactRuns(facts, placements, policy),
    verification: verificationRuns(facts, placements, court, birth),
  };
  const duties = dutiesOf(caseFile, { facts, placements, court, birth, superseded }, policy.rules);
  return {
    ...runs,
    birth,
    duties,
    contradictions: contradictionsOf(caseFile, facts, policy, {
      placements,
      addresses: runs.address,
      court,
      duties,
    }),
    accountability: accountabilityOf({ facts, placements, court, runs }),
  };
}

/**
 * One child's status at a moment: pure, so any order and any repetition of arrival gives the same bytes.
 * @param at milliseconds since 1970 UTC; what happens later does not count
 * @example assess(caseFile, currentPolicy, Date.parse('2026-11-24T00:00:00Z')).placement.value // 'released'
 */
export function assess(caseFile: CaseFile, policy: Policy, at: number): ChildStatus {
  return statusAt(caseFile, courseOf(caseFile, policy), policy, at);
}

export function statusAt(caseFile: CaseFile, course: Course, policy: Policy, at: number): ChildStatus {
  const [asOf, nextChangeAt] = bounds(course, at);
  const obligations = course.duties.map((duty) => obligationAt(duty, at));
  return {
    childId: caseFile.childId,
    policyVersion: policy.version,
    asOf: momentText(asOf),
    nextChangeAt: momentText(nextChangeAt),
    placement: answerAt(course.placement, at),
    noticeToAppear: answerAt(course.noticeToAppear, at),
    court: answerAt(course.court, at),
    address: answerAt(course.address, at),
    contact: answerAt(course.contact, at),
    verification: answerAt(course.verification, at),
    obligations,
    silences: silencesOf(course.duties, obligations),
    discrepancies: discrepanciesAt(course, at),
    links: caseFile.records.map(({ inUse, by }) => ({
      record: inUse.key,
      version: inUse.data.version,
      by,
      certainty: 'exact',
      voided: inUse.data.voided === true,
    })),
    freshness: freshnessOf(caseFile),
  };
}

/** What the status was, and without news will be, in each interval of time; the first begins with the first fact. */
export function historyOf(course: Course): Interval[] {
  const moments = sortedDistinct(dimensions.flatMap((name) => course[name].map((run) => run.from))).filter(
    Number.isFinite,
  );
  const intervals: Interval[] = [];
  for (const from of moments) {
    const next: Interval = {
      from,
      placement: runAt(course.placement, from).value,
      noticeToAppear: runAt(course.noticeToAppear, from).value,
      court: runAt(course.court, from).value,
      address: runAt(course.address, from).value,
      contact: runAt(course.contact, from).value,
      verification: runAt(course.verification, from).value,
    };
    const last = intervals.at(-1);
    if (last === undefined || dimensions.some((name) => last[name] !== next[name])) intervals.push(next);
  }
  return intervals;
}

/** The last moment up to `at`, and the first after it, at which anything in the status changes. */
function bounds(course: Course, at: number): [number, number] {
  let before = -Infinity;
  let after = Infinity;
  const look = (moment: number): void => {
    if (moment <= at) before = Math.max(before, moment);
    else after = Math.min(after, moment);
  };
  for (const name of dimensions) for (const { from } of course[name]) look(from);
  for (const duty of course.duties) for (const moment of changesOf(duty)) look(moment);
  for (const { from, until } of course.contradictions) for (const moment of [from, until]) look(moment);
  return [before, after];
}

/** The last moment up to `at` at which anything changed beside these duties and what is said of acts on them; -Infinity: none. */
export function lastChangeBeside(course: Course, duties: readonly ObligationRuleId[], at: number): number {
  const beside = {
    ...course,
    duties: course.duties.filter(({ rule }) => !duties.includes(rule.id)),
    contradictions: course.contradictions.filter((one) => !duties.some((duty) => isOfDuty(one, duty))),
  };
  return bounds(beside, at)[0];
}

function discrepanciesAt(course: Course, at: number): Discrepancy[] {
  return course.contradictions
    .filter(({ from, until }) => from <= at && at < until)
    .map(({ rule, records, owner, detail, from }) => ({
      rule,
      records,
      owner,
      detail,
      since: momentText(from),
    }));
}

function answerAt<V extends string>(runs: ReadonlyArray<Run<V>>, at: number) {
  const { value, since, basis, rule } = runAt(runs, at);
  return { value, since: momentText(since), basis: [...basis], rule };
}

function freshnessOf(caseFile: CaseFile): Record<Agency, string | null> {
  const freshness: Record<Agency, string | null> = { ice: null, hhs: null, eoir: null };
  for (const { inUse } of caseFile.records) {
    const agency = agencyOfType(inUse.type);
    const known = freshness[agency];
    if (known === null || inUse.data.recordedAt > known) freshness[agency] = inUse.data.recordedAt;
  }
  return freshness;
}
