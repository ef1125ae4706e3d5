import type { Address } from '../../contracts/address.ts';
import { addressQuality, sameAddress } from '../address.ts';
import { takesEffect } from '../dimensions/address.ts';
import type { CourtFacts } from '../dimensions/court-facts.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { instantOf } from '../instant.ts';
import { sortByMoment } from '../runs.ts';
import { duty, firstFrom, isHeldAt, nextCustody, type Moment, type ObligationRule } from './rule.ts';

/** The regulation asks for form EOIR-33; what HHS or ICE told the court leaves the child's own duty as it was. */
const eoir33 = new Set<string>(['33-COURT', '33-COURT (Electronic)']);

/** HHS's word that it has no address, or none that a letter reaches, is no new address of which the child's side must tell. */
export const tellCourtNewAddress: ObligationRule = {
  id: 'tell-court-new-address',
  title: 'Tell the court of a new address',
  owners: ['child'],
  authority: '8 CFR 1003.15(d)(2)',
  severity: 'medium',
  starts:
    'an address other than the one before takes effect while a proceeding is pending, or the next one begins after',
  due: { workingDays: 5 },
  metBy:
    'form EOIR-33 received by the court on that day or later, or earlier with that address and of no other since; it lapses where the case ends, a newer address takes effect or the child is in custody or care again',
  expects: ['eoir.address-change'],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, placements, court }, due) {
    if (facts['hhs.address'].length === 0 || court.cases.length === 0) return [];
    const addresses = newAddresses(facts);
    const told = sortByMoment(
      facts['eoir.address-change'].map(({ key, data: { receivedOn, address, contactChangeCode } }) => ({
        key,
        at: easternMidnight(receivedOn),
        address,
        isForm: eoir33.has(contactChangeCode),
      })),
    );
    const endings = court.dispositives.filter(({ from }) => !isPending(court, from));
    return addresses.flatMap(({ key, at, day, address }) => {
      const quality = addressQuality(address);
      if (quality === 'blank' || quality === 'undeliverable') return [];
      // Where a child goes from custody or care its release says; nobody moves there before.
      if (isHeldAt(placements, at)) return [];
      const opensAt = pendingFrom(court, at);
      if (opensAt === Infinity) return [];
      const ends: Moment[] = addresses.filter((other) => other.at > at);
      for (const ending of endings)
        if (ending.from > opensAt) ends.push({ key: ending.key, at: ending.from });
      const back = nextCustody(placements, at);
      if (back !== undefined) ends.push(back);
      const ended = firstFrom(ends, -Infinity);
      const since = easternMidnight(day);
      const met = told.filter(
        (form, index) => form.isForm && (form.at >= since || standsUntil(told, index, since, address)),
      );
      return duty('child', key, opensAt, due, {
        ...firstFrom(met, -Infinity),
        lapsesAt: ended.metAt,
        lapsedBy: ended.metBy,
      });
    });
  },
};

interface ToldToCourt extends Moment {
  address: Address;
}

/** Whether the court was told of an address, and until a moment of no other one: who moves back has to say so again. */
function standsUntil(told: readonly ToldToCourt[], index: number, until: number, address: Address): boolean {
  return told.every((one, place) => place < index || one.at >= until || sameAddress(one.address, address));
}

interface AddressOfHhs extends Moment {
  day: string;
  isOfRelease: boolean;
  address: Address;
}

/** HHS's addresses after a release, without those that only say again what HHS had said last, then or of the release. */
function newAddresses(facts: Facts): AddressOfHhs[] {
  const said: AddressOfHhs[] = facts['hhs.address'].map(({ key, data: { effectiveOn, address } }) => ({
    key,
    at: takesEffect(effectiveOn, facts),
    day: effectiveOn,
    isOfRelease: false,
    address,
  }));
  for (const { key, data } of facts['hhs.release']) {
    const at = instantOf(data.releasedAt);
    said.push({ key, at, day: easternDay(at), isOfRelease: true, address: data.address ?? {} });
  }
  said.sort(byDay);
  return said.filter(({ isOfRelease, address }, index) => {
    const before = said[index - 1];
    return !isOfRelease && (before === undefined || !sameAddress(before.address, address));
  });
}

/** An address for the day of a release corrects what the release said, whatever the hour (docs/domain.md §7). */
function byDay(a: AddressOfHhs, b: AddressOfHhs): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  if (a.isOfRelease !== b.isOfRelease) return a.isOfRelease ? -1 : 1;
  return a.at - b.at || (a.key < b.key ? -1 : 1);
}

/** The first moment, from one on, at which the court has a case that is not over. */
function pendingFrom(court: CourtFacts, from: number): number {
  const begins = [...court.cases, ...court.reopenings].map((one) => one.from).filter((at) => at > from);
  return [from, ...begins.sort((a, b) => a - b)].find((at) => isPending(court, at)) ?? Infinity;
}

/**
 * Whether any case is: the court is told of an address in each (docs/domain.md §6). In a case a reopening counts as later than what ended on
 * its day, the case received as earlier.
 */
function isPending({ cases, reopenings, dispositives }: CourtFacts, at: number): boolean {
  const received = latestByCase(cases, at);
  const reopened = latestByCase(reopenings, at);
  const pending = new Set([...received.keys(), ...reopened.keys()]);
  for (const { of, from } of dispositives)
    if (from <= at && from >= (received.get(of) ?? -Infinity) && from > (reopened.get(of) ?? -Infinity))
      pending.delete(of);
  return pending.size > 0;
}

function latestByCase(all: ReadonlyArray<{ of: string; from: number }>, at: number): Map<string, number> {
  const latest = new Map<string, number>();
  for (const { of, from } of all) if (from <= at) latest.set(of, Math.max(from, latest.get(of) ?? -Infinity));
  return latest;
}
