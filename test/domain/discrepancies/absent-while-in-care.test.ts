import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record, someANumber } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'absent-while-in-care';
const stay = (more: object = {}, id = 'p') =>
  record('hhs.placement', id, { data: { admittedAt: '2025-01-02T15:00:00Z', ...more } });
const check = (checkedOn: string, outcome = 'not-located', id = 'l') =>
  record('ice.location-check', id, {
    data: { checkedOn, outcome: outcome as 'not-located' | 'located' | 'refused' },
  });
const absent = (decidedOn: string, more: object = { inAbsentia: 'yes' }) =>
  record('eoir.decision', 'd', { data: { decidedOn, ...more } });
const hearing = (scheduledFor: string) =>
  record('eoir.hearing', 'h', {
    data: { scheduledFor, state: 'not-held', adjournmentCode: '11' },
  });
const released = (releasedAt: string, more: object = {}) =>
  record('hhs.release', 'r', { data: { releasedAt, ...more } });
const at = '2025-03-03T15:00:00Z';
const ofCheck = 'hhs: hhs.placement/p@hhs:test ice.location-check/l@ice:test 2025-03-03T15:00';
const ofFailure = 'eoir: eoir.decision/d@eoir:test hhs.placement/p@hhs:test';

describe('a check that did not locate a child in care', () => {
  it('shows, and HHS is told', () => {
    expect(found(rule, stay(), check(at))).toEqual([`${ofCheck} open`]);
  });

  it.each<[string, Assertion]>([
    ['another programme', stay({ admittedAt: '2025-03-10T15:00:00Z' }, 'q')],
    ['a release', released('2025-03-10T15:00:00Z')],
    ['an absence', released('2025-03-10T15:00:00Z', { dischargeType: 'unauthorized-absence' })],
    ['a check that located it', check('2025-03-10T15:00:00Z', 'located', 'm')],
  ])('ends with %s', (_title, one) => {
    expect(found(rule, stay(), check(at), one)).toEqual([`${ofCheck} 2025-03-10T15:00`]);
  });

  it.each<[string, Assertion[]]>([
    ['another outcome', [stay(), check(at, 'refused')]],
    ['a check before the care', [stay(), check('2025-01-02T14:59:59Z')]],
    ['a check from the release on', [stay(), check(at), released(at)]],
    ['a check from the end of the stay on', [stay({ endedAt: at }), check(at)]],
    [
      'a check from the 18th birthday on',
      [
        stay({
          person: {
            identifiers: { aNumber: someANumber },
            birthDate: { value: '2007-03-03', precision: 'day' },
          },
        }),
        check('2025-03-03T05:00:00Z'),
      ],
    ],
    ['custody of DHS', [record('ice.custody-transfer', 't', { data: { direction: 'to-dhs' } }), check(at)]],
  ])('shows nothing of %s', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it('shows up to the last second of the stay', () => {
    expect(found(rule, stay({ endedAt: '2025-03-03T15:00:01Z' }), check(at))).toHaveLength(1);
  });
});

describe('a failure to appear of a child in care', () => {
  it.each<[string, object]>([
    ['an order in absentia', { inAbsentia: 'yes' }],
    ['a closing for failure to appear', { decisionCode: undefined, otherCompletionCode: 'B' }],
  ])('shows %s, and EOIR is told', (_title, more) => {
    expect(found(rule, stay(), absent('2025-03-03', more))).toEqual([`${ofFailure} 2025-03-03T05:00 open`]);
  });

  it('is of the hour of the hearing, where one is known', () => {
    const records = [absent('2025-03-03'), hearing(at)];
    expect(found(rule, stay({ admittedAt: at }), ...records)).toEqual([`${ofFailure} 2025-03-03T15:00 open`]);
    expect(found(rule, stay({ admittedAt: '2025-03-03T15:00:01Z' }), ...records)).toEqual([]);
    expect(found(rule, stay(), ...records, released('2025-03-03T15:00:01Z'))).toHaveLength(1);
    expect(found(rule, stay(), ...records, released(at))).toEqual([]);
  });

  it('whose hour is not known shows where the child was in care all day', () => {
    const order = absent('2025-03-03');
    expect(found(rule, stay({ admittedAt: '2025-03-03T05:00:00Z' }), order)).toHaveLength(1);
    expect(found(rule, stay({ admittedAt: '2025-03-03T05:00:01Z' }), order)).toEqual([]);
    expect(found(rule, stay(), order, released('2025-03-04T05:00:00Z'))).toHaveLength(1);
    expect(found(rule, stay(), order, released('2025-03-04T04:59:59Z'))).toEqual([]);
    // From one programme to another it was in care all the same.
    expect(contradictions(rule, stay(), order, stay({ admittedAt: at }, 'q'))[0]?.records).toEqual([
      'eoir.decision/d@eoir:test',
      'hhs.placement/q@hhs:test',
    ]);
    const gap = stay({ endedAt: '2025-03-03T14:00:00Z' });
    expect(found(rule, gap, order, stay({ admittedAt: at }, 'q'))).toEqual([]);
  });

  it('stays when the child is released, and ends when the case is reopened', () => {
    const records = [stay(), absent('2025-03-03'), released('2025-03-10T15:00:00Z')];
    expect(found(rule, ...records)).toEqual([`${ofFailure} 2025-03-03T05:00 open`]);
    const reopened = (decidedOn: string) =>
      record('eoir.decision', 'm', { data: { decidedOn, motionCode: 'MA', decisionCode: 'G' } });
    expect(found(rule, ...records, reopened('2025-04-01'))).toEqual([
      `${ofFailure} 2025-03-03T05:00 2025-04-01T04:00`,
    ]);
    expect(found(rule, ...records, reopened('2025-03-03'))).toEqual([]);
  });

  it('is none where another decision ended the case', () => {
    expect(found(rule, stay(), absent('2025-03-03', {}))).toEqual([]);
  });
});
