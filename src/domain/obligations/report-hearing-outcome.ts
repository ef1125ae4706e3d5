import type { RecordData } from '../../contracts/records/index.ts';
import type { RecordAssertion } from '../case-file.ts';
import type { CourtFacts, Dispositive } from '../dimensions/court-facts.ts';
import { hearingDay } from '../hearing-day.ts';
import { firstSetAt, hearingTimes } from '../hearing-times.ts';
import { duty, firstFrom, momentOf, type Moment, type ObligationRule } from './rule.ts';

/**
 * An outcome was reported when EOIR first recorded a version that says one, or the decision made that day: a later correction
 * does not make the report late.
 */
export const reportHearingOutcome: ObligationRule = {
  id: 'report-hearing-outcome',
  title: 'Report what came of a hearing',
  owners: ['eoir'],
  authority: 'house rule; DHS OIG-24-46 recommendation 1',
  severity: 'medium',
  starts: 'the time for which a hearing is scheduled has come',
  due: { workingDays: 2 },
  metBy:
    'the hearing held or not held, or a decision of that day; it lapses where the case ends on a day before or after it, and where it is moved and no other time is given',
  expects: ['eoir.hearing'],
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, court, superseded }, due) {
    const rulings = new Map(facts['eoir.decision'].map(({ key, data }) => [key, momentOf(data.recordedAt)]));
    return facts['eoir.hearing'].map(({ key, data }) => {
      const at = momentOf(data.scheduledFor);
      if (data.state === 'held' || data.state === 'not-held')
        return duty('eoir', key, at, due, {
          metAt: firstOutcome(data, superseded.get(key)),
          metBy: [key],
        });
      const day = hearingDay(data, at);
      const ofCase = court.of.caseOn(data.person.identifiers?.eoirCaseId, day);
      const told: Moment[] = [];
      const endings: Moment[] = [];
      // Moved, and to no other time: nothing can have come of it then.
      if (data.state === 'moved') {
        const { until } = hearingTimes(data, superseded.get(key)).at(-1)!;
        if (until !== Infinity) endings.push({ key, at: until });
      }
      for (const ending of court.dispositives) {
        if (ending.of !== ofCase) continue;
        const recordedAt = ending.day === day ? rulings.get(ending.key) : undefined;
        if (recordedAt !== undefined) told.push({ key: ending.key, at: recordedAt });
        // A case closed on the day of its hearing had that hearing.
        else if (ending.day !== day && !isTakenBack(court, ending, day))
          endings.push({ key: ending.key, at: ending.from });
      }
      for (const move of court.moves) {
        if (move.of !== ofCase) continue;
        const recordedAt = move.day === day ? rulings.get(move.key) : undefined;
        if (recordedAt !== undefined) told.push({ key: move.key, at: recordedAt });
      }
      const ended = firstFrom(endings, firstSetAt(data, superseded.get(key)));
      return duty('eoir', key, at, due, {
        ...firstFrom(told, -Infinity),
        lapsesAt: ended.metAt,
        lapsedBy: ended.metBy,
      });
    });
  },
};

/** Whether the hearings of a day are of a proceeding that began again after the ending of another (docs/domain.md §6). */
function isTakenBack({ cases, reopenings }: CourtFacts, ended: Dispositive, day: string): boolean {
  return (
    reopenings.some((one) => one.of === ended.of && one.day >= ended.day && one.day <= day) ||
    cases.some((one) => one.of === ended.of && one.day > ended.day && one.day <= day)
  );
}

function firstOutcome(
  hearing: RecordData<'eoir.hearing'>,
  earlier: readonly RecordAssertion[] | undefined,
): number {
  let first = momentOf(hearing.recordedAt);
  for (const { type, data } of earlier ?? []) {
    // Of the same hearing time: moved since, it has another outcome to report.
    if (type !== 'eoir.hearing' || data.scheduledFor !== hearing.scheduledFor || data.voided === true)
      continue;
    if (data.state === 'held' || data.state === 'not-held')
      first = Math.min(first, momentOf(data.recordedAt));
  }
  return first;
}
