import { describe, expect, it } from '@jest/globals';
import type { DiscrepancyNotice, ObligationNotice } from '../../src/contracts/notice.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { noticesOf, toldOf } from '../../src/reconciler/notices.ts';
import { renderStatus } from '../../src/reconciler/render-status.ts';
import { record } from '../support/records.ts';

const at = Date.parse('2025-06-01T00:00:00Z');
const position = { topic: 'any', partition: 0, offset: '0' };
const rendered = (...records: Assertion[]) =>
  caseFilesOf(records).children.map((child) => renderStatus(child, () => position, currentPolicy, at));

/** What the owners of one duty hear when the records become these. */
function heard(obligation: string, before: readonly Assertion[], after: readonly Assertion[]) {
  const told = toldOf(rendered(...before).map(({ childId, found }) => ({ childId, findings: found })));
  const statuses = rendered(...after).map(({ status }) => status);
  return noticesOf(told, statuses, currentPolicy.rules)
    .map(({ payload }) => JSON.parse(payload) as ObligationNotice)
    .filter((notice) => notice.obligation === obligation)
    .map(({ event, before: was, state, level }) => ({ event, was, state, level }));
}

const handOver = record('ice.custody-transfer', 't', { data: { transferredAt: '2025-01-02T15:00:00Z' } });
const released = record('hhs.release', 'r', {
  data: { releasedAt: '2025-01-04T15:00:00Z', dischargeType: 'legal-status' },
});
const placed = record('hhs.placement', 'p', { data: { admittedAt: '2025-01-03T15:00:00Z' } });

describe('notices of a duty', () => {
  it('say that what was told as lapsed was met', () => {
    expect(heard('confirm-arrival', [handOver, released], [handOver, released, placed])).toEqual([
      { event: 'closed', was: 'lapsed', state: 'met', level: 0 },
    ]);
  });

  it('say nothing where it is as it was', () => {
    const all = [handOver, released, placed];
    expect(heard('confirm-arrival', all, all)).toEqual([]);
  });

  it('name the authority that the policy in force gives, also of a duty that is gone', () => {
    const rules = currentPolicy.rules.map((rule) =>
      rule.id === 'serve-nta' ? { ...rule, authority: 'another' } : rule,
    );
    const told = toldOf(rendered(handOver).map(({ childId, found }) => ({ childId, findings: found })));
    const gone = noticesOf(told, [], rules).map(({ payload }) => JSON.parse(payload) as ObligationNotice);
    expect(gone.filter(({ obligation }) => obligation === 'serve-nta')).toMatchObject([
      { event: 'withdrawn', authority: 'another' },
    ]);
  });
});

describe('notices of a record that waits', () => {
  const orr = { orrId: '1' };
  const ofOne = record('hhs.placement', 'p1', { ids: { aNumber: 'A011111112', ...orr } });
  const ofTwo = record('hhs.placement', 'p2', { ids: { aNumber: 'A022222223', ...orr } });
  const waits = record('hhs.release', 'r', { ids: orr });
  const corrected = record('hhs.placement', 'p2', {
    ids: { aNumber: 'A022222223', orrId: '2' },
    data: { version: 2 },
  });
  const heardOf = (before: readonly Assertion[], after: readonly Assertion[]) =>
    noticesOf(
      toldOf(rendered(...before).map(({ childId, found }) => ({ childId, findings: found }))),
      rendered(...after).map(({ status }) => status),
      currentPolicy.rules,
    )
      .map(({ payload }) => JSON.parse(payload) as DiscrepancyNotice)
      .filter(({ rule }) => rule === 'record-waits')
      .map(({ event, owner, records }) => [event, owner, ...records].join(' '))
      .sort();

  it('tell its agency of each child that it may be of, when it begins to wait and when it does no more', () => {
    const before = [ofOne, waits];
    const between = [...before, ofTwo];
    expect(heardOf(before, between)).toEqual([
      'opened hhs hhs.placement/p1 hhs.release/r',
      'opened hhs hhs.placement/p2 hhs.release/r',
    ]);
    expect(heardOf(between, between)).toEqual([]);
    expect(heardOf(between, [...between, corrected])).toEqual([
      'closed hhs hhs.placement/p1 hhs.release/r',
      'closed hhs hhs.placement/p2 hhs.release/r',
    ]);
  });
});
