import type { DischargeType } from '../../contracts/records/hhs.release.ts';
import type { Placement } from '../../contracts/status.ts';
import type { Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import { lastOf, momentsOf, runsOf, type Run } from '../runs.ts';

/** Where each way of leaving ORR care leaves the child (docs/domain.md §4). */
const placementAfter: Record<DischargeType, Placement> = {
  'reunified-with-sponsor': 'released',
  'unaccompanied-refugee-minor-programme': 'released',
  'licensed-programme': 'released',
  'legal-status': 'released',
  'aged-out': 'aged-out',
  'age-redetermined': 'aged-out',
  'voluntary-departure': 'departed-us',
  'unauthorized-absence': 'left-care',
  'transferred-to-dhs': 'returned-to-dhs',
  'transferred-to-law-enforcement': 'law-enforcement',
  died: 'died',
};

/** Reasons for an end of care that some records give instead of where the child went: papers can end the care of a child that is away. */
export const reasonsForEndOfCare: ReadonlySet<DischargeType | undefined> = new Set<DischargeType>([
  'aged-out',
  'age-redetermined',
  'legal-status',
]);

/** A moment that puts the child somewhere. */
export interface PlacementFact {
  at: number;
  value: Placement;
  rule: string;
  key: string;
  /** Of a release. */
  dischargeType: DischargeType | undefined;
}

/** At one moment the later rule in this list wins. */
const order = ['apprehended', 'handed-to-hhs', 'admitted', 'discharged', 'handed-to-dhs'];

/** All placement facts, in the order in which they decide: the last one at or before a moment does. */
export function placementFacts(facts: Facts): PlacementFact[] {
  const found: PlacementFact[] = [];
  for (const { key, data } of facts['ice.custody-transfer']) {
    if (data.apprehendedAt !== undefined)
      found.push(fact(data.apprehendedAt, 'dhs-custody', 'apprehended', key));
    const handed = data.transferredAt;
    if (data.direction === 'to-hhs') found.push(fact(handed, 'hhs-care', 'handed-to-hhs', key));
    else found.push(fact(handed, 'returned-to-dhs', 'handed-to-dhs', key));
  }
  for (const { key, data } of facts['hhs.placement']) {
    found.push(fact(data.admittedAt, 'hhs-care', 'admitted', key));
  }
  for (const { key, data } of facts['hhs.release']) {
    const { dischargeType } = data;
    found.push(fact(data.releasedAt, placementAfter[dischargeType], 'discharged', key, dischargeType));
  }
  return found.sort(
    (a, b) => a.at - b.at || order.indexOf(a.rule) - order.indexOf(b.rule) || (a.key < b.key ? -1 : 1),
  );
}

function fact(
  at: string,
  value: Placement,
  rule: string,
  key: string,
  dischargeType?: DischargeType,
): PlacementFact {
  return { at: instantOf(at), value, rule, key, dischargeType };
}

/** The fact that decides at a moment. */
export function placementFactAt(sorted: readonly PlacementFact[], at: number): PlacementFact | undefined {
  let index = sorted.length - 1;
  while (index >= 0 && sorted[index]!.at > at) index -= 1;
  return sorted[index];
}

export function placementRuns(sorted: readonly PlacementFact[]): Array<Run<Placement>> {
  const placementAt = lastOf(sorted);
  return runsOf(momentsOf(sorted), (at) => {
    const placement = placementAt(at);
    return placement === undefined
      ? { value: 'unknown', rule: 'no-placement-record', basis: [] }
      : { value: placement.value, rule: placement.rule, basis: [placement.key] };
  });
}
