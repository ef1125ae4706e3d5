import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'nta-filed-without-case';
const nta = (id: string, data: object) => record('ice.notice-to-appear', id, { data });
const courtCase = (receivedOn: string, more: object = {}) =>
  record('eoir.case', 'c', { data: { receivedOn, ...more } });
const hearing = (data: object) => record('eoir.hearing', 'h', { data });
const decision = (decidedOn: string, more: object = {}) =>
  record('eoir.decision', 'd', { data: { decidedOn, ...more } });
const filed = nta('n', { issuedOn: '2025-01-02', servedOn: '2025-01-03', filedOn: '2025-02-20' });

describe(rule, () => {
  it('shows from the 30th day on, Eastern, over a change of clocks: EOIR is told', () => {
    expect(found(rule, filed)).toEqual(['eoir: ice.notice-to-appear/n@ice:test 2025-03-22T04:00 open']);
    expect(contradictions(rule, filed)[0]?.detail).toBe('30 days after filedOn the court has no case');
    expect(found(rule, nta('n', { issuedOn: '2025-10-01', filedOn: '2025-10-20' }))).toEqual([
      'eoir: ice.notice-to-appear/n@ice:test 2025-11-19T05:00 open',
    ]);
  });

  it.each([
    ['a case on the 31st day', courtCase('2025-03-23'), '2025-03-23T04:00'],
    ['a decision', decision('2025-04-01'), '2025-04-01T04:00'],
    [
      'a hearing, since it was set',
      hearing({ occurredAt: '2025-04-01T12:00:00Z', scheduledFor: '2025-06-01T12:00:00Z' }),
      '2025-04-01T12:00',
    ],
    [
      'a hearing that was written down after it was held, since it was held',
      hearing({ occurredAt: '2025-06-02T12:00:00Z', scheduledFor: '2025-06-01T12:00:00Z', state: 'held' }),
      '2025-06-01T12:00',
    ],
  ])('%s ends it', (_title, ofCourt, until) => {
    expect(found(rule, filed, ofCourt)).toEqual([
      `eoir: ice.notice-to-appear/n@ice:test 2025-03-22T04:00 ${until}`,
    ]);
  });

  it('the first of what the court has ends it, though the case itself is received later', () => {
    const set = hearing({ occurredAt: '2025-04-01T12:00:00Z', scheduledFor: '2025-06-01T12:00:00Z' });
    expect(found(rule, filed, set, courtCase('2025-05-01'))).toEqual([
      'eoir: ice.notice-to-appear/n@ice:test 2025-03-22T04:00 2025-04-01T12:00',
    ]);
    expect(found(rule, filed, decision('2025-03-22'), courtCase('2025-05-01'))).toEqual([]);
    expect(found(rule, filed, decision('2025-05-01'), courtCase('2025-04-01'))).toEqual([
      'eoir: ice.notice-to-appear/n@ice:test 2025-03-22T04:00 2025-04-01T04:00',
    ]);
  });

  it.each<[string, Assertion[]]>([
    ['a case on the 30th day', [filed, courtCase('2025-03-22')]],
    ['a case since before it was filed', [filed, courtCase('2025-01-10')]],
    ['a case of the day of issue', [filed, courtCase('2025-01-02')]],
    ['a decision of the day of issue', [filed, decision('2025-01-02')]],
    [
      'a hearing set on the 30th day, at its first moment',
      [filed, hearing({ occurredAt: '2025-03-22T04:00:00Z', scheduledFor: '2025-06-01T12:00:00Z' })],
    ],
    [
      'a hearing of which nobody knows when it was set',
      [filed, hearing({ version: 2, scheduledFor: '2025-06-01T12:00:00Z' })],
    ],
    ['a notice that was not filed', [nta('n', { issuedOn: '2025-01-02', servedOn: '2025-01-03' })]],
    [
      'a notice cancelled in time',
      [nta('n', { issuedOn: '2025-01-02', filedOn: '2025-02-20', cancelledOn: '2025-03-22' })],
    ],
    [
      'a notice that says it was filed after it was cancelled',
      [nta('n', { issuedOn: '2025-01-02', filedOn: '2025-02-20', cancelledOn: '2025-02-01' })],
    ],
    [
      'a notice withdrawn',
      [filed, nta('n', { issuedOn: '2025-01-02', filedOn: '2025-02-20', version: 2, voided: true })],
    ],
    ['a filing taken back', [filed, nta('n', { issuedOn: '2025-01-02', version: 2 })]],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it('ends with a cancellation', () => {
    const cancelled = nta('n', { issuedOn: '2025-01-02', filedOn: '2025-02-20', cancelledOn: '2025-03-23' });
    expect(found(rule, cancelled)).toEqual([
      'eoir: ice.notice-to-appear/n@ice:test 2025-03-22T04:00 2025-03-23T04:00',
    ]);
  });

  it('is what it was of a past day, whatever came of the hearing that ended it', () => {
    const set = hearing({ occurredAt: '2025-04-01T12:00:00Z', scheduledFor: '2025-06-01T12:00:00Z' });
    for (const state of ['held', 'moved']) {
      const next = hearing({
        version: 2,
        state,
        occurredAt: '2025-06-01T12:00:00Z',
        scheduledFor: state === 'held' ? '2025-06-01T12:00:00Z' : '2025-08-01T12:00:00Z',
      });
      expect(found(rule, filed, set, next)).toEqual([
        'eoir: ice.notice-to-appear/n@ice:test 2025-03-22T04:00 2025-04-01T12:00',
      ]);
    }
  });

  it.each<[string, Assertion[]]>([
    ['a case that begins with another document', [courtCase('2025-03-01', { caseType: 'RFR' })]],
    ['a case of the day before the notice was issued', [courtCase('2025-01-01')]],
    ['a decision of that day', [decision('2025-01-01')]],
    ['a hearing of that day', [hearing({ scheduledFor: '2025-01-01T15:00:00Z' })]],
    ['… late in the evening, Eastern', [hearing({ scheduledFor: '2025-01-02T04:59:59.999Z' })]],
    ['a case withdrawn', [courtCase('2025-03-01', { voided: true })]],
    ['a decision withdrawn', [decision('2025-03-01', { voided: true })]],
    ['a hearing withdrawn', [hearing({ scheduledFor: '2025-03-01T15:00:00Z', voided: true })]],
    [
      'an address that the court was told',
      [record('eoir.address-change', 'a', { data: { receivedOn: '2025-03-01' } })],
    ],
  ])('is not answered by %s', (_title, ofCourt) => {
    expect(found(rule, filed, ...ofCourt)).toEqual([
      'eoir: ice.notice-to-appear/n@ice:test 2025-03-22T04:00 open',
    ]);
  });

  it('the day of a hearing is that of its place', () => {
    const held = { scheduledFor: '2025-01-01T23:00:00Z', state: 'held' };
    expect(found(rule, filed, hearing({ ...held, locationCode: 'SAI' }))).toEqual([]);
    expect(found(rule, filed, hearing({ ...held, locationCode: 'NYC' }))).toHaveLength(1);
  });

  it('is of each notice by itself', () => {
    const later = nta('m', { issuedOn: '2025-03-01', filedOn: '2025-03-02' });
    expect(found(rule, filed, later, courtCase('2025-02-25'))).toEqual([
      'eoir: ice.notice-to-appear/m@ice:test 2025-04-01T04:00 open',
    ]);
  });
});
