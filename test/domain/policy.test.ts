import { expect, it } from '@jest/globals';
import { currentPolicy } from '../../src/domain/policy.ts';

it('the current policy has the window that HHS OIG measured: due on day 30, overdue after day 37', () => {
  expect(currentPolicy).toMatchObject({
    version: expect.stringMatching(/^\d{4}-\d{2}-\d{2}(\.\d)?$/),
    callDueDays: 30,
    callOverdueDays: 37,
  });
});
