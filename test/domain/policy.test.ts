import { describe, expect, it } from '@jest/globals';
import { readPolicyChange } from '../../src/contracts/policy.ts';
import { currentPolicy, policyProblem, policyWith } from '../../src/domain/policy.ts';

it('the current policy has the window that HHS OIG measured: due on day 30, overdue after day 37', () => {
  expect(currentPolicy).toMatchObject({
    version: expect.stringMatching(/^\d{4}-\d{2}-\d{2}(\.\d)?$/),
    callDueDays: 30,
    callOverdueDays: 37,
  });
});

describe('a policy of one’s own', () => {
  it('is named by its version and what it is made of', () => {
    const one = policyWith({ version: '2027-01-01', callDueDays: 28 });
    expect(one.version).toMatch(/^2027-01-01\+[0-9a-f]{8}$/);
    expect(policyWith({ version: '2027-01-01', callDueDays: 28 }).version).toBe(one.version);
    expect(policyWith({ version: '2027-01-01', callDueDays: 27 }).version).not.toBe(one.version);
    expect(policyWith({ version: currentPolicy.version }).version).not.toBe(currentPolicy.version);
  });

  it('has no call that is overdue before it is due', () => {
    expect(policyProblem(policyWith({ version: 'v', callDueDays: 37 }))).toBeNull();
    expect(policyProblem(policyWith({ version: 'v', callDueDays: 38 }))).toMatch(
      /^callDueDays is 38 and callOverdueDays 37/,
    );
    expect(policyProblem(policyWith({ version: 'v', callOverdueDays: 29 }))).toMatch(/before it is due/);
  });

  it('has no duty whose time ends before it begins', () => {
    const inForce = (to: string | null) =>
      readPolicyChange(
        JSON.stringify({
          version: 'v',
          obligations: { 'serve-nta': { inForce: { from: '2026-01-02', to } } },
        }),
      );
    expect(inForce('2026-01-01')).toBe(
      '/obligations/serve-nta/inForce/to use the day of from, a later one, or null',
    );
    for (const to of ['2026-01-02', null]) expect(typeof inForce(to)).toBe('object');
  });
});
