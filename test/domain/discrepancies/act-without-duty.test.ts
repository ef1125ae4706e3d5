import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { assess } from '../../../src/domain/assess.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { act, dutiesBy, statesAt } from '../../support/duties.ts';
import { caseFileOf, record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'act-without-duty';
const handed = (id: string, transferredAt: string, data: object = {}) =>
  record('ice.custody-transfer', id, { data: { transferredAt, ...data } });
const first = handed('ct', '2025-03-01T15:00:00Z');
const hourBefore = handed('late', '2025-03-01T14:00:00Z');
const waived = (data: object = {}) =>
  act('ice:1', {
    obligation: 'serve-nta',
    owner: 'ice',
    subject: 'ice.custody-transfer/ct@ice:test',
    act: 'waive',
    occurredAt: '2025-03-05T12:00:00Z',
    ...data,
  });

describe(rule, () => {
  it('shows a waiver that a late record left without its duty, from when it was made', () => {
    expect(statesAt(dutiesBy('serve-nta', first, waived()), '2025-06-01T00:00:00Z')).toBe('waived');
    expect(found(rule, first, waived())).toEqual([]);

    expect(statesAt(dutiesBy('serve-nta', first, hourBefore, waived()), '2025-06-01T00:00:00Z')).toBe(
      'overdue',
    );
    expect(found(rule, first, hourBefore, waived())).toEqual([
      'ice: ice.custody-transfer/ct@ice:test rollcall.obligation-act/ice:1 2025-03-05T12:00 open',
    ]);
  });

  it.each<['waive' | 'acknowledge', string]>([
    ['waive', 'waiver'],
    ['acknowledge', 'acknowledgement'],
  ])('says of a person’s %s what to do', (kind, word) => {
    const done = waived({ act: kind, reason: kind === 'waive' ? 'does-not-apply' : undefined });
    const [{ detail } = { detail: '' }] = contradictions(rule, first, hourBefore, done);
    expect(detail).toBe(
      `the ${word} is of a duty serve-nta that the child does not have now, so it counts for nothing: say it again of the duty as it stands, if there is one, and take this one back`,
    );
    expect(detail.length + 'respond-to-missed-hearing'.length).toBeLessThanOrEqual(300);
  });

  it.each<[string, Assertion[]]>([
    ['the act taken back', [waived({ version: 2, voided: true })]],
    ['the late record voided', [handed('late', '2025-03-01T14:00:00Z', { version: 2, voided: true })]],
  ])('is closed by %s', (_title, more) => {
    expect(found(rule, first, hourBefore, waived(), ...more)).toEqual([]);
  });

  it('stays while only another act says it of the duty as it stands', () => {
    const again = act('ice:2', {
      ...waived().data,
      recordId: 'ice:2',
      subject: 'ice.custody-transfer/late@ice:test',
    });
    expect(statesAt(dutiesBy('serve-nta', first, hourBefore, waived(), again), '2025-06-01T00:00:00Z')).toBe(
      'waived',
    );
    expect(found(rule, first, hourBefore, waived(), again)).toHaveLength(1);
  });

  it('does not show of a duty that is to come, was met or has lapsed', () => {
    const met = record('ice.notice-to-appear', 'n', {
      data: { issuedOn: '2025-03-02', servedOn: '2025-03-03' },
    });
    expect(found(rule, first, met, waived())).toEqual([]);
    expect(found(rule, first, waived({ occurredAt: '2024-01-01T00:00:00Z' }))).toEqual([]);
  });

  it.each([
    ['another owner', { owner: 'eoir' }, 'eoir:'],
    ['another rule', { obligation: 'file-nta' }, 'ice:'],
    [
      'the child’s side, told by HHS',
      { owner: 'child', obligation: 'tell-court-new-address', recordId: 'hhs:1' },
      'hhs:',
    ],
    [
      'the child’s side, told by EOIR',
      { owner: 'child', obligation: 'tell-court-new-address', recordId: 'eoir:1' },
      'eoir:',
    ],
  ])('goes by rule, owner and subject: %s', (_title, data, owner) => {
    const other = waived(data);
    const named = act(other.data.recordId, other.data);
    expect(found(rule, first, named).map((text) => text.split(' ')[0])).toEqual([owner]);
  });

  it('is in the status', () => {
    const recordedAt = '2025-03-01T15:00:00Z';
    const both = [first, hourBefore].map(({ key, data }) =>
      handed(data.recordId, key === first.key ? recordedAt : '2025-03-01T14:00:00Z', { recordedAt }),
    );
    const status = assess(caseFileOf(...both, waived()), currentPolicy, Date.parse('2025-03-05T12:00:00Z'));
    expect(status.discrepancies.map((one) => one.rule)).toEqual([rule]);
  });
});
