import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'case-of-cancelled-nta';
const nta = (id: string, data: object) =>
  record('ice.notice-to-appear', id, { data: { issuedOn: '2025-01-02', ...data } });
const courtCase = (receivedOn: string, more: object = {}) =>
  record('eoir.case', 'c', { data: { receivedOn, ...more } });
const cancelled = nta('n', { cancelledOn: '2025-01-09' });

describe(rule, () => {
  it('shows a case received the day after ICE cancelled the notice that it never filed: ICE is told', () => {
    expect(found(rule, courtCase('2025-01-10'), cancelled)).toEqual([
      'ice: eoir.case/c@eoir:test ice.notice-to-appear/n@ice:test 2025-01-10T05:00 open',
    ]);
  });

  it('shows it from the Eastern day of receipt', () => {
    expect(found(rule, courtCase('2025-07-10'), cancelled)).toEqual([
      'ice: eoir.case/c@eoir:test ice.notice-to-appear/n@ice:test 2025-07-10T04:00 open',
    ]);
  });

  it('names every notice there was', () => {
    const other = nta('m', { cancelledOn: '2025-01-05' });
    expect(found(rule, courtCase('2025-01-10'), cancelled, other)).toEqual([
      'ice: eoir.case/c@eoir:test ice.notice-to-appear/m@ice:test ice.notice-to-appear/n@ice:test 2025-01-10T05:00 open',
    ]);
  });

  it('is not explained by what a notice says of itself after it was cancelled, nor by service', () => {
    const after = nta('n', { cancelledOn: '2025-01-09', filedOn: '2025-01-10' });
    expect(found(rule, courtCase('2025-01-10'), after)).toHaveLength(1);
    const served = nta('n', { cancelledOn: '2025-01-09', servedOn: '2025-01-03' });
    expect(found(rule, courtCase('2025-01-10'), served)).toHaveLength(1);
  });

  it('is not explained by a notice of the day after', () => {
    expect(found(rule, courtCase('2025-01-10'), cancelled, nta('m', { issuedOn: '2025-01-11' }))).toEqual([
      'ice: eoir.case/c@eoir:test ice.notice-to-appear/n@ice:test 2025-01-10T05:00 open',
    ]);
  });

  it.each<[string, Assertion[]]>([
    ['cancelled on the day of receipt', [courtCase('2025-01-09'), cancelled]],
    ['cancelled after receipt', [courtCase('2025-01-08'), cancelled]],
    [
      'filed, then cancelled',
      [courtCase('2025-01-10'), nta('n', { filedOn: '2025-01-08', cancelledOn: '2025-01-09' })],
    ],
    [
      'filed and cancelled on one day',
      [courtCase('2025-01-10'), nta('n', { filedOn: '2025-01-09', cancelledOn: '2025-01-09' })],
    ],
    [
      'another notice in force, issued that day',
      [courtCase('2025-01-10'), cancelled, nta('m', { issuedOn: '2025-01-10' })],
    ],
    ['no notice at all, which is another rule’s', [courtCase('2025-01-10')]],
    ['a case of another kind', [courtCase('2025-01-10', { caseType: 'WHO' }), cancelled]],
    ['a notice that is not cancelled', [courtCase('2025-01-10'), nta('n', {})]],
    [
      'a notice issued and cancelled after',
      [courtCase('2025-01-10'), nta('n', { issuedOn: '2025-01-11', cancelledOn: '2025-01-12' })],
    ],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it.each<[string, Assertion]>([
    ['the case withdrawn', courtCase('2025-01-10', { version: 2, voided: true })],
    ['the case’s day corrected', courtCase('2025-01-09', { version: 2 })],
    ['the cancelling taken back', nta('n', { version: 2 })],
    ['the notice withdrawn', nta('n', { cancelledOn: '2025-01-09', version: 2, voided: true })],
    ['another notice', nta('m', { issuedOn: '2025-01-05' })],
  ])('is closed by %s', (_title, correction) => {
    expect(found(rule, courtCase('2025-01-10'), cancelled, correction)).toEqual([]);
  });
});
