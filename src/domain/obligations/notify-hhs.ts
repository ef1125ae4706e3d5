import { duty, momentOf, notBefore, type ObligationRule } from './rule.ts';

/** HHS knows of a child that it has: where no notice is on record the hand-over ends the duty, and no more than that. */
export const notifyHhs: ObligationRule = {
  id: 'notify-hhs',
  title: 'Tell HHS that a child was apprehended',
  owners: ['ice'],
  authority: '8 USC 1232(b)(2)',
  severity: 'high',
  starts: 'apprehension (apprehendedAt of a transfer to HHS)',
  due: { hours: 48 },
  metBy: 'hhsNotifiedAt of the transfer; where there is none, it lapses by the transfer',
  expects: [],
  inForce: { from: '2009-03-23', to: null },
  duties: ({ facts }, due) =>
    facts['ice.custody-transfer']
      .filter(({ data }) => data.direction === 'to-hhs' && data.apprehendedAt !== undefined)
      .map(({ key, data }) => {
        const apprehended = momentOf(data.apprehendedAt);
        const notified = notBefore(apprehended, momentOf(data.hhsNotifiedAt));
        return duty('ice', key, apprehended, due, {
          metAt: notified,
          metBy: [key],
          lapsesAt: notified === Infinity ? momentOf(data.transferredAt) : Infinity,
          lapsedBy: [key],
        });
      }),
};
