import { beginsWithNotice, type CourtFacts } from '../dimensions/court-facts.ts';
import { easternMidnight } from '../eastern.ts';
import type { Facts } from '../facts.ts';
import { hearingDay } from '../hearing-day.ts';
import { hearingTimes } from '../hearing-times.ts';
import { isOfCase } from '../hearing-types.ts';
import { addDays, endOfDay } from '../working-days.ts';
import { dayOf, duty, lapse, type Moment, type ObligationRule } from './rule.ts';

/**
 * The first hearing for the day of service or later; while none is set there is no moment to be late by. Once its day is over
 * nobody can leave more time before it, and where the case ends before that day there is none to leave it before.
 */
export const tenDaysBeforeHearing: ObligationRule = {
  id: 'ten-days-before-hearing',
  title: 'Leave ten days between service and the first hearing',
  owners: ['eoir'],
  authority: 'INA 239(b)(1), 8 USC 1229(b)(1)',
  severity: 'medium',
  starts: 'Notice to Appear served',
  due: { calendarDays: 10 },
  // In calendar days alone (policy.ts): it is compared with the day of a hearing, and no moment of its own is due.
  metBy:
    'a first hearing on the tenth day after service or later; an earlier one breaks it until it is moved or called off, or its day is over; it lapses where the case ends before',
  expects: [],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, court, superseded }, due) {
    const days = typeof due === 'object' && 'calendarDays' in due ? due.calendarDays : 10;
    const notices = facts['ice.notice-to-appear'].filter(({ data }) => data.servedOn !== undefined);
    if (notices.length === 0) return [];
    const hearings = facts['eoir.hearing'].flatMap(({ key, data }) => {
      if (!isOfCase(data)) return [];
      const namesCase = data.person.identifiers?.eoirCaseId !== undefined;
      const times = hearingTimes(data, superseded.get(key));
      return [
        {
          key,
          itsCase: namesCase ? court.hearingsOf.get(key)! : null,
          times: times.map((time) => ({ ...time, day: hearingDay(data, time.scheduledFor) })),
        },
      ];
    });
    return notices.flatMap(({ key, data }) => {
      const servedOn = data.servedOn!;
      const served = easternMidnight(servedOn);
      const firstDay = addDays(servedOn, days);
      let first: { key: string; at: number; day: string; told: number } | undefined;
      let early = { key: '', from: Infinity, until: -Infinity };
      const mayBegin = casesBegunBy(data.issuedOn, facts, court);
      const ofAnother = casesOfOthers(data.issuedOn, facts, court);
      for (const hearing of hearings) {
        const { itsCase, times } = hearing;
        if (itsCase !== null && (!mayBegin(itsCase) || ofAnother.has(itsCase))) continue;
        for (const [index, { scheduledFor: at, setAt, until, day }] of times.entries()) {
          if (day < servedOn) continue;
          const isPresent = index === times.length - 1;
          // One that was moved, or called off, stood until then: before service it was nothing to prepare for.
          if (until < at && until <= served) continue;
          if (isPresent && (until >= at || day >= firstDay)) {
            if (first === undefined || at < first.at)
              first = { key: hearing.key, at, day, told: Math.min(at, setAt) };
          } else if (until > served && day < firstDay) {
            early = {
              key: until > early.until ? hearing.key : early.key,
              from: Math.min(early.from, Math.max(served, setAt)),
              until: Math.max(early.until, until),
            };
          }
        }
      }
      const ends: Moment[] = court.dispositives
        .filter(({ from, of }) => from >= served && mayBegin(of))
        // What is decided on the day of the first hearing is decided at it.
        .filter(({ day }) => first === undefined || day < first.day)
        .map((ending) => ({ key: ending.key, at: ending.from }));
      const cancelled = { at: dayOf(data.cancelledOn), key };
      ends.push(cancelled);
      // With the calling off the breach is over; a time in good time that was set by then meets the duty at that moment.
      if (early.key !== '' && (first === undefined || first.day >= firstDay))
        ends.push({ at: early.until, key: early.key });
      const end = ends.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.key < a.key) ? b : a));
      if (first === undefined) return [duty('eoir', key, served, due, { dueAt: early.from, ...lapse(end) })];
      const known = Math.max(served, first.told);
      if (first.day >= firstDay) {
        const met = { dueAt: early.from, metAt: Math.max(known, early.until), metBy: [first.key] };
        return [duty('eoir', key, served, due, { ...met, ...lapse(end) })];
      }
      const over = { at: endOfDay(first.day), key: first.key };
      const lapses = lapse(end.at < over.at ? end : over);
      return [duty('eoir', key, served, due, { dueAt: Math.min(known, early.from), ...lapses })];
    });
  },
};

/** Which cases a notice may have begun: those of removal that the court received since, and those whose receipt nobody tells of. */
function casesBegunBy(issuedOn: string, facts: Facts, { of }: CourtFacts): (name: string) => boolean {
  const others = new Set<string>();
  const begun = new Set<string>();
  for (const { key, data } of facts['eoir.case']) {
    const name = of.caseOfRecord(key, data.person.identifiers?.eoirCaseId);
    (beginsWithNotice(data) && data.receivedOn >= issuedOn ? begun : others).add(name);
  }
  return (name) => begun.has(name) || !others.has(name);
}

/**
 * Of the removal cases that the court received since a notice was issued those that are another notice's: a notice begins one, the one that
 * names its day of issue or, where none does, the first. An end of theirs is in doubt all the same.
 */
function casesOfOthers(issuedOn: string, facts: Facts, { of }: CourtFacts): ReadonlySet<string> {
  const since = facts['eoir.case'].filter(
    ({ data }) => beginsWithNotice(data) && data.receivedOn >= issuedOn,
  );
  if (since.length < 2) return new Set();
  const nameOf = ({ key, data }: (typeof since)[number]): string =>
    of.caseOfRecord(key, data.person.identifiers?.eoirCaseId);
  const named = since.filter(({ data }) => data.ntaIssuedOn === issuedOn);
  const first = since.reduce(
    (day, { data }) => (data.receivedOn < day ? data.receivedOn : day),
    since[0]!.data.receivedOn,
  );
  const own = named.length > 0 ? named : since.filter(({ data }) => data.receivedOn === first);
  const others = new Set(since.map(nameOf));
  for (const one of own) others.delete(nameOf(one));
  return others;
}
