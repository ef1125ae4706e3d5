import { easternDay } from '../eastern.ts';
import { duty, firstFrom, momentOf, type Moment, type ObligationRule } from './rule.ts';

/** When an outcome was reported is when EOIR recorded the version that says it, or the decision made that day. */
export const reportHearingOutcome: ObligationRule = {
  id: 'report-hearing-outcome',
  title: 'Report what came of a hearing',
  owners: ['eoir'],
  authority: 'house rule; DHS OIG-24-46 recommendation 1',
  severity: 'medium',
  starts: 'the time for which a hearing is scheduled has come',
  due: { workingDays: 2 },
  metBy:
    'the hearing held or not held, or a decision of that day; it lapses where the case ends before or after it',
  expects: 'eoir.hearing',
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, court }, due) {
    const rulings = new Map(facts['eoir.decision'].map(({ key, data }) => [key, momentOf(data.recordedAt)]));
    return facts['eoir.hearing'].map(({ key, data }) => {
      const at = momentOf(data.scheduledFor);
      if (data.state === 'held' || data.state === 'not-held')
        return duty('eoir', key, at, due, { metAt: momentOf(data.recordedAt), metBy: [key] });
      const day = easternDay(at);
      const told: Moment[] = [];
      const endings: Moment[] = [];
      for (const ending of court.dispositives) {
        const recordedAt = ending.day === day ? rulings.get(ending.key) : undefined;
        if (recordedAt === undefined) endings.push({ key: ending.key, at: ending.from });
        else told.push({ key: ending.key, at: recordedAt });
      }
      const ended = firstFrom(endings, momentOf(data.occurredAt));
      return duty('eoir', key, at, due, {
        ...firstFrom(told, -Infinity),
        lapsesAt: ended.metAt,
        lapsedBy: ended.metBy,
      });
    });
  },
};
