import { describe, expect, it } from '@jest/globals';
import type { DiscrepancyNotice, ObligationNotice } from '../../src/contracts/notice.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { caseFilesOf } from '../../src/domain/case-files.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { noticesOf, toldOf } from '../../src/reconciler/notices.ts';
import { renderStatus } from '../../src/reconciler/render-status.ts';
import { act } from '../support/duties.ts';
import { record, someANumber } from '../support/records.ts';

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

  const served = (servedOn: string) =>
    record('ice.notice-to-appear', 'n', { data: { issuedOn: '2025-01-02', servedOn } });
  const on = { obligation: 'serve-nta', owner: 'ice', subject: 'ice.custody-transfer/t@ice:test' } as const;
  const waiver = (more: object = {}) =>
    act('w', { ...on, act: 'waive', occurredAt: '2025-02-10T15:00:00.000Z', ...more });
  /** Born on 2011-02-20, so that serve-nta is overdue on 2025-02-01 and worse on 2025-02-20. */
  const aged = record('ice.custody-transfer', 't', {
    data: {
      transferredAt: '2025-01-02T15:00:00Z',
      person: {
        identifiers: { aNumber: someANumber },
        birthDate: { value: '2011-02-20', precision: 'day' },
      },
    },
  });
  const opened = { event: 'opened', was: null, state: 'open', level: 0 };
  const missed = { event: 'escalated', was: 'open', state: 'overdue', level: 1 };
  const worse = { event: 'escalated', was: 'overdue', state: 'overdue', level: 2 };

  it.each<[string, Assertion[], Assertion[], object[]]>([
    [
      'each missed deadline of one that is first heard of when they have passed',
      [],
      [aged],
      [opened, missed, worse],
    ],
    ['nothing of one that was met before it was heard of', [], [aged, served('2025-05-01')], []],
    [
      'the deadlines missed before it was waived',
      [],
      [aged, waiver()],
      [opened, missed, { event: 'waived', was: 'overdue', state: 'waived', level: 1 }],
    ],
    [
      'that it was seen',
      [aged],
      [aged, act('a', { ...on, occurredAt: '2025-05-01T15:00:00.000Z' })],
      [{ event: 'acknowledged', was: 'overdue', state: 'overdue', level: 2 }],
    ],
    [
      'that it was met late',
      [aged],
      [aged, served('2025-05-01')],
      [{ event: 'closed', was: 'overdue', state: 'met', level: 2 }],
    ],
    [
      'that what had met it was taken back',
      [aged, served('2025-01-10')],
      [aged, record('ice.notice-to-appear', 'n', { data: { issuedOn: '2025-01-02', version: 2 } })],
      [{ event: 'reopened', was: 'met', state: 'open', level: 0 }, missed, worse],
    ],
    [
      'that what had waived it was taken back',
      [aged, waiver()],
      [aged, waiver({ version: 2, voided: true })],
      [{ event: 'reopened', was: 'waived', state: 'overdue', level: 1 }, worse],
    ],
  ])('say %s', (_what, before, after, steps) => {
    expect(heard('serve-nta', before, after)).toEqual(steps);
  });

  it('say nothing where it is as it was', () => {
    const all = [handOver, released, placed];
    expect(heard('confirm-arrival', all, all)).toEqual([]);
  });

  it('tell of another moment at which it is due, once', () => {
    const transferred = (version: number, transferredAt: string) =>
      record('ice.custody-transfer', 't', { data: { version, transferredAt } });
    const first = transferred(1, '2025-05-20T15:00:00Z');
    const sooner = transferred(2, '2025-05-10T15:00:00Z');
    expect(heard('serve-nta', [first], [first, sooner])).toEqual([
      { event: 'rescheduled', was: 'open', state: 'open', level: 0 },
    ]);
    expect(heard('serve-nta', [first, sooner], [first, sooner, placed])).toEqual([]);
    // What it says already is not told twice.
    expect(heard('serve-nta', [first], [first, transferred(2, '2025-03-10T15:00:00Z')])).toEqual([
      { event: 'escalated', was: 'open', state: 'overdue', level: 1 },
    ]);
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

describe('notices of two records that cannot both be true', () => {
  it('close it for one agency and open it for the other where a correction makes it that one’s', () => {
    const born = (
      type: 'ice.custody-transfer' | 'hhs.placement',
      version: number,
      recordedAt: string,
      value: string,
    ) =>
      record(type, 'b', {
        data: {
          version,
          recordedAt,
          person: { identifiers: { aNumber: someANumber }, birthDate: { value, precision: 'day' } },
        },
      });
    const ice = born('ice.custody-transfer', 1, '2025-01-01T00:00:00Z', '2010-01-01');
    const hhs = born('hhs.placement', 1, '2025-02-01T00:00:00Z', '2010-02-01');
    const again = born('ice.custody-transfer', 2, '2025-03-01T00:00:00Z', '2010-03-01');
    const told = toldOf(rendered(ice, hhs).map(({ childId, found }) => ({ childId, findings: found })));
    const notices = noticesOf(
      told,
      rendered(ice, hhs, again).map(({ status }) => status),
      currentPolicy.rules,
    )
      .map(({ payload }) => JSON.parse(payload) as DiscrepancyNotice)
      .filter(({ rule }) => rule === 'two-birth-dates');
    expect(notices.map(({ event, owner }) => `${event} ${owner}`).sort()).toEqual([
      'closed hhs',
      'opened ice',
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
      'opened hhs hhs.placement/p1@hhs:test hhs.release/r@hhs:test',
      'opened hhs hhs.placement/p2@hhs:test hhs.release/r@hhs:test',
    ]);
    expect(heardOf(between, between)).toEqual([]);
    expect(heardOf(between, [...between, corrected])).toEqual([
      'closed hhs hhs.placement/p1@hhs:test hhs.release/r@hhs:test',
      'closed hhs hhs.placement/p2@hhs:test hhs.release/r@hhs:test',
    ]);
  });
});
