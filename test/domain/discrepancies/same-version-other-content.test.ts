import { describe, expect, it } from '@jest/globals';
import { discrepanciesOf } from '../../../src/domain/discrepancies/index.ts';
import { caseFileOf, record } from '../../support/records.ts';
import { found } from './contradictions.ts';

const rule = 'same-version-other-content';
const placed = (programCode: string, more: object = {}) =>
  record('hhs.placement', 'p', { data: { programCode, ...more } });

describe(rule, () => {
  it('shows several contents of one version, to the record’s agency', () => {
    const contents = ['P-1', 'P-2', 'P-3'].map((code) => placed(code));
    expect(discrepanciesOf(caseFileOf(...contents))).toEqual([
      {
        rule,
        records: ['hhs.placement/p@hhs:test'],
        owner: 'hhs',
        detail: '3 contents of version 1; in use is the one recorded last',
      },
    ]);
    expect(found(rule, ...contents)).toEqual(['hhs: hhs.placement/p@hhs:test always open']);
  });

  it.each([
    ['ice', 'ice.location-check', { method: 'visit' }, { method: 'call' }],
    ['eoir', 'eoir.case', { baseCityCode: 'NYC' }, { baseCityCode: 'LOS' }],
  ] as const)('is told to the agency whose record it is: %s', (agency, type, one, other) => {
    const contents = [one, other].map((data) => record(type, 'x', { data }));
    expect(found(rule, ...contents)).toEqual([`${agency}: ${type}/x@${agency}:test always open`]);
  });

  it('shows contents of the version in use alone', () => {
    expect(found(rule, placed('P-1'), placed('P-2'), placed('P-1', { version: 2 }))).toEqual([]);
    const second = ['P-1', 'P-2'].map((code) => placed(code, { version: 2 }));
    expect(found(rule, placed('P-1'), ...second)).toHaveLength(1);
    expect(discrepanciesOf(caseFileOf(placed('P-1'), ...second))[0]?.detail).toMatch(
      '2 contents of version 2',
    );
  });

  it('shows nothing of a version that each of its contents voids', () => {
    const voided = ['P-1', 'P-2'].map((code) => placed(code, { version: 2, voided: true }));
    expect(found(rule, placed('P-1'), ...voided)).toEqual([]);
  });

  it.each(['2025-01-02T00:00:00.000Z', '2024-12-31T00:00:00.000Z'])(
    'shows a version that one content voids and another does not, recorded %s',
    (recordedAt) => {
      expect(found(rule, placed('P-1', { recordedAt, voided: true }), placed('P-1'))).toHaveLength(1);
    },
  );

  it.each([
    ['one content twice', [placed('P-1'), { ...placed('P-1'), eventId: 'again' }]],
    ['two versions', [placed('P-1'), placed('P-2', { version: 2 })]],
    ['two records', [placed('P-1'), record('hhs.placement', 'q', { data: { programCode: 'P-2' } })]],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });
});
