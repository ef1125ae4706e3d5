import { describe, expect, it } from '@jest/globals';
import { readPolicyChange } from '../../src/contracts/policy.ts';
import { courseOf } from '../../src/domain/assess.ts';
import { dueFrom } from '../../src/domain/obligations/rule.ts';
import { caseFileOf, record, someANumber } from '../support/records.ts';
import { currentPolicy, policyProblem, policyWith } from '../../src/domain/policy.ts';

it('the current policy has the window that HHS OIG measured: due on day 30, overdue after day 37', () => {
  expect(currentPolicy).toMatchObject({
    version: expect.stringMatching(/^\d{4}-\d{2}-\d{2}(\.\d)?$/),
    callDueDays: 30,
    callOverdueDays: 37,
  });
});

/** A child to whom all is owed. */
const lifeWithAll = caseFileOf(
  record('ice.custody-transfer', 't', {
    data: {
      apprehendedAt: '2025-01-06T15:00:00Z',
      determinedUnaccompaniedAt: '2025-01-06T15:00:00Z',
      transferredAt: '2025-01-08T15:00:00Z',
      person: {
        identifiers: { aNumber: someANumber },
        birthDate: { value: '2012-01-25', precision: 'day' },
      },
    },
  }),
  record('hhs.placement', 'p', { data: { admittedAt: '2025-01-08T20:00:00Z', sponsorCategory: '4' } }),
  record('ice.notice-to-appear', 'n', { data: { issuedOn: '2025-01-09', servedOn: '2025-01-10' } }),
  record('eoir.case', 'c', { data: { receivedOn: '2025-01-13' } }),
  record('eoir.hearing', 'h', { data: { scheduledFor: '2025-03-04T15:00:00Z' } }),
  record('eoir.decision', 'd', { data: { decidedOn: '2025-05-06', inAbsentia: 'yes' } }),
  record('hhs.release', 'r', { data: { releasedAt: '2030-03-05T15:00:00Z' } }),
  record('hhs.release', 's', {
    data: { releasedAt: '2030-04-05T15:00:00Z', dischargeType: 'unauthorized-absence' },
  }),
  record('eoir.case', 'e', { data: { receivedOn: '2030-03-08' } }),
  record('hhs.address', 'a', {
    data: {
      effectiveOn: '2030-03-12',
      address: { line1: '12 Elm Street', city: 'Houston', state: 'TX', postalCode: '77001' },
    },
  }),
);

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

  it.each([
    ['days', { days: 14 }],
    ['days and grace', { days: 14, grace: 2 }],
    ['hours', { hours: 240 }],
    ['workingDays', { workingDays: 14 }],
    ['at-once', 'at-once' as const],
  ])('has no time in %s for the rule that compares days with the day of a hearing', (unit, due) => {
    const change = { version: 'v', obligations: { 'ten-days-before-hearing': { due } } };
    expect(policyProblem(policyWith(change))).toBe(
      `obligations/ten-days-before-hearing/due is in ${unit}, which this duty does not read: give it in calendarDays`,
    );
  });

  const units = [
    'at-once' as const,
    { hours: 3 },
    { days: 3 },
    { days: 3, grace: 2 },
    { calendarDays: 3 },
    { workingDays: 3 },
  ];
  const readsAll = currentPolicy.rules
    .map(({ id }) => id)
    .filter((id) => id !== 'wellbeing-call' && id !== 'ten-days-before-hearing');
  it.each(readsAll)('has a time in any unit for %s, and it is read', (id) => {
    for (const due of units) {
      const policy = policyWith({ version: 'v', obligations: { [id]: { due } } });
      expect(policyProblem(policy)).toBeNull();
      const { dueAt, overdueAt, opensAt } = courseOf(lifeWithAll, policy).duties.find(
        ({ rule }) => rule.id === id,
      )!;
      const grace = typeof due === 'object' && 'grace' in due ? due.grace * 86_400_000 : 0;
      expect([dueAt, overdueAt]).toEqual([dueFrom(opensAt, due), dueFrom(opensAt, due) + grace]);
    }
  });

  it.each([
    ['the day before', '2026-12-30', 0],
    ['that day', '2026-12-31', 1],
    ['none', null, 1],
  ] as const)(
    'has a duty that begins in the last hour of 31 December where the last day in force is %s',
    (_title, to, count) => {
      // From one day to the same day, too.
      const inForce = { from: to ?? '2026-12-31', to };
      const policy = policyWith({ version: 'v', obligations: { 'notify-release': { inForce } } });
      const release = record('hhs.release', 'r', { data: { releasedAt: '2027-01-01T04:59:59Z' } });
      const { duties } = courseOf(caseFileOf(release), policy);
      expect(duties.filter(({ rule }) => rule.id === 'notify-release')).toHaveLength(count);
    },
  );

  it('has no duty that begins on the day after the last, or before the first', () => {
    const policy = policyWith({
      version: 'v',
      obligations: { 'notify-release': { inForce: { from: '2026-12-31', to: '2026-12-31' } } },
    });
    for (const releasedAt of ['2026-12-31T04:59:59Z', '2027-01-01T05:00:00Z']) {
      const { duties } = courseOf(caseFileOf(record('hhs.release', 'r', { data: { releasedAt } })), policy);
      expect(duties.filter(({ rule }) => rule.id === 'notify-release')).toEqual([]);
    }
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
