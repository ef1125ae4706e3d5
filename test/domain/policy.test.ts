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

  it.each([
    ['by its figures', { callDueDays: 20, callOverdueDays: 25 }],
    ['by its duty', { obligations: { 'wellbeing-call': { due: { days: 20, grace: 5 } } } }],
    [
      'by both, alike',
      {
        callDueDays: 20,
        callOverdueDays: 25,
        obligations: { 'wellbeing-call': { due: { days: 20, grace: 5 } } },
      },
    ],
  ])('has one time for a well-being call, given %s', (_title, change) => {
    const policy = policyWith({ version: 'v', ...change });
    expect(policyProblem(policy)).toBeNull();
    expect(policy).toMatchObject({ callDueDays: 20, callOverdueDays: 25 });
    expect(policy.rules.find((rule) => rule.id === 'wellbeing-call')).toMatchObject({
      due: { days: 20, grace: 5 },
      severity: 'high',
    });
  });

  it('keeps what a change of the call’s duty says beside its time', () => {
    const policy = policyWith({
      version: 'v',
      callDueDays: 28,
      obligations: { 'wellbeing-call': { severity: 'low' } },
    });
    expect(policy.rules.find((rule) => rule.id === 'wellbeing-call')).toMatchObject({
      due: { days: 28, grace: 9 },
      severity: 'low',
    });
    expect(policyWith({ version: 'v', callDueDays: 28 }).rules).toHaveLength(currentPolicy.rules.length);
  });

  it.each([
    { callDueDays: 20, obligations: { 'wellbeing-call': { due: { days: 21, grace: 16 } } } },
    { obligations: { 'wellbeing-call': { due: { calendarDays: 30 } } } },
    { obligations: { 'wellbeing-call': { due: 'at-once' as const } } },
  ])('has not two times for a well-being call: %j', (change) => {
    expect(policyProblem(policyWith({ version: 'v', ...change }))).toMatch(
      /^obligations\/wellbeing-call\/due must be days and grace that come to callDueDays/,
    );
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
