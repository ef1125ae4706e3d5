import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'alive-after-death';
const death = '2025-03-01T15:00:00.000Z';
const later = '2025-03-02T15:00:00.000Z';
const died = (releasedAt = death, id = 'r', more: object = {}) =>
  record('hhs.release', id, { data: { releasedAt, dischargeType: 'died', ...more } });
const hearing = (data: object) => record('eoir.hearing', 'h', { data: { state: 'held', ...data } });
const decision = (data: object) => record('eoir.decision', 'd', { data });
const call = (data: object) => record('hhs.wellbeing-call', 'w', { data });
const check = (data: object) => record('ice.location-check', 'l', { data });
const nta = (data: object) =>
  record('ice.notice-to-appear', 'n', { data: { issuedOn: '2025-01-01', ...data } });

describe(rule, () => {
  it.each<[string, Assertion, string]>([
    [
      'came to a hearing',
      hearing({ scheduledFor: later }),
      'eoir: eoir.hearing/h@eoir:test hhs.release/r@hhs:test 2025-03-02T15:00 open',
    ],
    [
      'was ordered removed for not coming',
      decision({ decidedOn: '2025-03-02', inAbsentia: 'yes' }),
      'eoir: eoir.decision/d@eoir:test hhs.release/r@hhs:test 2025-03-02T05:00 open',
    ],
    [
      'had its case closed for not coming',
      decision({ decidedOn: '2025-03-02', otherCompletionCode: 'B' }),
      'eoir: eoir.decision/d@eoir:test hhs.release/r@hhs:test 2025-03-02T05:00 open',
    ],
    [
      'was reached by a call',
      call({ attemptedAt: later, reached: 'both' }),
      'hhs: hhs.release/r@hhs:test hhs.wellbeing-call/w@hhs:test 2025-03-02T15:00 open',
    ],
    [
      'was visited',
      check({ checkedOn: later }),
      'ice: hhs.release/r@hhs:test ice.location-check/l@ice:test 2025-03-02T15:00 open',
    ],
    [
      'was served',
      nta({ servedOn: '2025-03-02', servedOnRole: 'child', serviceMethod: 'P' }),
      'ice: hhs.release/r@hhs:test ice.notice-to-appear/n@ice:test 2025-03-02T05:00 open',
    ],
    [
      'was admitted',
      record('hhs.placement', 'p', { data: { admittedAt: later } }),
      'hhs: hhs.placement/p@hhs:test hhs.release/r@hhs:test 2025-03-02T15:00 open',
    ],
    [
      'was handed to HHS',
      record('ice.custody-transfer', 't', { data: { transferredAt: later } }),
      'ice: hhs.release/r@hhs:test ice.custody-transfer/t@ice:test 2025-03-02T15:00 open',
    ],
    [
      'was handed back to DHS',
      record('ice.custody-transfer', 't', { data: { transferredAt: later, direction: 'to-dhs' } }),
      'ice: hhs.release/r@hhs:test ice.custody-transfer/t@ice:test 2025-03-02T15:00 open',
    ],
    [
      'was released',
      record('hhs.release', 's', { data: { releasedAt: later } }),
      'hhs: hhs.release/r@hhs:test hhs.release/s@hhs:test 2025-03-02T15:00 open',
    ],
  ])('%s after it: whose record is later is told', (_title, one, expected) => {
    expect(found(rule, died(), one)).toEqual([expected]);
  });

  it.each<[string, Assertion]>([
    ['the day before', hearing({ scheduledFor: '2025-02-28T15:00:00Z' })],
    ['later on the same day', hearing({ scheduledFor: '2025-03-01T22:00:00Z' })],
    ['a hearing at which nobody came', hearing({ scheduledFor: later, adjournmentCode: '11' })],
    ['a hearing that did not go on', hearing({ scheduledFor: later, state: 'not-held' })],
    ['a hearing that is set', hearing({ state: 'set', scheduledFor: later })],
    ['a call that reached the sponsor', call({ attemptedAt: later, reached: 'sponsor' })],
    ['a call that reached nobody', call({ attemptedAt: later, reached: 'nobody' })],
    ['a decision that ends the proceeding', decision({ decidedOn: '2025-03-02' })],
    ['an order in absentia of the same day', decision({ decidedOn: '2025-03-01', inAbsentia: 'yes' })],
    [
      'a ruling on a motion about an order in absentia',
      decision({ decidedOn: '2025-03-02', inAbsentia: 'yes', motionCode: 'MA' }),
    ],
    ['looked for and not found', check({ checkedOn: later, outcome: 'not-located' })],
    ['found in other records', check({ checkedOn: later, method: 'records' })],
    ['a notice by mail', nta({ servedOn: '2025-03-02', servedOnRole: 'child', serviceMethod: 'R' })],
    [
      'served on the custodian',
      nta({ servedOn: '2025-03-02', servedOnRole: 'custodian', serviceMethod: 'P' }),
    ],
    ['the same death, written down twice', died('2025-03-03T15:00:00Z', 's')],
    ['a stay whose books are closed later', record('hhs.placement', 'p', { data: { endedAt: later } })],
  ])('%s is none', (_title, one) => {
    expect(found(rule, died(), one)).toEqual([]);
  });

  it.each([
    ['in winter', '2025-03-01T15:00:00Z', '2025-03-02T05:00:00.000Z'],
    ['on a day of 23 hours', '2025-03-09T15:00:00Z', '2025-03-10T04:00:00.000Z'],
    ['on a day of 25 hours', '2025-11-02T15:00:00Z', '2025-11-03T05:00:00.000Z'],
    ['late in the evening', '2025-03-02T04:59:59.999Z', '2025-03-02T05:00:00.000Z'],
    ['at midnight', '2025-03-02T05:00:00Z', '2025-03-03T05:00:00.000Z'],
  ])('the day of a death %s ends at midnight, Eastern', (_title, at, midnight) => {
    const last = new Date(Date.parse(midnight) - 1).toISOString();
    expect(found(rule, died(at), check({ checkedOn: last }))).toEqual([]);
    const [seen] = contradictions(rule, died(at), check({ checkedOn: midnight }));
    expect(seen).toMatchObject({ from: Date.parse(midnight), until: Infinity });
  });

  it('of several deaths the first counts', () => {
    const seen = check({ checkedOn: '2025-03-05T15:00:00Z' });
    const deaths = [died('2025-03-10T15:00:00Z', 'a'), died(death, 'b'), died('2025-03-10T15:00:00Z', 'c')];
    for (const records of [deaths, deaths.toReversed()])
      expect(found(rule, ...records, seen)).toEqual([
        'ice: hhs.release/b@hhs:test ice.location-check/l@ice:test 2025-03-05T15:00 open',
      ]);
  });

  it('a failure to appear is closed by a granted reopening of that day or later', () => {
    const order = decision({ decidedOn: '2025-03-05', inAbsentia: 'yes' });
    const motion = (decidedOn: string, decisionCode: 'D' | 'G' = 'G') =>
      record('eoir.decision', 'm', { data: { decidedOn, decisionCode, motionCode: 'RD' } });
    const until = (one: Assertion) => found(rule, died(), order, one);
    expect(until(motion('2025-04-01'))).toEqual([
      'eoir: eoir.decision/d@eoir:test hhs.release/r@hhs:test 2025-03-05T05:00 2025-04-01T04:00',
    ]);
    expect(until(motion('2025-03-05'))).toEqual([]);
    expect(until(motion('2025-03-04'))).toEqual([
      'eoir: eoir.decision/d@eoir:test hhs.release/r@hhs:test 2025-03-05T05:00 open',
    ]);
    expect(until(motion('2025-04-01', 'D'))).toEqual([
      'eoir: eoir.decision/d@eoir:test hhs.release/r@hhs:test 2025-03-05T05:00 open',
    ]);
  });

  it('needs a death', () => {
    const released = record('hhs.release', 'r', { data: { releasedAt: death } });
    expect(found(rule, released, hearing({ scheduledFor: later }))).toEqual([]);
  });

  it.each<[string, Assertion]>([
    ['the death withdrawn', died(death, 'r', { version: 2, voided: true })],
    [
      'the death corrected to another end of care',
      died(death, 'r', { version: 2, dischargeType: 'aged-out' }),
    ],
    ['the death corrected to a later day', died(later, 'r', { version: 2 })],
    ['the sight withdrawn', check({ checkedOn: later, version: 2, voided: true })],
    ['the sight corrected to an earlier day', check({ checkedOn: death, version: 2 })],
  ])('is closed by %s', (_title, correction) => {
    expect(found(rule, died(), check({ checkedOn: later }))).toHaveLength(1);
    expect(found(rule, died(), check({ checkedOn: later }), correction)).toEqual([]);
  });
});
