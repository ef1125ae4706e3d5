import { addressQuality, sameAddress } from '../address.ts';
import type { CourtFacts } from '../dimensions/court-facts.ts';
import { easternMidnight } from '../eastern.ts';
import { duty, firstFrom, nextCustody, type Moment, type ObligationRule } from './rule.ts';

/** The regulation asks for form EOIR-33; what HHS or ICE told the court leaves the child's own duty as it was. */
const eoir33 = new Set<string>(['33-COURT', '33-COURT (Electronic)']);

/** HHS's word that it has no address, or none that a letter reaches, is no new address of which the child's side must tell. */
export const tellCourtNewAddress: ObligationRule = {
  id: 'tell-court-new-address',
  title: 'Tell the court of a new address',
  owners: ['child'],
  authority: '8 CFR 1003.15(d)(2)',
  severity: 'medium',
  starts: 'a new address takes effect while a proceeding is pending, or the next one begins after',
  due: { workingDays: 5 },
  metBy:
    'form EOIR-33 received by the court on that day or later, or earlier with that address; it lapses where the case ends, a newer address takes effect or the child is in custody or care again',
  expects: 'eoir.address-change',
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, placements, court }, due) {
    if (facts['hhs.address'].length === 0 || court.cases.length === 0) return [];
    const addresses = facts['hhs.address'].map(({ key, data }) => ({
      key,
      at: easternMidnight(data.effectiveOn),
      address: data.address,
    }));
    const told = facts['eoir.address-change']
      .filter(({ data }) => eoir33.has(data.contactChangeCode))
      .map(({ key, data }) => ({ key, at: easternMidnight(data.receivedOn), address: data.address }));
    return addresses.flatMap(({ key, at, address }) => {
      const quality = addressQuality(address);
      if (quality === 'blank' || quality === 'undeliverable') return [];
      const opensAt = pendingFrom(court, at);
      if (opensAt === Infinity) return [];
      const ends: Moment[] = addresses.filter((other) => other.at > at);
      for (const ending of court.dispositives)
        if (ending.from > opensAt) ends.push({ key: ending.key, at: ending.from });
      const back = nextCustody(placements, at);
      if (back !== undefined) ends.push(back);
      const ended = firstFrom(ends, -Infinity);
      const met = told.filter((form) => form.at >= at || sameAddress(form.address, address));
      return duty('child', key, opensAt, due, {
        ...firstFrom(met, -Infinity),
        lapsesAt: ended.metAt,
        lapsedBy: ended.metBy,
      });
    });
  },
};

/** The first moment, from one on, at which the court has a case that is not over. */
function pendingFrom(court: CourtFacts, from: number): number {
  const begins = [...court.cases, ...court.reopenings].map((one) => one.from).filter((at) => at > from);
  return [from, ...begins.sort((a, b) => a - b)].find((at) => isPending(court, at)) ?? Infinity;
}

/** docs/domain.md §6: a reopening counts as later than what ended on its day, a case received as earlier. */
function isPending({ cases, reopenings, dispositives }: CourtFacts, at: number): boolean {
  const received = Math.max(-Infinity, ...cases.map((one) => one.from).filter((from) => from <= at));
  const reopened = Math.max(-Infinity, ...reopenings.map((one) => one.from).filter((from) => from <= at));
  if (received === -Infinity && reopened === -Infinity) return false;
  return !dispositives.some(({ from }) => from <= at && from >= received && from > reopened);
}
