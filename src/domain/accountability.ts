import type { NoticeToAppear, Placement, Verification } from '../contracts/status.ts';
import { addressQuality } from './address.ts';
import { firstReopening, type CourtFacts } from './dimensions/court-facts.ts';
import { isWithoutNotice } from './dimensions/notice-to-appear.ts';
import type { PlacementFact } from './dimensions/placement.ts';
import { easternDay } from './eastern.ts';
import type { Facts } from './facts.ts';
import type { Run } from './runs.ts';

/** The counts of the auditors' table (docs/audit.md). */
export const accountabilityMeasures = [
  'transferred',
  'no-notice-to-appear',
  'failed-to-appear',
  'unusable-address',
  'unverified',
] as const;
export type AccountabilityMeasure = (typeof accountabilityMeasures)[number];

/** A span of time in which a child belongs to a count. Milliseconds; `to` is no longer part of it. */
export interface AccountabilitySpan {
  measure: AccountabilityMeasure;
  /** Hand-overs to HHS by then, each `<fiscal year>:<ERO area>`, earliest first, joined by semicolons. */
  cohort: string;
  from: number;
  to: number;
}

interface Range {
  from: number;
  to: number;
}

/** Where a child stands in the auditors' table over all time; nothing before its first hand-over to HHS. */
export function accountabilityOf(known: {
  facts: Facts;
  placements: readonly PlacementFact[];
  court: CourtFacts;
  runs: {
    placement: ReadonlyArray<Run<Placement>>;
    noticeToAppear: ReadonlyArray<Run<NoticeToAppear>>;
    verification: ReadonlyArray<Run<Verification>>;
  };
}): AccountabilitySpan[] {
  const cohorts = cohortsOf(known.facts);
  if (cohorts.length === 0) return [];
  const always = [{ from: -Infinity, to: Infinity }];
  const ranges: Record<AccountabilityMeasure, readonly Range[]> = {
    transferred: always,
    'no-notice-to-appear': rangesOf(known.runs.noticeToAppear, isWithoutNotice),
    'failed-to-appear': failuresOf(known.court),
    'unusable-address': unusableAddresses(known.facts),
    unverified: both(
      rangesOf(known.runs.placement, ({ value }) => value === 'released'),
      rangesOf(known.runs.verification, ({ value }) => value === 'unverified'),
    ),
  };
  return accountabilityMeasures.flatMap((measure) =>
    cohorts.flatMap(({ cohort, ...span }) =>
      both(ranges[measure], [span]).map((range) => ({ measure, cohort, ...range })),
    ),
  );
}

/** The ERO area of the latest hand-over to HHS; null before any. */
export function latestOfficeOf(spans: readonly AccountabilitySpan[]): string | null {
  const latest = spans.findLast(({ measure }) => measure === 'transferred');
  return latest === undefined ? null : latest.cohort.slice(latest.cohort.lastIndexOf(':') + 1);
}

/** From each hand-over to HHS on, those so far. */
function cohortsOf(facts: Facts): Array<Range & { cohort: string }> {
  const handOvers = facts['ice.custody-transfer']
    .filter(({ data }) => data.direction === 'to-hhs')
    .map(({ key, data }) => ({ key, at: Date.parse(data.transferredAt), office: data.fieldOffice }))
    .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
  const cohorts: Array<Range & { cohort: string }> = [];
  const names: string[] = [];
  handOvers.forEach(({ at, office }, index) => {
    const name = `${fiscalYearOf(at)}:${office}`;
    names.push(name);
    const to = handOvers[index + 1]?.at ?? Infinity;
    if (to > at) cohorts.push({ cohort: names.join(';'), from: at, to });
  });
  return cohorts;
}

/** A federal fiscal year begins on 1 October, Eastern, and is named by the year in which it ends (31 USC 1102). */
export function fiscalYearOf(moment: number): number {
  const day = easternDay(moment);
  return Number(day.slice(0, 4)) + (day.slice(5) >= '10-01' ? 1 : 0);
}

function failuresOf(court: CourtFacts): Range[] {
  const failures = court.dispositives
    .filter((found) => found.value !== 'completed')
    .map((failure) => ({ from: failure.from, to: firstReopening(court, failure) }));
  return merged(failures);
}

/** By the release record alone: what HHS corrected later does not undo that the release address was unusable. */
function unusableAddresses(facts: Facts): Range[] {
  const releases = facts['hhs.release']
    .filter(({ data }) => data.dischargeType === 'reunified-with-sponsor')
    .map(({ key, data }) => ({ key, at: Date.parse(data.releasedAt), address: data.address ?? {} }))
    .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
  return releases
    .map(({ at, address }, index) => ({ address, from: at, to: releases[index + 1]?.at ?? Infinity }))
    .filter(({ address, from, to }) => to > from && addressQuality(address) !== 'usable')
    .map(({ from, to }) => ({ from, to }));
}

function rangesOf<V extends string>(runs: ReadonlyArray<Run<V>>, holds: (run: Run<V>) => boolean): Range[] {
  return merged(
    runs
      .map((run, index) => ({ run, from: run.from, to: runs[index + 1]?.from ?? Infinity }))
      .filter(({ run }) => holds(run))
      .map(({ from, to }) => ({ from, to })),
  );
}

/** Ranges that touch or overlap as one; in order. */
function merged(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    if (to <= from) continue;
    const last = result.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** The time that two sets of ranges share; each set is in order and without overlaps. */
function both(some: readonly Range[], others: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const one of some) {
    for (const other of others) {
      const range = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
      if (range.to > range.from) result.push(range);
    }
  }
  return result;
}
