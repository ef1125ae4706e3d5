import type { Address } from '../../contracts/address.ts';
import type { AddressVerdict } from '../../contracts/status.ts';
import { judgeAddress, sameAddress, type AddressQuality } from '../address.ts';
import { easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { runsOf, type Answer, type Run } from '../runs.ts';
import { placementFactAt, type PlacementFact } from './placement.ts';

interface AssertedAddress {
  key: string;
  at: number;
  address: Address;
  quality: AddressQuality;
  /** Why it is that: `<quality>:<reason>`. */
  rule: string;
}

const noRelease = new Set(['unknown', 'died']);
const inCare = new Set(['dhs-custody', 'hhs-care', 'returned-to-dhs', 'law-enforcement']);

/** docs/domain.md §7: HHS's latest address and the court's, each judged; both usable and different is a conflict. */
export function addressRuns(facts: Facts, placements: readonly PlacementFact[]): Array<Run<AddressVerdict>> {
  const hhs = sorted([
    ...facts['hhs.release'].map(({ key, data }) =>
      asserted(key, Date.parse(data.releasedAt), data.address ?? {}),
    ),
    ...facts['hhs.address'].map(({ key, data }) =>
      asserted(key, easternMidnight(data.effectiveOn), data.address),
    ),
  ]);
  const court = sorted(
    facts['eoir.address-change'].map(({ key, data }) =>
      asserted(key, easternMidnight(data.receivedOn), data.address),
    ),
  );
  const moments = [...placements, ...hhs, ...court].map((found) => found.at);
  return runsOf(moments, (at) => {
    const placement = placementFactAt(placements, at);
    if (placement === undefined || noRelease.has(placement.value)) {
      return { value: 'in-care', rule: 'no-release', basis: placement === undefined ? [] : [placement.key] };
    }
    if (inCare.has(placement.value))
      return { value: 'in-care', rule: 'in-government-care', basis: [placement.key] };
    return verdict(lastAt(hhs, at), lastAt(court, at));
  });
}

function verdict(
  hhs: AssertedAddress | undefined,
  court: AssertedAddress | undefined,
): Answer<AddressVerdict> {
  if (hhs?.quality === 'usable' && court?.quality === 'usable' && !sameAddress(hhs.address, court.address)) {
    return { value: 'conflicting', rule: 'addresses-differ', basis: [hhs.key, court.key].sort() };
  }
  const usable = [hhs, court].filter((one) => one?.quality === 'usable').map((one) => one!);
  if (usable.length > 0)
    return { value: 'usable', rule: usable[0]!.rule, basis: usable.map((one) => one.key).sort() };
  const later = court !== undefined && (hhs === undefined || court.at > hhs.at) ? court : hhs;
  return later === undefined
    ? { value: 'blank', rule: 'no-address-record', basis: [] }
    : { value: later.quality, rule: later.rule, basis: [later.key] };
}

function asserted(key: string, at: number, address: Address): AssertedAddress {
  return { key, at, address, ...judgeAddress(address) };
}

function sorted(addresses: AssertedAddress[]): AssertedAddress[] {
  return addresses.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

function lastAt(addresses: readonly AssertedAddress[], at: number): AssertedAddress | undefined {
  return addresses.findLast((one) => one.at <= at);
}
