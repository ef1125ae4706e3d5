import { describe, expect, it } from '@jest/globals';
import type { Identifiers } from '../../../src/contracts/person.ts';
import { courseOf } from '../../../src/domain/assess.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { caseFilesOf } from '../../../src/domain/case-files.ts';
import { actsInForce } from '../../../src/domain/obligations/acts-in-force.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { act, dutiesBy, statesAt } from '../../support/duties.ts';
import { caseFileOf, record } from '../../support/records.ts';

const rule = 'act-without-duty';

/** Of each child that has acts, how many count, and how often it shows one that does not. */
function counted(...records: Assertion[]): string[] {
  return caseFilesOf(records)
    .children.filter(({ acts }) => acts.length > 0)
    .map((child) => {
      const shown = courseOf(child, currentPolicy).contradictions.filter((one) => one.rule === rule);
      return `${actsInForce(child).length} counts, ${shown.length} shown`;
    });
}

describe('an act on the report of a hearing', () => {
  const version = (number: number, recordedAt: string, scheduledFor: string, more: object = {}) =>
    record('eoir.hearing', 'h', {
      data: { version: number, occurredAt: recordedAt, recordedAt, scheduledFor, ...more },
    });
  const set = version(1, '2025-01-10T15:00:00Z', '2025-03-04T15:00:00Z');
  const inJune = '2025-06-10T14:00:00Z';
  const moved = version(2, '2025-03-12T15:00:00Z', inJune, {
    state: 'moved',
    occurredAt: '2025-03-01T15:00:00Z',
  });
  const waived = (recordedAt: string) =>
    act('eoir:w', {
      obligation: 'report-hearing-outcome',
      owner: 'eoir',
      subject: set.key,
      act: 'waive',
      occurredAt: '2025-03-06T15:00:00Z',
      recordedAt,
    });
  const early = waived('2025-03-06T15:00:00Z');

  it.each<[string, Assertion[], string]>([
    ['holds while the hearing stands', [set, early], '1 counts, 0 shown'],
    ['says nothing of the time to which it was moved since', [set, moved, early], '0 counts, 1 shown'],
    [
      '… not though the first version never came',
      [
        version(2, '2025-03-02T15:00:00Z', '2025-03-04T15:00:00Z'),
        { ...moved, data: { ...moved.data, version: 3 } } as Assertion,
        early,
      ],
      '0 counts, 1 shown',
    ],
    [
      'holds where it was written down of that time, whatever day it gives itself',
      [set, moved, waived('2025-03-12T15:00:00Z')],
      '1 counts, 0 shown',
    ],
    [
      'holds where the hearing was moved, and back to its time',
      [set, moved, version(3, '2025-03-13T15:00:00Z', '2025-03-04T15:00:00Z', { state: 'moved' }), early],
      '1 counts, 0 shown',
    ],
    [
      'holds where a mistaken time was put right',
      [set, version(2, '2025-03-12T15:00:00Z', '2025-03-04T15:30:00Z'), early],
      '1 counts, 0 shown',
    ],
    [
      '… and where the version that moved it was withdrawn',
      [
        set,
        { ...moved, data: { ...moved.data, voided: true } } as Assertion,
        version(3, '2025-03-13T15:00:00Z', inJune),
        early,
      ],
      '1 counts, 0 shown',
    ],
    [
      'holds where the outcome came',
      [set, version(2, '2025-03-20T15:00:00Z', '2025-03-04T15:00:00Z', { state: 'held' }), early],
      '1 counts, 0 shown',
    ],
    [
      'of before all versions is of the lowest of them',
      [set, moved, waived('2025-01-01T00:00:00Z')],
      '0 counts, 1 shown',
    ],
  ])('%s', (_title, records, expected) => {
    for (const order of [records, records.toReversed()]) expect(counted(...order)).toEqual([expected]);
  });

  it('leaves the new time owed', () => {
    const states = (...records: Assertion[]) =>
      statesAt(dutiesBy('report-hearing-outcome', ...records), '2025-07-01T00:00:00Z');
    expect(states(set, early)).toBe('waived');
    expect(states(set, moved, early)).toBe('overdue');
    expect(states(set, moved, waived('2025-03-13T15:00:00Z'))).toBe('waived');
  });
});

describe('an act on a record that tells of another child by now', () => {
  const [A, B] = ['A012345671', 'A012345672'];
  const release = (version: number, recordedAt: string, ids: Identifiers) =>
    record('hhs.release', 'r', { ids, data: { version, recordedAt } });
  const seen = act('hhs:k', {
    obligation: 'usable-address',
    owner: 'hhs',
    subject: 'hhs.release/r@hhs:test',
    occurredAt: '2025-05-01T00:00:00.000Z',
  });

  it.each<[string, Identifiers, Identifiers, number]>([
    ['one A-number', { aNumber: A }, { aNumber: A }, 1],
    ['one A-number, other ids', { aNumber: A, orrId: '1' }, { aNumber: A, orrId: '2' }, 1],
    ['two A-numbers', { aNumber: A }, { aNumber: B }, 0],
    ['two A-numbers, one id', { aNumber: A, orrId: '1' }, { aNumber: B, orrId: '1' }, 0],
    ['one id, then with an A-number', { orrId: '1' }, { aNumber: A, orrId: '1' }, 1],
    ['one id, another A-number gone', { aNumber: A, orrId: '1' }, { orrId: '1' }, 1],
    ['one text as two ids', { orrId: '1' }, { eidSubjectId: '1' }, 0],
    ['no id in both', { aNumber: A }, { orrId: '1' }, 0],
    ['none at all', {}, {}, 1],
    ['none, then an A-number', {}, { aNumber: A }, 0],
    ['an A-number, then none', { aNumber: A }, {}, 0],
  ])('%s', (_title, before, now, count) => {
    const records = [
      release(1, '2025-04-01T00:00:00.000Z', before),
      release(2, '2025-06-01T00:00:00.000Z', now),
      seen,
    ];
    for (const order of [records, records.toReversed()])
      expect(counted(...order)).toEqual([`${count} counts, ${1 - count} shown`]);
  });

  it.each<[string, string, number, number]>([
    ['a version recorded after', '2025-05-01T00:00:00.001Z', 2, 0],
    ['a version recorded by then', '2025-05-01T00:00:00.000Z', 2, 1],
    ['another content of that version, recorded after', '2025-05-01T00:00:00.001Z', 1, 0],
  ])('goes by %s', (_title, recordedAt, version, count) => {
    const first = release(1, '2025-04-01T00:00:00.000Z', { aNumber: A });
    expect(counted(first, release(version, recordedAt, { aNumber: B }), seen)).toEqual([
      `${count} counts, ${1 - count} shown`,
    ]);
  });

  it('meets nobody’s duty', () => {
    const placed = (version: number, recordedAt: string, aNumber: string) =>
      record('hhs.placement', 'p', {
        ids: { aNumber },
        data: { version, recordedAt, admittedAt: '2025-01-03T00:00:00Z', sponsorCategory: '4' },
      });
    const handed = (aNumber: string, value: string) =>
      record('ice.custody-transfer', aNumber, {
        data: {
          transferredAt: '2025-01-02T00:00:00Z',
          person: { identifiers: { aNumber }, birthDate: { value, precision: 'day' } },
        },
      });
    const plan = act('hhs:p', {
      obligation: 'age-out-plan',
      owner: 'hhs',
      subject: 'hhs.placement/p@hhs:test',
      occurredAt: '2025-05-01T00:00:00Z',
    });
    const states = (...records: Assertion[]) =>
      caseFilesOf(records).children.map((child) => {
        const duties = courseOf(child, currentPolicy).duties.filter(
          ({ rule: one }) => one.id === 'age-out-plan',
        );
        return statesAt(duties, '2025-06-15T00:00:00Z');
      });
    const known = [
      handed(A, '2007-06-01'),
      handed(B, '2007-06-10'),
      placed(1, '2025-01-03T00:00:00Z', A),
      plan,
    ];
    expect(states(...known).toSorted()).toEqual(['', 'met']);
    expect(states(...known, placed(2, '2025-06-01T00:00:00Z', B)).toSorted()).toEqual(['', 'overdue']);
  });
});

it('an act that was taken back counts for nothing and is not shown', () => {
  const release = record('hhs.release', 'r');
  const back = act('hhs:k', {
    obligation: 'usable-address',
    owner: 'hhs',
    subject: release.key,
    voided: true,
  });
  expect(actsInForce(caseFileOf(release, back))).toEqual([]);
  expect(counted(release, back)).toEqual(['0 counts, 0 shown']);
});
