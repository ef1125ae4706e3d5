import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { contactRuns } from '../../../src/domain/dimensions/contact.ts';
import { placementFacts } from '../../../src/domain/dimensions/placement.ts';
import { currentPolicy, type Policy } from '../../../src/domain/policy.ts';
import { runAt } from '../../../src/domain/runs.ts';
import { factsFrom, record } from '../../support/records.ts';

const releasedAt = '2025-01-01T15:30:00.000Z';
const release = record('hhs.release', 'r', { data: { releasedAt } });
const call = (id: string, attemptedAt: string, reached: 'child' | 'sponsor' | 'both' | 'nobody') =>
  record('hhs.wellbeing-call', id, { data: { attemptedAt, reached } });

function contactAt(at: string, records: Assertion[], policy: Policy = currentPolicy) {
  const facts = factsFrom(...records);
  const { value, rule, basis } = runAt(contactRuns(facts, placementFacts(facts), policy), Date.parse(at));
  return [value, rule, ...basis];
}

describe('without a call', () => {
  it.each([
    ['at release no call is due yet', releasedAt, 'not-due', 'call-not-yet-due'],
    ['a second before day 30 it is not', '2025-01-31T15:29:59.000Z', 'not-due', 'call-not-yet-due'],
    ['at day 30, to the second, it is due', '2025-01-31T15:30:00.000Z', 'due', 'call-due'],
    ['a second before day 37 it is due', '2025-02-07T15:29:59.000Z', 'due', 'call-due'],
    ['at day 37, to the second, it is overdue', '2025-02-07T15:30:00.000Z', 'overdue', 'call-overdue'],
    ['and stays so', '2026-02-07T15:30:00.000Z', 'overdue', 'call-overdue'],
  ])('%s', (_title, at, value, rule) => {
    expect(contactAt(at, [release])).toEqual([value, rule, 'hhs.release/r@hhs:test']);
  });

  it('counts days of 24 hours, also over the change to summer time', () => {
    const march = record('hhs.release', 'r', { data: { releasedAt: '2025-03-01T04:00:00.000Z' } });
    expect(contactAt('2025-03-31T03:59:59.999Z', [march])[0]).toBe('not-due');
    expect(contactAt('2025-03-31T04:00:00.000Z', [march])[0]).toBe('due');
  });

  it('goes by the policy', () => {
    const policy = { ...currentPolicy, version: 'test', callDueDays: 1, callOverdueDays: 2 };
    expect(contactAt('2025-01-02T15:30:00.000Z', [release], policy)[0]).toBe('due');
    expect(contactAt('2025-01-03T15:30:00.000Z', [release], policy)[0]).toBe('overdue');
  });
});

describe('with calls', () => {
  it.each(['child', 'sponsor', 'both'] as const)('one that reached %s: reached', (reached) => {
    expect(contactAt('2025-02-10T00:00:00Z', [release, call('c', '2025-02-09T00:00:00Z', reached)])).toEqual([
      'reached',
      'call-reached',
      'hhs.wellbeing-call/c@hhs:test',
    ]);
  });

  it('one that reached nobody: not reached, also before a call was due', () => {
    expect(contactAt('2025-01-03T00:00:00Z', [release, call('c', '2025-01-02T00:00:00Z', 'nobody')])).toEqual(
      ['not-reached', 'call-not-reached', 'hhs.wellbeing-call/c@hhs:test'],
    );
  });

  it('the latest decides', () => {
    const calls = [call('a', '2025-02-01T00:00:00Z', 'child'), call('b', '2025-02-02T00:00:00Z', 'nobody')];
    expect(contactAt('2025-02-01T12:00:00Z', [release, ...calls])[0]).toBe('reached');
    expect(contactAt('2025-02-02T00:00:00Z', [release, ...calls])[0]).toBe('not-reached');
  });

  it('at one moment the greater key decides', () => {
    const at = '2025-02-01T00:00:00Z';
    expect(contactAt(at, [release, call('b', at, 'child'), call('a', at, 'nobody')])[0]).toBe('reached');
  });

  it.each([
    ['child', 'reached'],
    ['nobody', 'not-reached'],
  ] as const)(
    'an early one that reached %s: %s, and once a call is due it answers it no more',
    (reached, value) => {
      const early = [release, call('c', '2025-01-01T15:40:00Z', reached)];
      expect(contactAt('2025-01-31T15:29:59Z', early)[0]).toBe(value);
      expect(contactAt('2025-01-31T15:30:00Z', early)).toEqual(['due', 'call-due', 'hhs.release/r@hhs:test']);
      expect(contactAt('2025-02-07T15:30:00Z', early)[0]).toBe('overdue');
    },
  );

  it('one of the Eastern day on which it is due answers it, though hours before', () => {
    const [before, morning] = ['2025-01-31T04:59:59.999Z', '2025-01-31T05:00:00Z'];
    expect(contactAt('2025-02-01T00:00:00Z', [release, call('c', morning, 'child')])[0]).toBe('reached');
    expect(contactAt('2025-02-01T00:00:00Z', [release, call('c', before, 'child')])[0]).toBe('due');
  });

  it('one at the moment of release counts, one before it does not', () => {
    expect(contactAt(releasedAt, [release, call('c', releasedAt, 'child')])[0]).toBe('reached');
    expect(contactAt(releasedAt, [release, call('c', '2025-01-01T15:29:59.999Z', 'child')])[0]).toBe(
      'not-due',
    );
  });

  it('one before a second release does not count for it', () => {
    const again = record('hhs.release', 's', { data: { releasedAt: '2025-06-01T00:00:00.000Z' } });
    const records = [release, call('c', '2025-02-01T00:00:00Z', 'child'), again];
    expect(contactAt('2025-06-02T00:00:00Z', records)).toEqual([
      'not-due',
      'call-not-yet-due',
      'hhs.release/s@hhs:test',
    ]);
  });
});

describe('where no call is due', () => {
  it('says so without any placement', () => {
    expect(contactAt(releasedAt, [])).toEqual(['not-due', 'no-call-due']);
  });

  it('says so after a release of another type', () => {
    const other = record('hhs.release', 'r', { data: { releasedAt, dischargeType: 'aged-out' } });
    const records = [other, call('c', '2025-01-02T00:00:00Z', 'child')];
    expect(contactAt('2025-03-01T00:00:00Z', records)).toEqual([
      'not-due',
      'no-call-due',
      'hhs.release/r@hhs:test',
    ]);
  });

  it('says so once the child is back in care', () => {
    const back = record('hhs.placement', 'p', { data: { admittedAt: '2025-02-03T00:00:00.000Z' } });
    expect(contactAt('2025-02-02T23:59:59Z', [release, back])[0]).toBe('due');
    expect(contactAt('2025-02-03T00:00:00Z', [release, back])).toEqual([
      'not-due',
      'no-call-due',
      'hhs.placement/p@hhs:test',
    ]);
  });
});
