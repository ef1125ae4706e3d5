import { duty, momentOf, type ObligationRule } from './rule.ts';

/** Always met in the end, since the record that starts it is the transfer's; what it shows is whether that was late. */
export const transferToHhs: ObligationRule = {
  id: 'transfer-to-hhs',
  title: 'Hand the child over to HHS',
  owners: ['ice'],
  authority: '8 USC 1232(b)(3)',
  severity: 'high',
  starts: 'determined unaccompanied (determinedUnaccompaniedAt of a transfer to HHS)',
  due: { hours: 72 },
  metBy: 'transferredAt of the transfer',
  expects: ['ice.custody-transfer'],
  inForce: { from: '2009-03-23', to: null },
  duties: ({ facts }, due) =>
    facts['ice.custody-transfer']
      .filter(({ data }) => data.direction === 'to-hhs' && data.determinedUnaccompaniedAt !== undefined)
      .map(({ key, data }) =>
        duty('ice', key, momentOf(data.determinedUnaccompaniedAt), due, {
          metAt: momentOf(data.transferredAt),
          metBy: [key],
        }),
      ),
};
