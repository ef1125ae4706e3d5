import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'case-without-nta';
const courtCase = (receivedOn: string, more: object = {}, id = 'c') =>
  record('eoir.case', id, { data: { receivedOn, ...more } });
const nta = (issuedOn: string, more: object = {}) =>
  record('ice.notice-to-appear', 'n', { data: { issuedOn, ...more } });

describe(rule, () => {
  it('shows a removal case that no notice explains, from the 30th day on: ICE is told', () => {
    expect(found(rule, courtCase('2025-01-10'))).toEqual([
      'ice: eoir.case/c@eoir:test 2025-02-09T05:00 open',
    ]);
    expect(contradictions(rule, courtCase('2025-01-10'))[0]?.detail).toBe(
      '30 days after receivedOn ICE has no Notice to Appear from before it',
    );
  });

  it.each([
    ['into summer', '2025-02-20', '2025-03-22T04:00'],
    ['into winter', '2025-10-20', '2025-11-19T05:00'],
    ['over a leap day', '2024-02-10', '2024-03-11T04:00'],
  ])('days are of the calendar, Eastern, %s', (_title, receivedOn, from) => {
    expect(found(rule, courtCase(receivedOn))).toEqual([`ice: eoir.case/c@eoir:test ${from} open`]);
  });

  it.each<[string, Assertion[]]>([
    ['a notice of the same day', [courtCase('2025-01-10'), nta('2025-01-10')]],
    ['a notice of long before', [courtCase('2025-01-10'), nta('2021-06-01')]],
    [
      'a notice that was cancelled, which is another rule’s',
      [courtCase('2025-01-10'), nta('2025-01-02', { cancelledOn: '2025-01-03' })],
    ],
    ['a case of another kind', [courtCase('2025-01-10', { caseType: 'AOC' })]],
    ['a case withdrawn', [courtCase('2025-01-10'), courtCase('2025-01-10', { version: 2, voided: true })]],
    [
      'a case corrected to another kind',
      [courtCase('2025-01-10'), courtCase('2025-01-10', { version: 2, caseType: 'WHO' })],
    ],
    ['a hearing without a case', [record('eoir.hearing', 'h')]],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it.each<[string, Assertion[]]>([
    ['issued the day after', [nta('2025-01-11')]],
    ['withdrawn', [nta('2025-01-09', { voided: true })]],
    ['corrected to the day after', [nta('2025-01-09'), nta('2025-01-11', { version: 2 })]],
  ])('is not answered by a notice %s', (_title, notices) => {
    expect(found(rule, courtCase('2025-01-10'), ...notices)).toHaveLength(1);
  });

  it('is of each case by itself', () => {
    const [first, second] = [courtCase('2025-01-10', {}, 'a'), courtCase('2025-03-01', {}, 'b')];
    expect(found(rule, first, second, nta('2025-02-01'))).toEqual([
      'ice: eoir.case/a@eoir:test 2025-02-09T05:00 open',
    ]);
  });
});
