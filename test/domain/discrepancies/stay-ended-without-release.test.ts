import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { assess } from '../../../src/domain/assess.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { caseFileOf, record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'stay-ended-without-release';
/** Ends when it is still the ninth in the East. */
const stay = (more: object = {}, id = 'p') =>
  record('hhs.placement', id, {
    data: { admittedAt: '2025-01-02T15:00:00Z', endedAt: '2025-01-10T04:59:59Z', ...more },
  });
const released = (releasedAt: string) => record('hhs.release', 'r', { data: { releasedAt } });
const next = (admittedAt: string) => record('hhs.placement', 'q', { data: { admittedAt } });
const transfer = (transferredAt: string, more: object = {}) =>
  record('ice.custody-transfer', 't', { data: { transferredAt, ...more } });
const open = 'hhs: hhs.placement/p@hhs:test 2025-01-16T05:00 open';

describe(rule, () => {
  it('shows a stay that ended and after which nothing came, from the seventh day on: HHS is told', () => {
    expect(found(rule, stay())).toEqual([open]);
    expect(contradictions(rule, stay())[0]?.detail).toBe(
      '7 days after endedAt no record says where the child went',
    );
  });

  it('comes up by time alone, and the status says when', () => {
    const file = caseFileOf(transfer('2025-01-02T15:00:00Z'), stay());
    const rulesAt = (at: string) =>
      assess(file, currentPolicy, Date.parse(at)).discrepancies.map((one) => one.rule);
    expect(rulesAt('2025-01-16T04:59:59.999Z')).not.toContain(rule);
    expect(rulesAt('2025-01-16T05:00:00Z')).toContain(rule);
    expect(assess(file, currentPolicy, Date.parse('2025-01-16T04:59:59.999Z')).nextChangeAt).toBe(
      '2025-01-16T05:00:00.000Z',
    );
  });

  it.each<[string, Assertion]>([
    ['a release', released('2025-01-16T05:00:00Z')],
    ['an admission', next('2025-01-16T05:00:00Z')],
    ['a transfer to DHS', transfer('2025-01-16T05:00:00Z', { direction: 'to-dhs' })],
    ['another hand-over', transfer('2025-01-16T05:00:00Z')],
    ['a release before its end', released('2025-01-09T15:00:00Z')],
  ])('shows nothing where %s says where the child went', (_title, one) => {
    expect(found(rule, stay(), one)).toEqual([]);
  });

  it('ends with the next record of where the child is', () => {
    expect(found(rule, stay(), released('2025-02-01T15:00:00Z'))).toEqual([
      open.replace('open', '2025-02-01T15:00'),
    ]);
  });

  it('a hand-over that ICE writes down after the admission is of the same stay', () => {
    expect(found(rule, stay(), transfer('2025-01-02T16:00:00Z'))).toEqual([open]);
  });

  it.each<[string, Assertion[]]>([
    ['goes on', [stay({ endedAt: undefined })]],
    ['ended before it began', [stay({ endedAt: '2025-01-01T15:00:00Z' })]],
    ['was followed by one that goes on', [stay(), next('2025-01-10T04:59:59Z')]],
  ])('shows nothing of a stay that %s', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it('is closed by a higher version', () => {
    expect(found(rule, stay(), stay({ version: 2, endedAt: undefined }))).toEqual([]);
  });
});
