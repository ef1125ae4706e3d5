import type { RecordData } from '../../contracts/records/index.ts';
import type { RecordAssertion } from '../case-file.ts';
import type { CourtFacts, Dispositive } from '../dimensions/court-facts.ts';
import type { Fact } from '../facts.ts';
import { hearingDay } from '../hearing-day.ts';
import { firstSetAt, hearingTimes } from '../hearing-times.ts';
import { isOfChild } from '../hearing-types.ts';
import { duty, firstFrom, momentOf, type Moment, type ObligationRule } from './rule.ts';

/**
 * An outcome was reported when EOIR first recorded a version that says one, or a decision made that day: what it records later, or
 * corrects, does not make the report late.
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
    const rulings = new Map(
      facts['eoir.decision'].map(({ key, data }) => [key, firstRuling(data, superseded.get(key))]),
    );
    return facts['eoir.hearing'].flatMap(({ key, data }) => {
      if (!isOfChild(data)) return [];
      const at = momentOf(data.scheduledFor);
      const day = hearingDay(data, at);
      const ofCase = court.hearingsOf.get(key);
      const told: Moment[] = [];
      const endings: Moment[] = [];
      // Told late, it takes nothing from a decision of that day, nor from what ended the case before.
      if (isOutcome(data)) told.push({ key, at: firstOutcome(data, superseded.get(key)) });
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

/** When EOIR first recorded a decision of that day, whatever a later version says was decided. */
function firstRuling(
  { decidedOn, recordedAt }: RecordData<'eoir.decision'>,
  lower: readonly RecordAssertion[] = none,
): number {
  let first = momentOf(recordedAt);
  for (const { type, data } of lower)
    if (type === 'eoir.decision' && data.voided !== true && data.decidedOn === decidedOn)
      first = Math.min(first, momentOf(data.recordedAt));
  return first;
}

/**
 * When EOIR first recorded an outcome of the hearing. One that a later version only corrects counts, though it corrects the time; where
 * a version between says that the hearing is still to come, at another time, there was another outcome to report.
 */
function firstOutcome(hearing: RecordData<'eoir.hearing'>, lower: readonly RecordAssertion[] = none): number {
  const at = momentOf(hearing.scheduledFor);
  let first = momentOf(hearing.recordedAt);
  let isCorrected = true;
  for (const { data } of hearingVersions(lower).toReversed()) {
    isCorrected &&= isOutcome(data);
    if (isOutcome(data) && (isCorrected || momentOf(data.scheduledFor) === at))
      first = Math.min(first, momentOf(data.recordedAt));
  }
  return first;
}

function isOutcome({ state }: RecordData<'eoir.hearing'>): boolean {
  return state === 'held' || state === 'not-held';
}

const none: readonly never[] = [];

/** The contents of lower versions that were not withdrawn, by version. */
function hearingVersions(lower: readonly RecordAssertion[]): Array<Fact<'eoir.hearing'>> {
  return lower
    .filter((one) => one.type === 'eoir.hearing')
    .filter(({ data }) => data.voided !== true)
    .sort((a, b) => a.data.version - b.data.version);
}
