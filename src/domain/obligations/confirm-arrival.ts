import { easternDay, easternMidnight } from '../eastern.ts';
import { duty, firstFrom, lapse, momentOf, type ObligationRule } from './rule.ts';

/** By which two agencies' clocks may differ, over midnight too. */
const HOUR = 3_600_000;

/** A placement of the day of the hand-over counts, and one of the hour before it, on whatever day. */
export const confirmArrival: ObligationRule = {
  id: 'confirm-arrival',
  title: 'Confirm that the child arrived in ORR care',
  owners: ['hhs'],
  authority: 'house rule',
  severity: 'high',
  starts: 'transfer to HHS',
  due: { days: 3 },
  metBy:
    'a placement admitted on the Eastern day of the transfer, in the hour before it or later; it lapses where the child has left since',
  expects: ['hhs.placement'],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, placements }, due) {
    const admissions = facts['hhs.placement'].map(({ key, data }) => ({
      key,
      at: momentOf(data.admittedAt),
    }));
    return facts['ice.custody-transfer']
      .filter(({ data }) => data.direction === 'to-hhs')
      .map(({ key, data }) => {
        const at = momentOf(data.transferredAt);
        const handedOver = placements.findIndex((fact) => fact.key === key && fact.rule === 'handed-to-hhs');
        const left = placements.find(
          ({ rule }, index) => index > handedOver && (rule === 'discharged' || rule === 'handed-to-dhs'),
        );
        return duty('hhs', key, at, due, {
          ...firstFrom(admissions, Math.min(easternMidnight(easternDay(at)), at - HOUR)),
          ...lapse(left),
        });
      });
  },
};
