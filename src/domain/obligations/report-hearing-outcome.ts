import { duty, firstFrom, momentOf, type ObligationRule } from './rule.ts';

/** When an outcome was reported is when EOIR recorded the version that says it. */
export const reportHearingOutcome: ObligationRule = {
  id: 'report-hearing-outcome',
  title: 'Report what came of a hearing',
  owners: ['eoir'],
  authority: 'house rule; DHS OIG-24-46 recommendation 1',
  severity: 'medium',
  starts: 'the time for which a hearing is scheduled has come',
  due: { workingDays: 2 },
  metBy: 'the hearing held or not held; it lapses where the case ends between its setting and its time',
  expects: 'eoir.hearing',
  inForce: { from: '2009-03-23', to: null },
  duties({ facts, court }, due) {
    const endings = court.dispositives.map((found) => ({ key: found.key, at: found.from }));
    return facts['eoir.hearing'].map(({ key, data }) => {
      const at = momentOf(data.scheduledFor);
      if (data.state === 'held' || data.state === 'not-held')
        return duty('eoir', key, at, due, { metAt: momentOf(data.recordedAt), metBy: [key] });
      const ended = firstFrom(endings, momentOf(data.occurredAt));
      return duty('eoir', key, at, due, { lapsesAt: ended.metAt, lapsedBy: ended.metBy });
    });
  },
};
