import { duty, momentOf, type ObligationRule } from './rule.ts';

/** Ways of leaving ORR care into someone else's. */
const releases = new Set<string>([
  'reunified-with-sponsor',
  'unaccompanied-refugee-minor-programme',
  'licensed-programme',
  'legal-status',
]);

export const notifyRelease: ObligationRule = {
  id: 'notify-release',
  title: 'Tell ICE that a child was released',
  owners: ['hhs'],
  authority: 'ORR policy guide 2.8',
  severity: 'medium',
  starts: 'release to a sponsor, a programme or on legal status',
  due: { hours: 24 },
  metBy: 'noticeToIceAt of the release, also before it',
  expects: [],
  inForce: { from: '2015-01-30', to: null },
  duties: ({ facts }, due) =>
    facts['hhs.release']
      .filter(({ data }) => releases.has(data.dischargeType))
      .map(({ key, data }) =>
        duty('hhs', key, momentOf(data.releasedAt), due, {
          metAt: momentOf(data.noticeToIceAt),
          metBy: [key],
        }),
      ),
};
