import { describe, expect, it } from '@jest/globals';
import { caseFilesOf } from '../../../src/domain/case-files.ts';
import { record } from '../../support/records.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'record-of-two-systems';
const [one, other] = ['A097950001', 'A097950002'];
const from = (system: string, aNumber: string, version: number, more: object = {}) =>
  record('ice.custody-transfer', '1001', {
    source: `urn:us-gov:${system}`,
    ids: { aNumber },
    data: { version, ...more },
  });
const shown = ['ice: ice.custody-transfer/1001@cbp:e3 ice.custody-transfer/1001@ice:eid always open'];

describe(rule, () => {
  it.each([1, 2])('of two children each keeps its own, the second of version %i', (version) => {
    const records = [from('cbp:e3', one, 1), from('ice:eid', other, version)];
    for (const set of [records, records.toReversed()]) {
      const { children, unlinked } = caseFilesOf(set);
      expect(unlinked).toEqual([]);
      expect(children.flatMap((child) => child.records.map(({ inUse }) => inUse.key)).sort()).toEqual([
        'ice.custody-transfer/1001@cbp:e3',
        'ice.custody-transfer/1001@ice:eid',
      ]);
      expect(children).toHaveLength(2);
    }
  });

  it.each([1, 2])('shows what two systems have of one child, the second by version %i', (version) => {
    const records = [from('cbp:e3', one, 1), from('ice:eid', one, version)];
    expect(found(rule, ...records)).toEqual(shown);
    expect(found(rule, ...records.toReversed())).toEqual(shown);
    expect(contradictions(rule, ...records)[0]!.detail).not.toMatch(/A0979|1001/);
  });

  it('names three in one', () => {
    const records = ['cbp:a', 'cbp:b', 'cbp:c'].map((system) => from(system, one, 1));
    expect(contradictions(rule, ...records)).toMatchObject([{ records: records.map(({ key }) => key) }]);
  });

  it('is closed when one is withdrawn by its system', () => {
    const records = [
      from('cbp:e3', one, 1),
      from('ice:eid', one, 1),
      from('cbp:e3', one, 2, { voided: true }),
    ];
    expect(found(rule, ...records)).toEqual([]);
  });

  it.each([
    ['one system corrects its record', [from('cbp:e3', one, 1), from('cbp:e3', one, 2)]],
    [
      'the records are of two types',
      [from('cbp:e3', one, 1), record('ice.notice-to-appear', '1001', { ids: { aNumber: one } })],
    ],
    ['two ids', [from('cbp:e3', one, 1), record('ice.custody-transfer', '1002', { ids: { aNumber: one } })]],
  ])('shows nothing where %s', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });
});
