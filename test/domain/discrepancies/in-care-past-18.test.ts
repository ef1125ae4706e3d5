import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record, someANumber } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'in-care-past-18';
type Precision = 'day' | 'month' | 'year' | 'assigned';
const born = (value: string, precision: Precision = 'day') => ({
  person: { identifiers: { aNumber: someANumber }, birthDate: { value, precision } },
});
const stay = (more: object = {}) =>
  record('hhs.placement', 'p', { data: { admittedAt: '2025-01-02T15:00:00Z', ...more } });
const transfer = (transferredAt: string, more: object = {}) =>
  record('ice.custody-transfer', 't', { data: { transferredAt, ...more } });
const released = (releasedAt: string, more: object = {}) =>
  record('hhs.release', 'r', { data: { releasedAt, ...more } });
const child = stay(born('2007-03-08'));
/** When the birthday is over; the clocks change the day after. */
const open = 'hhs: hhs.placement/p@hhs:test 2025-03-09T05:00 open';

describe(rule, () => {
  it('shows a child that the records leave in care when its 18th birthday is over: HHS is told', () => {
    expect(found(rule, child)).toEqual([open]);
    expect(found(rule, transfer('2025-01-02T15:00:00Z', born('2007-03-08')))).toEqual([
      open.replace('hhs.placement/p@hhs:test', 'ice.custody-transfer/t@ice:test'),
    ]);
  });

  it('names the record of the birth date and that of the care', () => {
    const other = transfer('2025-01-01T15:00:00Z', born('2007-03-08'));
    expect(found(rule, stay(), other)).toEqual([
      'hhs: hhs.placement/p@hhs:test ice.custody-transfer/t@ice:test 2025-03-09T05:00 open',
    ]);
  });

  it.each<[string, Assertion]>([
    ['released on that day', released('2025-03-09T04:59:59Z', { dischargeType: 'aged-out' })],
    ['released as it is over', released('2025-03-09T05:00:00Z', { dischargeType: 'aged-out' })],
    ['gone before', released('2025-02-01T00:00:00Z', { dischargeType: 'unauthorized-absence' })],
    ['handed to DHS', transfer('2025-03-08T15:00:00Z', { direction: 'to-dhs' })],
  ])('shows nothing of one %s', (_title, one) => {
    expect(found(rule, child, one)).toEqual([]);
  });

  it('ends when a record says that it left, and not with another programme', () => {
    const moved = record('hhs.placement', 'q', { data: { admittedAt: '2025-03-20T15:00:00Z' } });
    expect(found(rule, child, moved, released('2025-04-01T15:00:00Z'))).toEqual([
      open.replace('open', '2025-04-01T15:00'),
    ]);
  });

  it.each<[string, Precision, string]>([
    ['2007-03', 'month', '2025-04-01T04:00'],
    ['2007', 'year', '2026-01-01T05:00'],
    ['2007-03-08', 'assigned', '2026-01-01T05:00'],
    ['2008-02-29', 'day', '2026-03-02T05:00'],
  ])('of %s (%s) the latest possible day counts', (value, precision, from) => {
    expect(found(rule, stay(born(value, precision)))).toEqual([`hhs: hhs.placement/p@hhs:test ${from} open`]);
  });

  it('shows nothing of one that came in later (age-at-hand-over), or of whom no birth date is known', () => {
    expect(found(rule, stay({ admittedAt: '2025-03-10T15:00:00Z', ...born('2007-03-08') }))).toEqual([]);
    expect(found(rule, stay())).toEqual([]);
  });
});
