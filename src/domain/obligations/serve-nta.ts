import { birthday } from '../birth.ts';
import type { PlacementFact } from '../dimensions/placement.ts';
import { easternMidnight } from '../eastern.ts';
import { dueFrom, duty, firstFrom, isGone, type Duty, type ObligationRule } from './rule.ts';

/** Birthdays at which a child without a notice is worse off: other service (14), near the end of being a child (16), no child (18). */
const ageBands = [14, 16, 18];

/**
 * One for a child, from its first hand-over: a notice served is served, however often the child comes back into care, unless it was
 * cancelled by then. Who left the country and comes again is owed a new one.
 */
export const serveNta: ObligationRule = {
  id: 'serve-nta',
  title: 'Serve a Notice to Appear',
  owners: ['ice'],
  authority: 'INA 239(a), 8 USC 1229(a); DHS OIG-24-46',
  severity: 'medium',
  starts: 'first transfer to HHS',
  due: { days: 30 },
  metBy:
    'a Notice to Appear served, or received by the court with a removal case; overdue, it escalates at 14, 16 and 18 years',
  expects: ['ice.notice-to-appear'],
  inForce: { from: '2009-03-23', to: null },
  duties({ placements, birth, noticesServed }, due) {
    const duties: Duty[] = [];
    let here: PlacementFact | undefined;
    let since = -Infinity;
    for (const fact of placements) {
      if (isGone(fact)) {
        since = fact.at;
        here = undefined;
      } else if (here === undefined && fact.rule === 'handed-to-hhs') {
        here = fact;
        const { at } = fact;
        const served = firstFrom(
          noticesServed.filter(({ until }) => until > at),
          since,
        );
        const inTime = served.metAt <= dueFrom(fact.at, due);
        const bands =
          birth === null || inTime
            ? []
            : ageBands.map((age) => easternMidnight(birthday(birth.earliest, age)));
        duties.push(duty('ice', fact.key, fact.at, due, { ...served, escalatesAt: bands }));
      }
    }
    return duties;
  },
};
