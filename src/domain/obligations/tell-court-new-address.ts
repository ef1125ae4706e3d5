import { easternMidnight } from '../eastern.ts';
import { duty, firstFrom, type ObligationRule } from './rule.ts';

/** The regulation asks for form EOIR-33; what HHS or ICE told the court leaves the child's own duty as it was. */
const eoir33 = new Set<string>(['33-COURT', '33-COURT (Electronic)']);

export const tellCourtNewAddress: ObligationRule = {
  id: 'tell-court-new-address',
  title: 'Tell the court of a new address',
  owners: ['child'],
  authority: '8 CFR 1003.15(d)(2)',
  severity: 'medium',
  starts: 'a new address takes effect while the court has a case, or the case is received after',
  due: { workingDays: 5 },
  metBy:
    'form EOIR-33 received by the court on that day or later; it lapses where the case ends or a newer address takes effect',
  expects: 'eoir.address-change',
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, court }, due) {
    const firstCase = Math.min(Infinity, ...court.cases.map((found) => found.from));
    if (firstCase === Infinity) return [];
    const addresses = facts['hhs.address'].map(({ key, data }) => ({
      key,
      at: easternMidnight(data.effectiveOn),
    }));
    const told = facts['eoir.address-change']
      .filter(({ data }) => eoir33.has(data.contactChangeCode))
      .map(({ key, data }) => ({ key, at: easternMidnight(data.receivedOn) }));
    const endings = court.dispositives.map((found) => ({ key: found.key, at: found.from }));
    return addresses.map(({ key, at }) => {
      const ended = firstFrom([...endings, ...addresses.filter((other) => other.at > at)], at);
      return duty('child', key, Math.max(at, firstCase), due, {
        ...firstFrom(told, at),
        lapsesAt: ended.metAt,
        lapsedBy: ended.metBy,
      });
    });
  },
};
