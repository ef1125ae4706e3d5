import { addressQuality } from '../address.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import { duty, firstFrom, lapse, momentOf, placementAfterRelease, type ObligationRule } from './rule.ts';

export const usableAddress: ObligationRule = {
  id: 'usable-address',
  title: 'Give an address at which the child can be reached',
  owners: ['hhs'],
  authority: 'DHS OIG-25-21',
  severity: 'high',
  starts: 'release to a sponsor',
  due: 'at-once',
  metBy:
    'a usable address on the release, or one of HHS’s that takes effect that day or later; it lapses where the child is elsewhere',
  expects: [],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, placements }, due) {
    const later = facts['hhs.address']
      .filter(({ data }) => addressQuality(data.address) === 'usable')
      .map(({ key, data }) => ({ key, at: easternMidnight(data.effectiveOn) }));
    return facts['hhs.release']
      .filter(({ data }) => data.dischargeType === 'reunified-with-sponsor')
      .map(({ key, data }) => {
        const released = momentOf(data.releasedAt);
        const usable = data.address !== undefined && addressQuality(data.address) === 'usable';
        return duty('hhs', key, released, due, {
          ...(usable
            ? { metAt: released, metBy: [key] }
            : firstFrom(later, easternMidnight(easternDay(released)))),
          ...lapse(placementAfterRelease(placements, key)),
        });
      });
  },
};
