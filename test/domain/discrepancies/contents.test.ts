import { describe, expect, it } from '@jest/globals';
import { discrepanciesOf } from '../../../src/domain/discrepancies/index.ts';
import { caseFileOf, record } from '../../support/records.ts';

describe('discrepanciesOf', () => {
  it('shows none where nothing contradicts', () => {
    expect(discrepanciesOf(caseFileOf(record('hhs.placement', 'p'), record('eoir.case', 'c')))).toEqual([]);
  });

  it('shows several contents of one version, with the owner of the record', () => {
    const contents = ['P-1', 'P-2', 'P-3'].map((programCode) =>
      record('hhs.placement', 'p', { data: { programCode } }),
    );
    expect(discrepanciesOf(caseFileOf(...contents))).toEqual([
      {
        rule: 'same-version-other-content',
        records: ['hhs.placement/p'],
        owner: 'hhs',
        detail: '3 contents of version 1; in use is the one recorded last',
      },
    ]);
  });

  it('shows nothing of a version that a higher one supersedes', () => {
    const contents = [
      record('hhs.placement', 'p', { data: { programCode: 'P-1' } }),
      record('hhs.placement', 'p', { data: { programCode: 'P-2' } }),
      record('hhs.placement', 'p', { data: { version: 2 } }),
    ];
    expect(discrepanciesOf(caseFileOf(...contents))).toEqual([]);
  });

  it('shows nothing of a version that is voided by each of its contents', () => {
    const voided = ['P-1', 'P-2'].map((programCode) =>
      record('hhs.placement', 'p', { data: { version: 2, voided: true, programCode } }),
    );
    expect(discrepanciesOf(caseFileOf(record('hhs.placement', 'p'), ...voided))).toEqual([]);
  });

  it.each(['2025-01-02T00:00:00.000Z', '2024-12-31T00:00:00.000Z'])(
    'shows a version that one content voids and another does not, recorded %s',
    (recordedAt) => {
      const contents = [
        record('hhs.placement', 'p', { data: { recordedAt, voided: true } }),
        record('hhs.placement', 'p'),
      ];
      expect(discrepanciesOf(caseFileOf(...contents)).map(({ rule }) => rule)).toEqual([
        'same-version-other-content',
      ]);
    },
  );

  it('shows one event with several contents, and the records that they speak of', () => {
    const contents = [
      record('eoir.case', 'a', { eventId: 'e' }),
      record('eoir.case', 'b', { eventId: 'e', data: { recordedAt: '2025-02-01T00:00:00.000Z' } }),
    ];
    expect(discrepanciesOf(caseFileOf(...contents))).toEqual([
      {
        rule: 'same-event-other-content',
        records: ['eoir.case/a', 'eoir.case/b'],
        owner: 'eoir',
        detail:
          '2 contents under one event id, of several records; each record stands, the sender has to say which it meant',
      },
    ]);
  });

  it('shows one event that came with two contents of one record', () => {
    const contents = [
      record('eoir.case', 'a', { eventId: 'e' }),
      record('eoir.case', 'a', { eventId: 'e', data: { recordedAt: '2025-02-01T00:00:00.000Z' } }),
    ];
    expect(discrepanciesOf(caseFileOf(...contents))).toContainEqual({
      rule: 'same-event-other-content',
      records: ['eoir.case/a'],
      owner: 'eoir',
      detail: '2 contents under one event id; in use is the one recorded last',
    });
  });

  it('shows no discrepancy for the same event or the same content twice', () => {
    const one = record('eoir.case', 'a', { eventId: 'e' });
    expect(discrepanciesOf(caseFileOf(one, { ...one }, { ...one, eventId: 'f' }))).toEqual([]);
  });
});
