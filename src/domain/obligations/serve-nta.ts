import { birthday } from '../birth.ts';
import { easternMidnight } from '../eastern.ts';
import { duty, firstFrom, momentOf, type ObligationRule } from './rule.ts';

/** Birthdays at which a child without a notice is worse off: other service (14), near the end of being a child (16), no child (18). */
const ageBands = [14, 16, 18];

/** One for a child, from its first hand-over: a notice served is served, however often the child comes back. */
export const serveNta: ObligationRule = {
  id: 'serve-nta',
  title: 'Serve a Notice to Appear',
  owners: ['ice'],
  authority: 'INA 239(a), 8 USC 1229(a); DHS OIG-24-46',
  severity: 'medium',
  starts: 'first transfer to HHS',
  due: { days: 30 },
  metBy: 'a Notice to Appear served, or received by the court; overdue, it escalates at 14, 16 and 18 years',
  expects: 'ice.notice-to-appear',
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, birth, noticesServed }, due) {
    let first: { key: string; at: number } | undefined;
    for (const { key, data } of facts['ice.custody-transfer']) {
      const at = momentOf(data.transferredAt);
      if (data.direction === 'to-hhs' && (first === undefined || at < first.at)) first = { key, at };
    }
    if (first === undefined) return [];
    const bands = birth === null ? [] : ageBands.map((age) => easternMidnight(birthday(birth.earliest, age)));
    return [
      duty('ice', first.key, first.at, due, { ...firstFrom(noticesServed, -Infinity), escalatesAt: bands }),
    ];
  },
};
