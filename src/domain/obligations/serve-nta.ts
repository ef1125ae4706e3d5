import { birthday } from '../birth.ts';
import { isWithoutNotice, noticeToAppearRuns } from '../dimensions/notice-to-appear.ts';
import type { PlacementFact } from '../dimensions/placement.ts';
import { easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { dueFrom, duty, firstFrom, isGone, type Duty, type ObligationRule } from './rule.ts';

/** Birthdays at which a child without a notice is worse off: other service (14), near the end of being a child (16), no child (18). */
const ageBands = [14, 16, 18];

/**
 * One for a child, from its first hand-over: a notice served is served, however often the child comes back into care, unless it was
 * cancelled by then. Who left the country and comes again is owed a new one. So is a child of whose notices the one served was cancelled,
 * once ICE issues another: from that day on it counts as a child without notice (docs/audit.md), and what was met once says nothing of the new one.
 */
export const serveNta: ObligationRule = {
  id: 'serve-nta',
  title: 'Serve a Notice to Appear',
  owners: ['ice'],
  authority: 'INA 239(a), 8 USC 1229(a); DHS OIG-24-46',
  severity: 'medium',
  starts: 'first transfer to HHS; a notice issued anew, after the one that was served was cancelled',
  due: { days: 30 },
  metBy:
    'a Notice to Appear served, or received by the court with a removal case; overdue, it escalates at 14, 16 and 18 years',
  expects: ['ice.notice-to-appear'],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, placements, birth, noticesServed }, due) {
    const duties: Duty[] = [];
    const bandsFrom = (opensAt: number, metAt: number): readonly number[] =>
      birth === null || metAt <= dueFrom(opensAt, due)
        ? []
        : ageBands.map((age) => easternMidnight(birthday(birth.earliest, age)));
    const anew = issuedAnew(facts);
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
        duties.push(duty('ice', fact.key, at, due, { ...served, escalatesAt: bandsFrom(at, served.metAt) }));
        const metAt = Math.max(at, served.metAt);
        const gone = placements.find((other) => other.at >= at && isGone(other))?.at ?? Infinity;
        for (const { key, from, ...ends } of anew) {
          if (from <= metAt || from >= gone) continue;
          const escalatesAt = bandsFrom(from, ends.metAt ?? Infinity);
          duties.push(duty('ice', key, from, due, { ...ends, escalatesAt }));
        }
      }
    }
    return duties;
  },
};

/**
 * When ICE issued a notice though an earlier one that was served or filed had been cancelled, so that the child is without one again, and
 * when that ended: by a notice that reached it, or by the cancelling of the new one.
 */
function issuedAnew(facts: Facts): Array<Partial<Duty> & { key: string; from: number }> {
  if (!facts['ice.notice-to-appear'].some(({ data }) => data.cancelledOn !== undefined)) return [];
  const runs = noticeToAppearRuns(facts);
  const named = new Set<string>();
  return runs.flatMap(({ from, basis, ...run }, index) => {
    const before = runs[index - 1];
    if (before === undefined || !isWithoutNotice(run) || isWithoutNotice(before)) return [];
    // The notice that lies there, or where a duty has its name already, the one that was cancelled.
    const key = [...basis, ...before.basis].find((one) => !named.has(one));
    if (key === undefined) return [];
    named.add(key);
    const end = runs.slice(index).find((later) => !isWithoutNotice(later));
    if (end === undefined) return [{ key, from }];
    return end.value === 'cancelled'
      ? [{ key, from, lapsesAt: end.from, lapsedBy: end.basis }]
      : [{ key, from, metAt: end.from, metBy: end.basis }];
  });
}
