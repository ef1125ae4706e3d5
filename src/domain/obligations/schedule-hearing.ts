import { easternMidnight } from '../eastern.ts';
import { hearingDay } from '../hearing-day.ts';
import { firstSaidSet } from '../hearing-times.ts';
import { isOfCase } from '../hearing-types.ts';
import { duty, firstFrom, momentOf, type ObligationRule } from './rule.ts';

/**
 * Set when the earliest version that says so says it was. Where none does, since the hearing is known as moved, held or not held alone,
 * it counts as set in time: a court is not called late for what it can't be known by. So a hearing that names no case is one of each.
 */
export const scheduleHearing: ObligationRule = {
  id: 'schedule-hearing',
  title: 'Schedule a first hearing',
  owners: ['eoir'],
  authority: 'house rule',
  severity: 'medium',
  starts: 'case received by EOIR',
  due: { calendarDays: 30 },
  metBy: 'a hearing for that day or later; it lapses where the case ends before',
  expects: ['eoir.hearing'],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, court, superseded }, due) {
    const hearings = facts['eoir.hearing'].flatMap(({ key, data }) =>
      isOfCase(data)
        ? [
            {
              key,
              day: hearingDay(data, momentOf(data.scheduledFor)),
              named: data.person.identifiers?.eoirCaseId,
              set: firstSaidSet(data, superseded.get(key)),
            },
          ]
        : [],
    );
    const onRecord = new Set(facts['eoir.case'].map(({ data }) => data.person.identifiers?.eoirCaseId));
    return facts['eoir.case'].map(({ key, data }) => {
      const caseId = data.person.identifiers?.eoirCaseId;
      const itself = court.of.caseOfRecord(key, caseId);
      const endings = court.dispositives
        .filter(({ of }) => of === itself)
        .map((found) => ({ key: found.key, at: found.from }));
      const received = easternMidnight(data.receivedOn);
      const own = hearings.flatMap(({ key: hearing, day, named, set }) => {
        // A case that names no id may be the one of any id of which no case is on record.
        const mayBeItsOwn = caseId === undefined && !onRecord.has(named);
        const isOfAnother = named !== undefined && !mayBeItsOwn && court.of.caseOn(named, day) !== itself;
        if (day < data.receivedOn || isOfAnother) return [];
        return [{ key: hearing, at: set === Infinity ? received : set }];
      });
      const ended = firstFrom(endings, received);
      return duty('eoir', key, received, due, {
        ...firstFrom(own, -Infinity),
        lapsesAt: ended.metAt,
        lapsedBy: ended.metBy,
      });
    });
  },
};
