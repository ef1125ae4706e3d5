import { duty, momentOf, type ObligationRule } from './rule.ts';

export const notifyHhs: ObligationRule = {
  id: 'notify-hhs',
  title: 'Tell HHS that a child was apprehended',
  owners: ['ice'],
  authority: '8 USC 1232(b)(2)',
  severity: 'high',
  starts: 'apprehension (apprehendedAt of a transfer to HHS)',
  due: { hours: 48 },
  metBy: 'hhsNotifiedAt of the transfer',
  expects: null,
  inForce: { from: '2009-03-23', to: null },
  duties: ({ facts }, due) =>
    facts['ice.custody-transfer']
      .filter(({ data }) => data.direction === 'to-hhs' && data.apprehendedAt !== undefined)
      .map(({ key, data }) =>
        duty('ice', key, momentOf(data.apprehendedAt), due, {
          metAt: momentOf(data.hhsNotifiedAt),
          metBy: [key],
        }),
      ),
};
