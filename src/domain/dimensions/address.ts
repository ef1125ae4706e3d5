import type { Address } from '../../contracts/address.ts';
import type { DischargeType } from '../../contracts/records/hhs.release.ts';
import type { AddressVerdict } from '../../contracts/status.ts';
import { judgeAddress, sameAddress, type AddressQuality } from '../address.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import { lastOf, momentsOf, runsOf, sortByMoment, type Answer, type Run } from '../runs.ts';
import type { PlacementFact } from './placement.ts';

interface AssertedAddress {
  key: string;
  at: number;
  address: Address;
  quality: AddressQuality;
  /** Why it is that: `<quality>:<reason>`. */
  rule: string;
}

const inCare = new Set(['dhs-custody', 'hhs-care', 'returned-to-dhs', 'law-enforcement']);
const atNoAddress = new Set([...inCare, 'died']);
/** Whose release goes to an address, so that HHS must know one; any other may say none without saying that there is none. */
const ASKED_FOR_ADDRESS: DischargeType = 'reunified-with-sponsor';

/** docs/domain.md §7: HHS's latest address and the court's, each judged; both usable and different is a conflict. */
export function addressRuns(facts: Facts, placements: readonly PlacementFact[]): Array<Run<AddressVerdict>> {
  const hhs: AssertedAddress[] = [];
  for (const { key, data } of facts['hhs.release']) {
    const { address, dischargeType, releasedAt } = data;
    if (address !== undefined || dischargeType === ASKED_FOR_ADDRESS)
      hhs.push(asserted(key, instantOf(releasedAt), address ?? {}));
  }
  for (const { key, data } of facts['hhs.address'])
    hhs.push(asserted(key, takesEffect(data.effectiveOn, facts), data.address));
  const court: AssertedAddress[] = [];
  for (const { key, data } of facts['eoir.address-change'])
    court.push(asserted(key, easternMidnight(data.receivedOn), data.address));
  const placementAt = lastOf(placements);
  const hhsAt = lastOf(hhs.sort(releasesFirst));
  const courtAt = lastOf(sortByMoment(court));
  const careAt = lastOf(placements.filter(({ value }) => atNoAddress.has(value)));
  return runsOf(momentsOf(placements, hhs, court), (at) => {
    const placement = placementAt(at);
    if (placement?.value === 'died') return { value: 'in-care', rule: 'no-release', basis: [placement.key] };
    if (placement !== undefined && inCare.has(placement.value))
      return { value: 'in-care', rule: 'in-government-care', basis: [placement.key] };
    // Of a child whose placement no record says, that it is in care would be a guess: its addresses are judged.
    const [latest, care] = [hhsAt(at), careAt(at)];
    // Where the child lived before it came into custody or care again HHS does not say that it lives now.
    const isOfBefore = latest !== undefined && care !== undefined && latest.at < care.at;
    return verdict(isOfBefore ? undefined : latest, courtAt(at));
  });
}

/** What HHS says to hold from the day of a release on is said of it, whatever the hour. */
export function takesEffect(day: string, facts: Facts): number {
  let at = easternMidnight(day);
  for (const { data } of facts['hhs.release']) {
    const released = instantOf(data.releasedAt);
    if (released > at && easternDay(released) === day) at = released;
  }
  return at;
}

const RELEASE = 'hhs.release/';

function releasesFirst(a: AssertedAddress, b: AssertedAddress): number {
  if (a.at !== b.at) return a.at - b.at;
  const [one, other] = [a.key.startsWith(RELEASE), b.key.startsWith(RELEASE)];
  if (one !== other) return one ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

function verdict(
  hhs: AssertedAddress | undefined,
  court: AssertedAddress | undefined,
): Answer<AddressVerdict> {
  if (hhs?.quality === 'usable' && court?.quality === 'usable' && !sameAddress(hhs.address, court.address)) {
    return { value: 'conflicting', rule: 'addresses-differ', basis: [hhs.key, court.key].sort() };
  }
  // Where HHS said later that it has none for the child, what the court was told before is not where it is.
  const isOutdated =
    hhs !== undefined && hhs.quality !== 'usable' && court !== undefined && court.at < hhs.at;
  const usable = [hhs, isOutdated ? undefined : court]
    .filter((one) => one?.quality === 'usable')
    .map((one) => one!);
  if (usable.length > 0)
    return { value: 'usable', rule: usable[0]!.rule, basis: usable.map((one) => one.key).sort() };
  const later = court !== undefined && (hhs === undefined || court.at > hhs.at) ? court : hhs;
  return later === undefined
    ? { value: 'blank', rule: 'no-address-record', basis: [] }
    : { value: later.quality, rule: later.rule, basis: [later.key] };
}

function asserted(key: string, at: number, address: Address): AssertedAddress {
  const { quality, rule } = judgeAddress(address);
  return { key, at, address, quality, rule };
}
