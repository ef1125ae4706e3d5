import { describe, expect, it } from '@jest/globals';
import { placementFacts } from '../../../src/domain/dimensions/placement.ts';
import {
  custodyAfterRelease,
  dayOf,
  dueFrom,
  duty,
  firstFrom,
  isEndOfDay,
  isGone,
  lapse,
  momentOf,
  nextCustody,
  noticesReceived,
  placementAfterRelease,
} from '../../../src/domain/obligations/rule.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import type { DischargeType } from '../../../src/contracts/records/hhs.release.ts';
import { factsFrom, record } from '../../support/records.ts';

const ms = (text: string) => Date.parse(text);
const at = (day: number) => `2025-03-${String(day).padStart(2, '0')}T15:00:00.000Z`;
const released = (day: number, dischargeType: DischargeType = 'reunified-with-sponsor', id = 'r') =>
  record('hhs.release', id, { data: { releasedAt: at(day), dischargeType } });
const admitted = (day: number) => record('hhs.placement', `p${day}`, { data: { admittedAt: at(day) } });
const handed = (day: number, direction: 'to-hhs' | 'to-dhs' = 'to-hhs', more: object = {}) =>
  record('ice.custody-transfer', `t${day}`, { data: { transferredAt: at(day), direction, ...more } });
const placements = (...records: Assertion[]) => placementFacts(factsFrom(...records));

describe('the time of a duty', () => {
  const friday = '2025-03-07T15:00:00.000Z';

  it.each([
    ['at once', 'at-once', friday],
    ['72 hours, over a change of clocks too', { hours: 72 }, '2025-03-10T15:00:00.000Z'],
    ['days of 24 hours', { days: 3 }, '2025-03-10T15:00:00.000Z'],
    ['calendar days, to the end of the last', { calendarDays: 2 }, '2025-03-10T04:00:00.000Z'],
    ['working days, to the end of the last', { workingDays: 2 }, '2025-03-12T04:00:00.000Z'],
  ] as const)('%s', (_title, due, expected) => {
    expect(dueFrom(ms(friday), due)).toBe(ms(expected));
  });

  it('days begin at midnight, Eastern', () => {
    expect(dueFrom(ms('2025-03-08T04:59:59.999Z'), { calendarDays: 1 })).toBe(ms('2025-03-09T05:00:00.000Z'));
    expect(dueFrom(ms('2025-03-08T05:00:00.000Z'), { calendarDays: 1 })).toBe(ms('2025-03-10T04:00:00.000Z'));
    expect(dueFrom(ms('2025-03-08T04:59:59.999Z'), { workingDays: 1 })).toBe(ms('2025-03-11T04:00:00.000Z'));
  });

  it.each([
    ['at-once', false],
    [{ hours: 48 }, false],
    [{ days: 30, grace: 7 }, false],
    [{ calendarDays: 30 }, true],
    [{ workingDays: 5 }, true],
  ] as const)('%j ends with a day: %s', (due, ends) => {
    expect(isEndOfDay(due)).toBe(ends);
  });
});

describe('a duty', () => {
  const DAY = 86_400_000;

  it('is neither met nor lapsed unless something says so', () => {
    expect(duty('hhs', 'k', 0, { days: 30 })).toEqual({
      owner: 'hhs',
      subject: 'k',
      opensAt: 0,
      dueAt: 30 * DAY,
      overdueAt: 30 * DAY,
      escalatesAt: [],
      metAt: Infinity,
      metBy: [],
      lapsesAt: Infinity,
      lapsedBy: [],
    });
  });

  it('is due by its own beginning', () => {
    expect(duty('hhs', 'k', 7, { days: 30 })).toMatchObject({ opensAt: 7, dueAt: 7 + 30 * DAY });
  });

  it('is overdue after its grace', () => {
    expect(duty('hhs', 'k', 0, { days: 30, grace: 7 })).toMatchObject({
      dueAt: 30 * DAY,
      overdueAt: 37 * DAY,
    });
    expect(duty('hhs', 'k', 0, { days: 30, grace: 7 }, { dueAt: 5 })).toMatchObject({
      dueAt: 5,
      overdueAt: 5 + 7 * DAY,
    });
    expect(duty('hhs', 'k', 0, 'at-once')).toMatchObject({ dueAt: 0, overdueAt: 0 });
    expect(duty('hhs', 'k', 0, 'at-once', { overdueAt: 9 })).toMatchObject({ dueAt: 0, overdueAt: 9 });
  });
});

describe('moments of records', () => {
  it('are never where none is said', () => {
    expect(momentOf(undefined)).toBe(Infinity);
    expect(momentOf(at(1))).toBe(ms(at(1)));
    expect(dayOf(undefined)).toBe(Infinity);
    expect(dayOf('2025-03-09')).toBe(ms('2025-03-09T05:00:00.000Z'));
    expect(dayOf('2025-03-10')).toBe(ms('2025-03-10T04:00:00.000Z'));
  });

  it('the first from a moment on counts, that one included; at one moment that of the smallest key', () => {
    const moments = [
      { key: 'c', at: 5 },
      { key: 'b', at: 5 },
      { key: 'a', at: 4 },
    ];
    expect(firstFrom(moments, 4)).toEqual({ metAt: 4, metBy: ['a'] });
    for (const order of [moments, moments.toReversed()])
      expect(firstFrom(order, 5)).toEqual({ metAt: 5, metBy: ['b'] });
    expect(firstFrom(moments, 6)).toEqual({ metAt: Infinity, metBy: [] });
  });

  it('what never happens ends nothing', () => {
    expect(lapse(undefined)).toEqual({ lapsesAt: Infinity, lapsedBy: [] });
    expect(lapse({ key: 'a', at: Infinity })).toEqual({ lapsesAt: Infinity, lapsedBy: [] });
    expect(lapse({ key: 'a', at: 5 })).toEqual({ lapsesAt: 5, lapsedBy: ['a'] });
  });

  it('a case says that the court has a notice where it begins with one', () => {
    const facts = factsFrom(
      record('eoir.case', 'a', { data: { receivedOn: '2025-07-10' } }),
      record('eoir.case', 'b', { data: { receivedOn: '2025-07-10', caseType: 'AOC' } }),
      record('eoir.case', 'c', { data: { receivedOn: '2025-07-10', voided: true } }),
    );
    expect(noticesReceived(facts)).toEqual([
      { key: 'eoir.case/a@eoir:test', at: ms('2025-07-10T04:00:00.000Z') },
    ]);
  });
});

describe('after a release', () => {
  const key = 'hhs.release/r@hhs:test';

  it('the next place ends what was owed for it, at the same moment too', () => {
    const next = (...records: Assertion[]) => placementAfterRelease(placements(...records), key)?.key;
    expect(next(admitted(1), released(2))).toBeUndefined();
    expect(next(admitted(1), released(2), admitted(4), handed(3))).toBe('ice.custody-transfer/t3@ice:test');
    expect(next(released(2), released(5, 'died', 's'))).toBe('hhs.release/s@hhs:test');
    expect(next(released(2), handed(2, 'to-dhs'))).toBe('ice.custody-transfer/t2@ice:test');
    expect(next(released(2), handed(2, 'to-hhs'))).toBeUndefined();
  });

  it.each<[string, Assertion, string | undefined]>([
    ['an admission', admitted(3), 'hhs.placement/p3@hhs:test'],
    ['an admission before', admitted(1), undefined],
    ['a hand-over to DHS', handed(3, 'to-dhs'), 'ice.custody-transfer/t3@ice:test'],
    ['… at the moment of the release', handed(2, 'to-dhs'), 'ice.custody-transfer/t2@ice:test'],
    ['the police', released(3, 'transferred-to-law-enforcement', 's'), 'hhs.release/s@hhs:test'],
    ['papers', released(3, 'aged-out', 's'), undefined],
    ['a sponsor', released(3, 'reunified-with-sponsor', 's'), undefined],
    ['a departure', released(3, 'voluntary-departure', 's'), undefined],
    ['a death', released(3, 'died', 's'), undefined],
  ])('custody again by %s', (_title, one, expected) => {
    expect(custodyAfterRelease(placements(released(2, 'unauthorized-absence'), one), key)?.key).toBe(
      expected,
    );
  });

  it('custody again, though papers came before', () => {
    const facts = placements(
      released(2, 'unauthorized-absence'),
      released(3, 'aged-out', 's'),
      handed(5, 'to-dhs'),
    );
    expect(custodyAfterRelease(facts, key)?.key).toBe('ice.custody-transfer/t5@ice:test');
  });
});

describe('the next custody', () => {
  const next = (after: number, ...records: Assertion[]) =>
    nextCustody(placements(...records), ms(at(after)))?.key;

  it('is the first after a moment, from outside the government’s hands', () => {
    expect(next(2, released(1), admitted(3), admitted(5))).toBe('hhs.placement/p3@hhs:test');
    expect(next(2, admitted(3))).toBe('hhs.placement/p3@hhs:test');
    expect(next(3, released(1), admitted(3))).toBeUndefined();
  });

  it('is no move within them', () => {
    expect(next(2, admitted(1), admitted(3), handed(4, 'to-dhs'), handed(5))).toBeUndefined();
    expect(next(2, admitted(1), released(3, 'transferred-to-law-enforcement'), admitted(4))).toBeUndefined();
    expect(next(2, admitted(1), released(3), admitted(4))).toBe('hhs.placement/p4@hhs:test');
    expect(next(2, admitted(1), released(3, 'unauthorized-absence'), handed(4, 'to-dhs'))).toBe(
      'ice.custody-transfer/t4@ice:test',
    );
  });

  it('is no moment of care that ended at once: of one moment the last place decides', () => {
    expect(next(2, released(3), admitted(3))).toBeUndefined();
    expect(next(2, admitted(1), released(3, 'transferred-to-dhs'), handed(3, 'to-dhs'))).toBeUndefined();
  });
});

describe('where no duty reaches a child', () => {
  it.each<[DischargeType, boolean]>([
    ['died', true],
    ['voluntary-departure', true],
    ['reunified-with-sponsor', false],
    ['unauthorized-absence', false],
    ['aged-out', false],
    ['transferred-to-dhs', false],
    ['transferred-to-law-enforcement', false],
  ])('%s: %s', (dischargeType, gone) => {
    expect(isGone(placements(released(1, dischargeType))[0]!)).toBe(gone);
  });
});
