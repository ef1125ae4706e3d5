import { describe, expect, it } from '@jest/globals';
import { record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const nta = (id: string, data: object) => record('ice.notice-to-appear', id, { data });
const courtCase = (receivedOn: string, more: object = {}) =>
  record('eoir.case', 'c', { data: { receivedOn, ...more } });
const hearing = (data: object) => record('eoir.hearing', 'h', { data });

describe('nta-filed-without-case', () => {
  const rule = 'nta-filed-without-case';
  const filed = nta('n', { issuedOn: '2025-01-02', servedOn: '2025-01-03', filedOn: '2025-02-20' });

  it('shows from the 30th day on, Eastern, over a change of clocks', () => {
    expect(found(rule, filed)).toEqual(['eoir: ice.notice-to-appear/n 2025-03-22T04:00 open']);
    expect(contradictions(rule, filed)[0]?.detail).toBe('30 days after filedOn the court has no case');
  });

  it.each([
    ['a case on the 31st day', courtCase('2025-03-23'), '2025-03-23T04:00'],
    ['a decision', record('eoir.decision', 'd', { data: { decidedOn: '2025-04-01' } }), '2025-04-01T04:00'],
    [
      'a hearing, since it was set',
      hearing({ occurredAt: '2025-04-01T12:00:00Z', scheduledFor: '2025-06-01T12:00:00Z' }),
      '2025-04-01T12:00',
    ],
  ])('%s ends it', (_title, ofCourt, until) => {
    expect(found(rule, filed, ofCourt)).toEqual([`eoir: ice.notice-to-appear/n 2025-03-22T04:00 ${until}`]);
  });

  it.each([
    ['a case on the 30th day', [filed, courtCase('2025-03-22')]],
    ['a case since before it was filed', [filed, courtCase('2025-01-10')]],
    [
      'a hearing of which nobody knows when it was set',
      [filed, hearing({ version: 2, scheduledFor: '2025-06-01T12:00:00Z' })],
    ],
    ['a notice that was not filed', [nta('n', { issuedOn: '2025-01-02', servedOn: '2025-01-03' })]],
    [
      'a notice cancelled in time',
      [nta('n', { issuedOn: '2025-01-02', filedOn: '2025-02-20', cancelledOn: '2025-03-22' })],
    ],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it('ends with a cancellation', () => {
    const cancelled = nta('n', { issuedOn: '2025-01-02', filedOn: '2025-02-20', cancelledOn: '2025-05-01' });
    expect(found(rule, cancelled)).toEqual([
      'eoir: ice.notice-to-appear/n 2025-03-22T04:00 2025-05-01T04:00',
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
        'eoir: ice.notice-to-appear/n 2025-03-22T04:00 2025-04-01T12:00',
      ]);
    }
  });

  it('is not answered by a case that begins with another document', () => {
    expect(found(rule, filed, courtCase('2025-03-01', { caseType: 'RFR' }))).toHaveLength(1);
  });

  it('is not answered by what the court had before the notice was issued', () => {
    expect(
      found(rule, filed, courtCase('2025-01-01'), hearing({ scheduledFor: '2025-01-01T12:00:00Z' })),
    ).toHaveLength(1);
  });
});

describe('case-without-nta', () => {
  const rule = 'case-without-nta';

  it('shows a removal case that no notice explains, from the 30th day on', () => {
    expect(found(rule, courtCase('2025-01-10'))).toEqual(['ice: eoir.case/c 2025-02-09T05:00 open']);
    expect(found(rule, courtCase('2025-01-10'), nta('n', { issuedOn: '2025-01-11' }))).toHaveLength(1);
  });

  it.each([
    ['a notice of the same day', [courtCase('2025-01-10'), nta('n', { issuedOn: '2025-01-10' })]],
    ['a case of another kind', [courtCase('2025-01-10', { caseType: 'AOC' })]],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });
});

describe('case-of-cancelled-nta', () => {
  const rule = 'case-of-cancelled-nta';
  const cancelled = nta('n', { issuedOn: '2025-01-02', cancelledOn: '2025-01-09' });

  it('shows a case of a notice that ICE cancelled and never filed', () => {
    expect(found(rule, courtCase('2025-01-10'), cancelled)).toEqual([
      'ice: eoir.case/c ice.notice-to-appear/n 2025-01-10T05:00 open',
    ]);
  });

  it.each([
    ['cancelled on the day of receipt', [courtCase('2025-01-09'), cancelled]],
    [
      'filed, then cancelled',
      [
        courtCase('2025-01-10'),
        nta('n', { issuedOn: '2025-01-02', filedOn: '2025-01-08', cancelledOn: '2025-01-09' }),
      ],
    ],
    [
      'another notice was in force',
      [courtCase('2025-01-10'), cancelled, nta('m', { issuedOn: '2025-01-10' })],
    ],
    ['no notice at all', [courtCase('2025-01-10')]],
    ['a case of another kind', [courtCase('2025-01-10', { caseType: 'WHO' }), cancelled]],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });
});
