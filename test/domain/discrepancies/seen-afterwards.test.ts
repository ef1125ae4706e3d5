import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const gone = '2025-03-01T15:00:00.000Z';
const hearing = (data: object) => record('eoir.hearing', 'h', { data: { state: 'held', ...data } });
const call = (data: object) => record('hhs.wellbeing-call', 'w', { data });
const check = (data: object) => record('ice.location-check', 'l', { data });
const nta = (data: object) =>
  record('ice.notice-to-appear', 'n', { data: { issuedOn: '2025-01-01', ...data } });

describe('alive-after-death', () => {
  const rule = 'alive-after-death';
  const died = record('hhs.release', 'r', { data: { releasedAt: gone, dischargeType: 'died' } });
  const later = '2025-03-02T15:00:00Z';

  it.each<[string, Assertion, string]>([
    [
      'came to a hearing',
      hearing({ scheduledFor: later }),
      'eoir: eoir.hearing/h hhs.release/r 2025-03-02T15:00 open',
    ],
    [
      'was ordered removed for not coming',
      record('eoir.decision', 'd', { data: { decidedOn: '2025-03-02', inAbsentia: 'yes' } }),
      'eoir: eoir.decision/d hhs.release/r 2025-03-02T05:00 open',
    ],
    [
      'was reached by a call',
      call({ attemptedAt: later, reached: 'both' }),
      'hhs: hhs.release/r hhs.wellbeing-call/w 2025-03-02T15:00 open',
    ],
    [
      'was visited',
      check({ checkedOn: later }),
      'ice: hhs.release/r ice.location-check/l 2025-03-02T15:00 open',
    ],
    [
      'was served',
      nta({ servedOn: '2025-03-02', servedOnRole: 'child', serviceMethod: 'P' }),
      'ice: hhs.release/r ice.notice-to-appear/n 2025-03-02T05:00 open',
    ],
    [
      'was admitted',
      record('hhs.placement', 'p', { data: { admittedAt: later } }),
      'hhs: hhs.placement/p hhs.release/r 2025-03-02T15:00 open',
    ],
    [
      'was handed over',
      record('ice.custody-transfer', 't', { data: { transferredAt: later } }),
      'ice: hhs.release/r ice.custody-transfer/t 2025-03-02T15:00 open',
    ],
    [
      'was released',
      record('hhs.release', 's', { data: { releasedAt: later } }),
      'hhs: hhs.release/r hhs.release/s 2025-03-02T15:00 open',
    ],
  ])('%s after it', (_title, one, expected) => {
    expect(found(rule, died, one)).toEqual([expected]);
  });

  it.each<[string, Assertion]>([
    ['the same day', hearing({ scheduledFor: gone })],
    ['the day before', hearing({ scheduledFor: '2025-02-28T15:00:00Z' })],
    ['a hearing at which nobody came', hearing({ scheduledFor: later, adjournmentCode: '11' })],
    ['a hearing that is set', hearing({ state: 'set', scheduledFor: later })],
    ['a call that reached the sponsor', call({ attemptedAt: later, reached: 'sponsor' })],
    [
      'a decision that ends the proceeding',
      record('eoir.decision', 'd', { data: { decidedOn: '2025-03-02' } }),
    ],
    ['found in other records', check({ checkedOn: later, method: 'records' })],
    ['a notice by mail', nta({ servedOn: '2025-03-02', servedOnRole: 'child', serviceMethod: 'R' })],
    [
      'served on the custodian',
      nta({ servedOn: '2025-03-02', servedOnRole: 'custodian', serviceMethod: 'P' }),
    ],
  ])('%s is none', (_title, one) => {
    expect(found(rule, died, one)).toEqual([]);
  });

  it('needs a death', () => {
    expect(
      found(
        rule,
        record('hhs.release', 'r', { data: { releasedAt: gone } }),
        hearing({ scheduledFor: later }),
      ),
    ).toEqual([]);
  });
});

describe('here-after-departure', () => {
  const rule = 'here-after-departure';
  const left = record('hhs.release', 'r', {
    data: { releasedAt: gone, dischargeType: 'voluntary-departure' },
  });
  /** The 120th day after 1 March is 29 June. */
  const on = (day: string) => `2025-${day}T15:00:00Z`;

  it('shows who was met in person after the 120 days that one may take to leave', () => {
    expect(found(rule, left, hearing({ scheduledFor: on('06-29'), medium: 'P' }))).toEqual([]);
    expect(found(rule, left, hearing({ scheduledFor: on('06-30'), medium: 'P' }))).toEqual([
      'eoir: eoir.hearing/h hhs.release/r 2025-06-30T15:00 open',
    ]);
    expect(found(rule, left, check({ checkedOn: on('08-01') }))).toEqual([
      'ice: hhs.release/r ice.location-check/l 2025-08-01T15:00 open',
    ]);
    expect(found(rule, left, call({ attemptedAt: on('08-01'), livingWithSponsor: 'yes' }))).toHaveLength(1);
  });

  it.each<[string, Assertion]>([
    ['a hearing by video', hearing({ scheduledFor: on('08-01'), medium: 'V' })],
    ['a hearing of unknown medium', hearing({ scheduledFor: on('08-01') })],
    ['a call, who knows where to', call({ attemptedAt: on('08-01') })],
    ['found by telephone', check({ checkedOn: on('08-01'), method: 'call' })],
  ])('%s is none', (_title, one) => {
    expect(found(rule, left, one)).toEqual([]);
  });

  it('is closed by the record of a new apprehension', () => {
    const back = record('ice.custody-transfer', 't', {
      data: { apprehendedAt: on('07-01'), transferredAt: on('07-03') },
    });
    expect(found(rule, left, check({ checkedOn: on('08-01') }), back)).toEqual([]);
    expect(found(rule, left, check({ checkedOn: on('06-30') }), back)).toHaveLength(1);
  });
});
