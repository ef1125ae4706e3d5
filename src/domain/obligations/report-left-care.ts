import { custodyAfterRelease, duty, lapse, momentOf, notBefore, type ObligationRule } from './rule.ts';

export const reportLeftCare: ObligationRule = {
  id: 'report-left-care',
  title: 'Tell ICE that a child left care on its own',
  owners: ['hhs'],
  authority: 'ORR–DHS memorandum of agreement; ORR policy guide 2.8',
  severity: 'high',
  starts: 'unauthorized absence',
  due: { hours: 24 },
  metBy: 'noticeToIceAt of the release record; it lapses where the child is in custody or care again',
  expects: [],
  inForce: { from: '2015-01-30', to: null },
  duties: ({ facts, placements }, due) =>
    facts['hhs.release']
      .filter(({ data }) => data.dischargeType === 'unauthorized-absence')
      .map(({ key, data }) =>
        duty('hhs', key, momentOf(data.releasedAt), due, {
          metAt: notBefore(momentOf(data.releasedAt), momentOf(data.noticeToIceAt)),
          metBy: [key],
          ...lapse(custodyAfterRelease(placements, key)),
        }),
      ),
};
