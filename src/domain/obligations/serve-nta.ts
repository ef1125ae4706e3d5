import type { NoticeToAppear } from '../../contracts/status.ts';
import { birthday } from '../birth.ts';
import { beginsWithNotice, goesOnAt, type CourtFacts } from '../dimensions/court-facts.ts';
import { isWithoutNotice, noticeToAppearRuns } from '../dimensions/notice-to-appear.ts';
import type { PlacementFact } from '../dimensions/placement.ts';
import { easternDay, easternMidnight } from '../eastern.ts';
import type { Fact, Facts } from '../facts.ts';
import type { Run } from '../runs.ts';
import { dayOf, dueFrom, duty, firstFrom, isGone, lapse, type Duty, type ObligationRule } from './rule.ts';

/** Birthdays at which a child without a notice is worse off: other service (14), near the end of being a child (16), no child (18). */
const ageBands = [14, 16, 18];

/**
 * One for a child, from its first hand-over: a notice served is served, however often the child comes back into care, unless it was
 * cancelled by then. Who left the country and comes again is owed a new one. So is a child of whose notices the one served was cancelled,
 * once ICE issues another or where another lies there: from that day on it counts as a child without notice (docs/audit.md), and what was met once says nothing of the new one.
 * And a notice is owed that ICE issues after a child came back to HHS, where the case is over that the one before began: it begins another.
 */
export const serveNta: ObligationRule = {
  id: 'serve-nta',
  title: 'Serve a Notice to Appear',
  owners: ['ice'],
  authority: 'INA 239(a), 8 USC 1229(a); DHS OIG-24-46',
  severity: 'medium',
  starts:
    'first transfer to HHS; a notice issued anew, or left, after the one that was served was cancelled; one issued after another transfer, when the case before was over',
  due: { days: 30 },
  metBy:
    'a Notice to Appear served, or received by the court with a removal case; overdue, it escalates at 14, 16 and 18 years',
  expects: ['ice.notice-to-appear'],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, placements, birth, noticesServed, court }, due) {
    const duties: Duty[] = [];
    const bandsFrom = (opensAt: number, metAt: number): readonly number[] =>
      birth === null || metAt <= dueFrom(opensAt, due)
        ? []
        : ageBands.map((age) => easternMidnight(birthday(birth.earliest, age)));
    const runs = wasCancelled(facts) ? noticeToAppearRuns(facts) : [];
    const named = new Set<string>();
    let here: PlacementFact | undefined;
    let cameBack = false;
    const goneAfter = (moment: number): number =>
      placements.find((other) => other.at >= moment && isGone(other))?.at ?? Infinity;
    let since = -Infinity;
    for (const fact of placements) {
      if (isGone(fact)) {
        since = fact.at;
        here = undefined;
        cameBack = false;
      } else if (here === undefined && fact.rule === 'handed-to-hhs') {
        here = fact;
        const { at } = fact;
        const served = firstFrom(
          noticesServed.filter(({ until }) => until > at),
          since,
        );
        duties.push(duty('ice', fact.key, at, due, { ...served, escalatesAt: bandsFrom(at, served.metAt) }));
        const metAt = Math.max(at, served.metAt);
        const gone = goneAfter(at);
        for (const { names, from, ...ends } of withoutAgain(runs, metAt, served.metBy)) {
          const name = names.find((one) => !named.has(one));
          if (name === undefined || from >= gone) continue;
          named.add(name);
          const escalatesAt = bandsFrom(from, ends.metAt ?? Infinity);
          duties.push(duty('ice', name, from, due, { ...ends, escalatesAt }));
        }
      } else if (!cameBack && fact.rule === 'handed-to-hhs') {
        cameBack = true;
        let closedAt = -Infinity;
        const gone = goneAfter(fact.at);
        for (const notice of issuedAgain(facts, court, { since: fact.at, until: gone })) {
          const issued = easternMidnight(notice.data.issuedOn);
          const from = Math.max(issued, fact.at, closedAt);
          if (named.has(notice.key) || from >= gone) continue;
          const served = firstFrom(noticesServed, issued);
          // It was open until then by another notice, and one of the two was served.
          if (issued < closedAt && served.metAt <= closedAt) continue;
          named.add(notice.key);
          const lapsesAt = dayOf(notice.data.cancelledOn);
          const escalatesAt = bandsFrom(from, served.metAt);
          duties.push(
            duty('ice', notice.key, from, due, {
              ...served,
              escalatesAt,
              ...lapse({ key: notice.key, at: lapsesAt }),
            }),
          );
          closedAt = Math.min(Math.max(from, served.metAt), lapsesAt);
        }
      }
    }
    return duties;
  },
};

/**
 * The notices that were issued while a child was here, earliest first, when all cases were over that notices had begun before: the court ended them, and
 * they did not go on by then. A notice served or filed that began none stands.
 */
function issuedAgain(
  facts: Facts,
  court: CourtFacts,
  here: { since: number; until: number },
): Array<Fact<'ice.notice-to-appear'>> {
  const day = easternDay(here.since);
  const later = facts['ice.notice-to-appear'].filter(
    ({ data }) => data.issuedOn >= day && easternMidnight(data.issuedOn) < here.until,
  );
  if (later.length === 0) return [];
  const removals = facts['eoir.case'].filter(({ data }) => beginsWithNotice(data));
  return later
    .filter(({ key, data: { issuedOn } }) => {
      const before = removals.filter(({ data }) => data.receivedOn < issuedOn);
      if (before.length === 0) return false;
      const lastReceived = before.reduce(
        (day, { data }) => (data.receivedOn > day ? data.receivedOn : day),
        '',
      );
      const issued = easternMidnight(issuedOn);
      const isOver = (of: string): boolean =>
        court.dispositives.some(
          (end) => end.of === of && end.day <= issuedOn && goesOnAt(court, end) > issued,
        );
      const byThen = (on: string | undefined): boolean => on !== undefined && on <= issuedOn;
      const stands = facts['ice.notice-to-appear'].some(
        ({ key: other, data }) =>
          other !== key &&
          (byThen(data.servedOn) || byThen(data.filedOn)) &&
          !byThen(data.cancelledOn) &&
          data.issuedOn > lastReceived,
      );
      return (
        !stands &&
        before.every((one) => isOver(court.of.caseOfRecord(one.key, one.data.person.identifiers?.eoirCaseId)))
      );
    })
    .sort((a, b) => (a.data.issuedOn < b.data.issuedOn ? -1 : a.data.issuedOn > b.data.issuedOn ? 1 : 0));
}

function wasCancelled(facts: Facts): boolean {
  return facts['ice.notice-to-appear'].some(({ data }) => data.cancelledOn !== undefined);
}

/** A span in which the child is without a notice once more. */
interface Anew extends Partial<Duty> {
  from: number;
  /** By which records a duty may be named: the notices that lie there, else those that were cancelled. */
  names: readonly string[];
}

/**
 * When the child, of whose duty a notice was the end, is without one again, since that was cancelled and another lies there: from the day of
 * the service itself, where both are of one day. It ends by a notice that reaches it, or by the cancelling of the others.
 */
function withoutAgain(
  runs: ReadonlyArray<Run<NoticeToAppear>>,
  metAt: number,
  metBy: readonly string[],
): Anew[] {
  if (runs.length === 0 || metAt === Infinity) return [];
  const since = runs.slice(runs.findLastIndex(({ from }) => from <= metAt));
  return since.flatMap(({ from, basis, ...run }, index) => {
    const before = since[index - 1];
    if (!isWithoutNotice(run) || (before !== undefined && isWithoutNotice(before))) return [];
    const names = [...basis, ...(before === undefined ? metBy : before.basis)];
    const begins = { names, from: Math.max(from, metAt) };
    const end = since.slice(index).find((later) => !isWithoutNotice(later));
    if (end === undefined) return [begins];
    return end.value === 'cancelled'
      ? [{ ...begins, lapsesAt: end.from, lapsedBy: end.basis }]
      : [{ ...begins, metAt: end.from, metBy: end.basis }];
  });
}
