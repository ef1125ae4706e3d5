import { birthday } from '../birth.ts';
import { hhsCare } from '../dimensions/hhs-care.ts';
import { placementFactAt, type PlacementFact } from '../dimensions/placement.ts';
import { easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import { sortByMoment } from '../runs.ts';
import { addDays, endOfDay } from '../working-days.ts';
import { duty, lapse, type Moment, type ObligationRule } from './rule.ts';

const DAYS_BEFORE = 14;

/**
 * A child without a sponsor (category 4) that is in ORR care two weeks before it turns 18 needs a plan by then. The plan itself may
 * not be shared with DHS (form R-9) and is never taken in: HHS says by an acknowledgement that it is there.
 */
export const ageOutPlan: ObligationRule = {
  id: 'age-out-plan',
  title: 'Have a plan for the day a child without a sponsor turns 18',
  owners: ['hhs'],
  authority: 'ORR form R-9 (OMB 0970-0552)',
  severity: 'high',
  starts:
    'fourteen days before the 18th birthday, in care, sponsor category 4 by the last placement or release until that birthday that says one',
  due: { calendarDays: 0 },
  metBy: 'HHS’s acknowledgement that there is a plan; it lapses where the child leaves care',
  metByAcknowledgement: true,
  expects: [],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, placements, birth }, due) {
    if (birth === null) return [];
    const turns18 = birthday(birth.earliest, 18);
    const subject = withoutSponsorSince(facts, endOfDay(turns18));
    if (subject === undefined) return [];
    const day = addDays(turns18, -DAYS_BEFORE);
    const opensAt = easternMidnight(day);
    const end = endOfDay(day);
    if (placementFactAt(placements, end - 1)?.value !== 'hhs-care') return [];
    const left = careLeft(facts, placements, end - 1);
    if (left !== undefined && left.at < end) return [];
    return [duty('hhs', subject, opensAt, due, lapse(left))];
  },
};

/**
 * When the care in which a child is placed at a moment ends, or has ended: by its next placement elsewhere or, where no record says where it
 * went, by the end of its last stay (docs/domain.md §9).
 */
function careLeft(facts: Facts, placements: readonly PlacementFact[], at: number): Moment | undefined {
  const elsewhere = placements.find((fact) => fact.at > at && fact.value !== 'hhs-care');
  if (elsewhere !== undefined) return elsewhere;
  const last = hhsCare(facts, placements, null).at(-1);
  return last === undefined || last.endedBy === null ? undefined : { key: last.endedBy, at: last.until };
}

/**
 * The record since which HHS says category 4; none where the last category that it said is another. What it says of a release after
 * the child turned 18 is of an adult: it changes nothing of what was owed.
 */
function withoutSponsorSince(facts: Facts, before: number): string | undefined {
  const said = [
    ...facts['hhs.placement'].map(({ key, data }) => ({
      key,
      at: instantOf(data.admittedAt),
      category: data.sponsorCategory,
    })),
    ...facts['hhs.release'].map(({ key, data }) => ({
      key,
      at: instantOf(data.releasedAt),
      category: data.sponsorCategory,
    })),
  ].filter(({ category, at }) => category !== undefined && at < before);
  sortByMoment(said);
  let since: string | undefined;
  for (const { key, category } of said) since = category === '4' ? (since ?? key) : undefined;
  return since;
}
