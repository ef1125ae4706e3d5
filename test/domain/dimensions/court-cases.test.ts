import { describe, expect, it } from '@jest/globals';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { courtCasesOf } from '../../../src/domain/dimensions/court-cases.ts';
import { factsFrom, record, someANumber } from '../../support/records.ts';

const of = (eoirCaseId?: string) => ({
  aNumber: someANumber,
  ...(eoirCaseId === undefined ? {} : { eoirCaseId }),
});
const received = (id: string, receivedOn: string, caseId?: string) =>
  record('eoir.case', id, { data: { receivedOn }, ids: of(caseId) });
const decided = (id: string, decidedOn: string, caseId?: string) =>
  record('eoir.decision', id, { data: { decidedOn }, ids: of(caseId) });
const casesFrom = (...records: Assertion[]) => courtCasesOf(factsFrom(...records));

describe('which case a record is of', () => {
  it.each<[string, Assertion[]]>([
    ['nothing of a case', [decided('d', '2025-05-01')]],
    ['one case without its id', [received('a', '2025-01-01'), decided('d', '2025-05-01')]],
    ['one id in several records', [received('a', '2025-01-01', '1'), received('b', '2025-03-01', '1')]],
    [
      'a case without its id, and one id beside it',
      [received('a', '2025-01-01'), decided('d', '2025-05-01', '1')],
    ],
  ])('%s: all are of one', (_title, records) => {
    const cases = casesFrom(...records);
    const found = [
      cases.caseOn(undefined, '2020-01-01'),
      cases.caseOn('1', '2025-05-01'),
      cases.caseOfRecord(records[0]!.key, undefined),
    ];
    expect(new Set(found).size).toBe(1);
  });

  it('two ids are two cases', () => {
    const cases = casesFrom(decided('d', '2025-05-01', '1'), decided('e', '2025-05-01', '2'));
    expect(cases.caseOn('1', '2025-05-01')).not.toBe(cases.caseOn('2', '2025-05-01'));
  });

  it('a case’s record without an id is a case of its own', () => {
    const [a, b, c] = [
      received('a', '2025-01-01'),
      received('b', '2025-02-01'),
      received('c', '2025-03-01', '1'),
    ];
    const cases = casesFrom(a, b, c);
    const names = [
      cases.caseOfRecord(a.key, undefined),
      cases.caseOfRecord(b.key, undefined),
      cases.caseOfRecord(c.key, '1'),
    ];
    expect(new Set(names).size).toBe(3);
  });

  describe('a hearing that names none', () => {
    const [a, b] = [received('a', '2025-01-01', '1'), received('b', '2025-03-01', '2')];
    const [first, second] = [a, b].map(({ key }, index) =>
      casesFrom(b, a).caseOfRecord(key, String(index + 1)),
    ) as [string, string];
    const of = (set: string, day: string, ...ended: string[]) =>
      casesFrom(b, a).caseOfHearing(undefined, { setAt: Date.parse(`${set}T15:00:00Z`), day }, (name) =>
        ended.includes(name),
      );

    it.each<[string, string, string[], string]>([
      ['2025-03-01', '2025-06-02', [], second],
      ['2025-03-01', '2025-06-02', [second], first],
      ['2025-03-01', '2025-06-02', [first], second],
      ['2025-03-01', '2025-06-02', [first, second], second],
      // The other was not there when it was set.
      ['2025-02-28', '2025-06-02', [], first],
      ['2025-02-28', '2025-06-02', [first], second],
      ['2025-02-28', '2025-02-28', [first], first],
      ['2024-12-01', '2025-06-02', [], second],
      ['2024-12-01', '2025-03-01', [], second],
      ['2024-12-01', '2024-12-31', [], first],
    ])('set on %s for %s, %p over', (set, day, ended, name) => {
      expect(of(set, day, ...ended)).toBe(name);
    });

    it('and one that names one is of that', () => {
      expect(casesFrom(b, a).caseOfHearing('2', { setAt: 0, day: '2025-01-02' }, () => true)).toBe(second);
    });
  });

  it('what names no case is of the one received last by its day, and of the first where none was', () => {
    const [a, b] = [received('a', '2025-01-01', '1'), received('b', '2025-03-01', '2')];
    const cases = casesFrom(b, a);
    expect(cases.caseOn(undefined, '2024-12-31')).toBe(cases.caseOfRecord(a.key, '1'));
    expect(cases.caseOn(undefined, '2025-02-28')).toBe(cases.caseOfRecord(a.key, '1'));
    expect(cases.caseOn(undefined, '2025-03-01')).toBe(cases.caseOfRecord(b.key, '2'));
  });

  it('… by the days, not by the names of the cases; of one day by the names', () => {
    const [a, b] = [received('a', '2025-01-01', '2'), received('b', '2025-03-01', '1')];
    const cases = casesFrom(b, a);
    expect(cases.caseOn(undefined, '2025-02-28')).toBe(cases.caseOfRecord(a.key, '2'));
    expect(cases.caseOn(undefined, '2025-03-01')).toBe(cases.caseOfRecord(b.key, '1'));
    for (const both of [
      [received('a', '2025-01-01', '2'), received('b', '2025-01-01', '1')],
      [received('b', '2025-01-01', '1'), received('a', '2025-01-01', '2')],
    ])
      expect(casesFrom(...both).caseOn(undefined, '2025-02-01')).toBe(cases.caseOfRecord(a.key, '2'));
  });

  it('a case without an id is of neither of two ids beside it', () => {
    const a = received('a', '2025-01-01');
    const cases = casesFrom(a, decided('d', '2025-05-01', '1'), decided('e', '2025-05-01', '2'));
    const names = [
      cases.caseOfRecord(a.key, undefined),
      cases.caseOn('1', '2025-05-01'),
      cases.caseOn('2', '2025-05-01'),
    ];
    expect(new Set(names).size).toBe(3);
  });

  it('a decision that names no case does not keep the one id beside a case from being its own', () => {
    const a = received('a', '2025-01-01');
    const records = [a, decided('d', '2025-05-01', '1'), decided('e', '2025-05-01')];
    const cases = casesFrom(...records, received('b', '2025-06-01', '3'));
    expect(cases.caseOfRecord(a.key, undefined)).toBe(cases.caseOn('1', '2025-05-01'));
  });
});
