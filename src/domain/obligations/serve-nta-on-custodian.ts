import { birthday } from '../birth.ts';
import { easternMidnight } from '../eastern.ts';
import { dayOf, duty, firstFrom, lapse, type ObligationRule } from './rule.ts';

/** Only where the child certainly was under 14 when it was served. Later service on a child of 14 is good service (Matter of Cubor). */
export const serveNtaOnCustodian: ObligationRule = {
  id: 'serve-nta-on-custodian',
  title: 'Serve the notice of a child under 14 on the person it lives with',
  owners: ['ice'],
  authority: '8 CFR 103.8(c)(2)(ii)',
  severity: 'medium',
  starts: 'Notice to Appear served on a child under 14',
  due: 'at-once',
  metBy: 'servedOnRole custodian, then or on a later notice; or a notice served when the child is 14',
  expects: [],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, birth }, due) {
    if (birth === null) return [];
    const fourteen = birthday(birth.earliest, 14);
    const served = facts['ice.notice-to-appear'].flatMap(({ key, data }) =>
      data.servedOn === undefined || dayOf(data.servedOn) > dayOf(data.cancelledOn)
        ? []
        : [{ key, data, day: data.servedOn, at: easternMidnight(data.servedOn) }],
    );
    const surelyFourteen = birthday(birth.latest, 14);
    const well = served.filter(({ data, day }) => data.servedOnRole === 'custodian' || day >= surelyFourteen);
    return served
      .filter(({ day }) => day < fourteen)
      .map(({ key, at, data }) =>
        duty('ice', key, at, due, {
          ...firstFrom(well, at),
          ...lapse({ at: dayOf(data.cancelledOn), key }),
        }),
      );
  },
};
