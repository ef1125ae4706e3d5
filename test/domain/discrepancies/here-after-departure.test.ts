import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'here-after-departure';
const left = (releasedAt = '2025-03-01T15:00:00Z', id = 'r', more: object = {}) =>
  record('hhs.release', id, { data: { releasedAt, dischargeType: 'voluntary-departure', ...more } });
const on = (day: string) => `2025-${day}T15:00:00Z`;
const hearing = (data: object) => record('eoir.hearing', 'h', { data: { state: 'held', ...data } });
const call = (data: object) => record('hhs.wellbeing-call', 'w', { data });
const visit = (checkedOn: string, more: object = {}) =>
  record('ice.location-check', 'l', { data: { checkedOn, ...more } });
const back = (apprehendedAt: string, transferredAt: string) =>
  record('ice.custody-transfer', 't', { data: { apprehendedAt, transferredAt } });

describe(rule, () => {
  it.each<[string, Assertion, string]>([
    [
      'in court',
      hearing({ scheduledFor: on('08-01'), medium: 'P' }),
      'eoir: eoir.hearing/h@eoir:test hhs.release/r@hhs:test 2025-08-01T15:00 open',
    ],
    [
      'by a visit',
      visit(on('08-01')),
      'ice: hhs.release/r@hhs:test ice.location-check/l@ice:test 2025-08-01T15:00 open',
    ],
    [
      'with the sponsor',
      call({ attemptedAt: on('08-01'), livingWithSponsor: 'yes' }),
      'hhs: hhs.release/r@hhs:test hhs.wellbeing-call/w@hhs:test 2025-08-01T15:00 open',
    ],
    [
      'by who served a notice',
      record('ice.notice-to-appear', 'n', {
        data: { servedOn: '2025-08-01', servedOnRole: 'child', serviceMethod: 'P' },
      }),
      'ice: hhs.release/r@hhs:test ice.notice-to-appear/n@ice:test 2025-08-01T04:00 open',
    ],
  ])('met %s: whose record it is is told', (_title, one, expected) => {
    expect(found(rule, left(), one)).toEqual([expected]);
  });

  it.each<[string, Assertion]>([
    ['a hearing by video', hearing({ scheduledFor: on('08-01'), medium: 'V' })],
    ['a hearing of unknown medium', hearing({ scheduledFor: on('08-01') })],
    [
      'a hearing at which nobody came',
      hearing({ scheduledFor: on('08-01'), medium: 'P', adjournmentCode: '11' }),
    ],
    ['a call, who knows where to', call({ attemptedAt: on('08-01') })],
    ['found by telephone', visit(on('08-01'), { method: 'call' })],
    ['not found by a visit', visit(on('08-01'), { outcome: 'not-located' })],
    ['a decision of the court', record('eoir.decision', 'd', { data: { decidedOn: '2025-08-01' } })],
  ])('%s is none', (_title, one) => {
    expect(found(rule, left(), one)).toEqual([]);
  });

  it.each([
    ['from winter to summer', '2025-03-01T15:00:00Z', '2025-06-30T04:00:00.000Z'],
    ['from summer to winter', '2025-08-01T15:00:00Z', '2025-11-30T05:00:00.000Z'],
    ['late in the evening', '2025-03-02T04:59:59.999Z', '2025-06-30T04:00:00.000Z'],
    ['at midnight', '2025-03-02T05:00:00.000Z', '2025-07-01T04:00:00.000Z'],
  ])('who left %s is gone when the 120th day ends, Eastern', (_title, at, gone) => {
    const last = new Date(Date.parse(gone) - 1).toISOString();
    expect(found(rule, left(at), visit(last))).toEqual([]);
    expect(found(rule, left(at), visit(gone))).toHaveLength(1);
  });

  it('is closed by the record of a new apprehension, hand-over or admission up to the moment it was met', () => {
    const met = visit(on('08-01'));
    expect(found(rule, left(), met, back(on('08-01'), on('08-03')))).toEqual([]);
    expect(found(rule, left(), met, back('2025-08-01T15:00:00.001Z', on('08-03')))).toHaveLength(1);
    expect(found(rule, left(), met, back(on('02-01'), on('07-01')))).toEqual([]);
    expect(
      found(rule, left(), met, record('hhs.placement', 'p', { data: { admittedAt: on('07-01') } })),
    ).toEqual([]);
  });

  it('is not closed by the care that the departure ended, nor by a hand-over to DHS', () => {
    const met = visit(on('08-01'));
    const admitted = (admittedAt: string) => record('hhs.placement', 'p', { data: { admittedAt } });
    expect(found(rule, left(), met, admitted(on('03-01')))).toHaveLength(1);
    const toDhs = record('ice.custody-transfer', 't', {
      data: { transferredAt: on('07-01'), direction: 'to-dhs' },
    });
    expect(found(rule, left(), met, toDhs)).toHaveLength(1);
  });

  it('after a second departure the first is past where the child came back between', () => {
    const twice = [left(on('01-10'), 'a'), left(on('03-01'), 'b'), visit(on('08-01'))];
    expect(found(rule, ...twice)).toEqual([
      'ice: hhs.release/a@hhs:test ice.location-check/l@ice:test 2025-08-01T15:00 open',
      'ice: hhs.release/b@hhs:test ice.location-check/l@ice:test 2025-08-01T15:00 open',
    ]);
    expect(found(rule, ...twice, back(on('02-01'), on('02-02')))).toEqual([
      'ice: hhs.release/b@hhs:test ice.location-check/l@ice:test 2025-08-01T15:00 open',
    ]);
  });

  it('is of voluntary departures alone', () => {
    const released = record('hhs.release', 'r', { data: { releasedAt: on('03-01') } });
    expect(found(rule, released, visit(on('08-01')))).toEqual([]);
  });

  it.each<[string, Assertion]>([
    ['the departure withdrawn', left(on('03-01'), 'r', { version: 2, voided: true })],
    [
      'the departure corrected to another end of care',
      left(on('03-01'), 'r', { version: 2, dischargeType: 'reunified-with-sponsor' }),
    ],
    ['the visit withdrawn', visit(on('08-01'), { version: 2, voided: true })],
    ['the visit corrected to a call', visit(on('08-01'), { version: 2, method: 'call' })],
  ])('is closed by %s', (_title, correction) => {
    expect(found(rule, left(), visit(on('08-01')))).toHaveLength(1);
    expect(found(rule, left(), visit(on('08-01')), correction)).toEqual([]);
  });
});
