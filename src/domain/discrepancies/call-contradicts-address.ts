import type { HhsAddress } from '../../contracts/records/hhs.address.ts';
import type { HhsWellbeingCall } from '../../contracts/records/hhs.wellbeing-call.ts';
import { addressQuality, sameAddress } from '../address.ts';
import type { CaseFile, RecordAssertion } from '../case-file.ts';
import { placementFactAt, type PlacementFact } from '../dimensions/placement.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import { supersededOf, type Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import { none, sortedKeys, type Contradiction, type DiscrepancyRule } from './rule.ts';

/**
 * For `contact` someone was reached all the same. But the call says that the child is not where the records have it, and those
 * stay as they are until HHS says otherwise.
 */
export const callContradictsAddress: DiscrepancyRule = {
  id: 'call-contradicts-address',
  owner: 'HHS',
  why: 'a child lives in one place, and who was called says that it is not this one (ORR policy guide §6)',
  closedBy:
    'an address of HHS’s for the day of the call or later, or written down after it; another release, custody or care; a later call that says yes',
  find({ caseFile, facts, placements }) {
    let found: Contradiction[] | undefined;
    for (const { key, data } of facts['hhs.wellbeing-call']) {
      if (!saysNo(data)) continue;
      const at = instantOf(data.attemptedAt);
      const home = homeAt(facts, placements(), at);
      if (home === null || !contradicts(data, home)) continue;
      const until = answeredAt(caseFile, facts, placements(), {
        at,
        recorded: data.attemptedAt,
        since: home.since,
        isOfAddress: data.addressMatches === 'no',
      });
      if (until <= at) continue;
      (found ??= []).push({
        rule: 'call-contradicts-address',
        records: sortedKeys(key, home.key),
        owner: 'hhs',
        detail:
          'by the call the child no longer lives where this record says: say where it lives now, or correct either',
        from: at,
        until,
      });
    }
    return found ?? none;
  },
};

/** Who reached nobody was told nothing. */
function saysNo({ reached, livingWithSponsor, addressMatches }: HhsWellbeingCall): boolean {
  return reached !== 'nobody' && (livingWithSponsor === 'no' || addressMatches === 'no');
}

/** Who lives with the sponsor may do so at another address: of that one the sponsor alone says nothing. */
function saysYes(call: HhsWellbeingCall, isOfAddress: boolean): boolean {
  if (call.reached === 'nobody' || saysNo(call)) return false;
  return call.addressMatches === 'yes' || (!isOfAddress && call.livingWithSponsor === 'yes');
}

/** Only of a release to a sponsor do the records say that the child lives with one. */
function contradicts({ livingWithSponsor, addressMatches }: HhsWellbeingCall, home: Home): boolean {
  return (home.isWithSponsor && livingWithSponsor === 'no') || (!home.isBlank && addressMatches === 'no');
}

interface Home {
  key: string;
  isWithSponsor: boolean;
  isBlank: boolean;
  /** The Eastern day of the release after which the child lives there. */
  since: string;
}

/** The record of HHS's that says where a child lives at a moment; null where it is not released. */
function homeAt(facts: Facts, placements: readonly PlacementFact[], at: number): Home | null {
  const last = placementFactAt(placements, at);
  if (last?.value !== 'released' && last?.value !== 'aged-out') return null;
  const release = facts['hhs.release'].find(({ key }) => key === last.key)!;
  const since = easternDay(last.at);
  const day = easternDay(at);
  let [key, address, from] = [release.key, release.data.address, since];
  for (const one of facts['hhs.address']) {
    const { effectiveOn } = one.data;
    // Of one day the greater key counts, and the lists are sorted by it.
    if (effectiveOn >= from && effectiveOn < day)
      [key, address, from] = [one.key, one.data.address, effectiveOn];
  }
  const isWithSponsor = last.dischargeType === 'reunified-with-sponsor';
  return { key, since, isWithSponsor, isBlank: address === undefined || addressQuality(address) === 'blank' };
}

/** When HHS answered a call, whatever it said then; -Infinity: with a day before the call. */
function answeredAt(
  caseFile: CaseFile,
  facts: Facts,
  placements: readonly PlacementFact[],
  call: { at: number; recorded: string; since: string; isOfAddress: boolean },
): number {
  let first = placements.find((fact) => fact.at > call.at)?.at ?? Infinity;
  const day = easternDay(call.at);
  for (const { key, data } of facts['hhs.address']) {
    if (data.effectiveOn >= day) first = Math.min(first, easternMidnight(data.effectiveOn));
    else if (data.effectiveOn >= call.since && data.recordedAt > call.recorded)
      if (firstWritten(data, supersededOf(caseFile).get(key)) > call.recorded) return -Infinity;
  }
  for (const { data } of facts['hhs.wellbeing-call']) {
    const at = instantOf(data.attemptedAt);
    if (at > call.at && saysYes(data, call.isOfAddress)) first = Math.min(first, at);
  }
  return first;
}

/** When HHS first wrote an address down: a version that says the same again, or corrects something else, answers nothing. */
function firstWritten({ address, recordedAt }: HhsAddress, lower: readonly RecordAssertion[] = none): string {
  let first = recordedAt;
  for (const { type, data } of lower)
    if (type === 'hhs.address' && data.voided !== true && sameAddress(data.address, address))
      if (data.recordedAt < first) first = data.recordedAt;
  return first;
}
