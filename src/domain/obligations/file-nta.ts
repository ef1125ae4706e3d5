import { easternMidnight } from '../eastern.ts';
import { dayOf, duty, firstFrom, lapse, noticesReceived, type ObligationRule } from './rule.ts';

/** Jurisdiction begins when the court has the notice; what ICE says it filed does not meet the duty. */
export const fileNta: ObligationRule = {
  id: 'file-nta',
  title: 'File the Notice to Appear with the court',
  owners: ['ice'],
  authority: '8 CFR 1003.14',
  severity: 'medium',
  starts: 'Notice to Appear served',
  due: { calendarDays: 30 },
  metBy: 'a removal case that EOIR received on the day the notice was issued, or later',
  expects: ['eoir.case'],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts }, due) {
    const received = noticesReceived(facts);
    return facts['ice.notice-to-appear'].flatMap(({ key, data }) =>
      data.servedOn === undefined
        ? []
        : [
            duty('ice', key, easternMidnight(data.servedOn), due, {
              ...firstFrom(received, easternMidnight(data.issuedOn)),
              ...lapse({ at: dayOf(data.cancelledOn), key }),
            }),
          ],
    );
  },
};
