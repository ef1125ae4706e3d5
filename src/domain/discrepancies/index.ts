import type { AddressVerdict, Discrepancy } from '../../contracts/status.ts';
import { birthOf } from '../birth.ts';
import type { CaseFile } from '../case-file.ts';
import { addressRuns } from '../dimensions/address.ts';
import { courtFacts, type CourtFacts } from '../dimensions/court-facts.ts';
import { placementFacts, type PlacementFact } from '../dimensions/placement.ts';
import { supersededOf, type Facts } from '../facts.ts';
import { dutiesOf, type OwedDuty } from '../obligations/duties.ts';
import type { Policy } from '../policy.ts';
import type { Run } from '../runs.ts';
import { absentWhileInCare } from './absent-while-in-care.ts';
import { actWithoutDuty } from './act-without-duty.ts';
import { addressesDiffer } from './addresses-differ.ts';
import { ageAtHandOver } from './age-at-hand-over.ts';
import { aliveAfterDeath } from './alive-after-death.ts';
import { answerFromNobody } from './answer-from-nobody.ts';
import { callContradictsAddress } from './call-contradicts-address.ts';
import { careWithoutTransfer } from './care-without-transfer.ts';
import { caseOfCancelledNta } from './case-of-cancelled-nta.ts';
import { caseWithoutNta } from './case-without-nta.ts';
import { datesOutOfOrder } from './dates-out-of-order.ts';
import { glanceAt } from './glance.ts';
import { hearingAfterEnd } from './hearing-after-end.ts';
import { hereAfterDeparture } from './here-after-departure.ts';
import { inAbsentiaNotRemoved } from './in-absentia-not-removed.ts';
import { inCarePast18 } from './in-care-past-18.ts';
import { leftCareTwice } from './left-care-twice.ts';
import { ntaFiledWithoutCase } from './nta-filed-without-case.ts';
import { oneANumberTwoPeople } from './one-a-number-two-people.ts';
import { recordOfTwoSystems } from './record-of-two-systems.ts';
import { recordWaits } from './record-waits.ts';
import { recordedBeforeDone } from './recorded-before-done.ts';
import { releaseBeforeCustody } from './release-before-custody.ts';
import { returnWithoutTransfer } from './return-without-transfer.ts';
import type { ChildRecords, Contradiction, DiscrepancyRule } from './rule.ts';
import { sameEventOtherContent } from './same-event-other-content.ts';
import { sameVersionOtherContent } from './same-version-other-content.ts';
import { stayEndedWithoutRelease } from './stay-ended-without-release.ts';
import { stayOutlastsRelease } from './stay-outlasts-release.ts';
import { twoBirthDates } from './two-birth-dates.ts';
import { twoCountriesOfBirth } from './two-countries-of-birth.ts';

export type { Contradiction } from './rule.ts';

/** Every rule there is, by id; docs/domain.md defines each. */
export const discrepancyRules: readonly DiscrepancyRule[] = [
  absentWhileInCare,
  actWithoutDuty,
  addressesDiffer,
  ageAtHandOver,
  aliveAfterDeath,
  answerFromNobody,
  callContradictsAddress,
  careWithoutTransfer,
  caseOfCancelledNta,
  caseWithoutNta,
  datesOutOfOrder,
  hearingAfterEnd,
  hereAfterDeparture,
  inAbsentiaNotRemoved,
  inCarePast18,
  leftCareTwice,
  ntaFiledWithoutCase,
  oneANumberTwoPeople,
  recordOfTwoSystems,
  recordWaits,
  recordedBeforeDone,
  releaseBeforeCustody,
  returnWithoutTransfer,
  sameEventOtherContent,
  sameVersionOtherContent,
  stayEndedWithoutRelease,
  stayOutlastsRelease,
  twoBirthDates,
  twoCountriesOfBirth,
];

/**
 * Everything in a child's records that cannot all be true, with the span of time in which it shows; a moment's discrepancies
 * are those whose span it is in (`from` included, `until` not). Sorted by rule, records and `from`; arrival does not matter.
 * @param known what a rule may ask for, where it is known already
 */
export function contradictionsOf(
  caseFile: CaseFile,
  facts: Facts,
  policy: Policy,
  known: {
    placements?: readonly PlacementFact[];
    addresses?: ReadonlyArray<Run<AddressVerdict>>;
    court?: CourtFacts;
    duties?: readonly OwedDuty[];
  } = {},
): Contradiction[] {
  let { placements, court } = known;
  const child: ChildRecords = {
    caseFile,
    facts,
    policy,
    glance: glanceAt(caseFile),
    placements: () => (placements ??= placementFacts(facts)),
    addresses: () => known.addresses ?? addressRuns(facts, child.placements()),
    court: () => (court ??= courtFacts(facts, supersededOf(caseFile))),
    duties: () => known.duties ?? dutiesFrom(child),
  };
  const found: Contradiction[] = [];
  for (const rule of discrepancyRules) {
    for (const contradiction of rule.find(child)) found.push(contradiction);
  }
  return found.length > 1 ? found.sort(byRuleAndRecords) : found;
}

function dutiesFrom({ caseFile, facts, policy, placements, court }: ChildRecords): OwedDuty[] {
  const known = {
    facts,
    placements: placements(),
    court: court(),
    birth: birthOf(caseFile),
    superseded: supersededOf(caseFile),
  };
  return dutiesOf(caseFile, known, policy.rules);
}

/** What shows whatever the moment: one version or one event with two contents. */
export function discrepanciesOf(caseFile: CaseFile): Array<Omit<Discrepancy, 'since'>> {
  const glance = glanceAt(caseFile);
  return [sameVersionOtherContent, sameEventOtherContent]
    .flatMap((rule) => rule.find({ caseFile, glance } as ChildRecords))
    .map(({ rule, records, owner, detail }) => ({ rule, records, owner, detail }));
}

function byRuleAndRecords(a: Contradiction, b: Contradiction): number {
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  const first = a.records.join('\n');
  const second = b.records.join('\n');
  return first === second ? a.from - b.from : first < second ? -1 : 1;
}
