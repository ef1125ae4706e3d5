import { describe, expect, it } from '@jest/globals';
import { assert, property } from 'fast-check';
import type { Identifiers } from '../../../src/contracts/person.ts';
import type { RecordType } from '../../../src/contracts/records/index.ts';
import { assess } from '../../../src/domain/assess.ts';
import type { Assertion } from '../../../src/domain/case-file.ts';
import { caseFilesOf } from '../../../src/domain/case-files.ts';
import { currentPolicy } from '../../../src/domain/policy.ts';
import { entangledRecords } from '../../support/arbitrary-records.ts';
import { record } from '../../support/records.ts';

const a = 'A011111112';
const b = 'A022222223';
const told = (type: RecordType, recordId: string, ids: Identifiers, data: object = {}) =>
  record(type, recordId, { ids, data: data as never });

const release = (ids: Identifiers, data: object = {}) =>
  told('hhs.release', 'ra', ids, {
    releasedAt: '2025-03-01T15:00:00Z',
    occurredAt: '2025-03-01T15:00:00Z',
    ...data,
  });
const ofA = [
  told('ice.custody-transfer', 'ta', { aNumber: a }),
  told('hhs.placement', 'pa', { aNumber: a, orrId: '1' }),
];
const ofB = (ids: Identifiers, data: object = {}) => told('hhs.placement', 'pb', ids, data);

/** Per child of an A-number its placement at a moment and what waits: owner, records, since. */
function shown(records: Assertion[], at = '2025-06-01T00:00:00Z') {
  return caseFilesOf(records)
    .children.map((child) => assess(child, currentPolicy, Date.parse(at)))
    .map(({ placement, discrepancies }) => [
      placement.value,
      ...discrepancies
        .filter(({ rule }) => rule === 'record-waits')
        .map(({ owner, records: keys, since }) => [`${owner}:`, ...keys, since].join(' ')),
    ]);
}

describe('record-waits', () => {
  it('tells of a release that a sibling’s mistaken id took away, at both, by which record of each it leads there', () => {
    expect(shown([...ofA, release({ orrId: '1' })])).toEqual([['released']]);
    expect(shown([...ofA, release({ orrId: '1' }), ofB({ aNumber: b, orrId: '1' })])).toEqual([
      ['hhs-care', 'hhs: hhs.placement/pa@hhs:test hhs.release/ra@hhs:test 2025-03-01T15:00:00.000Z'],
      ['hhs-care', 'hhs: hhs.placement/pb@hhs:test hhs.release/ra@hhs:test 2025-03-01T15:00:00.000Z'],
    ]);
  });

  it('says what to do, in as many words as a discrepancy has room for', () => {
    const longest = 'r'.repeat(64);
    const waits = told('hhs.wellbeing-call', longest, { orrId: '1' });
    const [child] = caseFilesOf([...ofA, waits, ofB({ aNumber: b, orrId: '1' })]).children;
    const [{ detail } = { detail: '' }] = assess(
      child!,
      currentPolicy,
      Date.parse('2025-06-01'),
    ).discrepancies;
    expect(detail).toBe(
      `hhs.wellbeing-call/${longest}@hhs:test is no child’s: its ids lead to several. Correct the id that is wrong, or say its A-number`,
    );
    expect(detail.length).toBeLessThanOrEqual(300);
  });

  it('does not show before what the record tells of', () => {
    const records = [...ofA, release({ orrId: '1' }), ofB({ aNumber: b, orrId: '1' })];
    expect(shown(records, '2025-03-01T14:59:59.999Z')).toEqual([['hhs-care'], ['hhs-care']]);
    expect(shown(records, '2025-03-01T15:00:00Z')[0]).toHaveLength(2);
  });

  it.each<[string, Assertion[]]>([
    ['the other’s id corrected', [ofB({ aNumber: b, orrId: '2' }, { version: 2 })]],
    ['the other’s record voided', [ofB({ aNumber: b, orrId: '1' }, { version: 2, voided: true })]],
    ['its A-number said', [release({ aNumber: a, orrId: '1' }, { version: 2 })]],
  ])('is closed by %s', (_title, more) => {
    const records = [...ofA, release({ orrId: '1' }), ofB({ aNumber: b, orrId: '1' }), ...more];
    expect(shown(records).flat()).toEqual(['released', expect.not.stringContaining(':')]);
  });

  it('is closed by the record’s own withdrawal', () => {
    expect(
      shown([...ofA, release({ orrId: '1' }, { voided: true }), ofB({ aNumber: b, orrId: '1' })]),
    ).toEqual([['hhs-care'], ['hhs-care']]);
  });

  it('names each record that waits by itself, for the agency that sent it', () => {
    const check = told('ice.location-check', 'l', { orrId: '1' });
    expect(shown([...ofA, release({ orrId: '1' }), check, ofB({ aNumber: b, orrId: '1' })])[0]).toEqual([
      'hhs-care',
      'hhs: hhs.placement/pa@hhs:test hhs.release/ra@hhs:test 2025-03-01T15:00:00.000Z',
      'ice: hhs.placement/pa@hhs:test ice.location-check/l@ice:test 2025-01-01T00:00:00.000Z',
    ]);
  });

  it('where it leads only through others, names the record that ties the child to them', () => {
    const tie = told('hhs.address', 'tie', { orrId: '1', eidSubjectId: '2' });
    const waits = told('hhs.wellbeing-call', 'w', { eidSubjectId: '3', fin: '5551' });
    const between = told('hhs.address', 'u', { fin: '5551', eidSubjectId: '2' });
    const found = shown([...ofA, tie, between, waits, ofB({ aNumber: b, eidSubjectId: '2' })]).flat();
    expect(found).toContain(
      'hhs: hhs.placement/pa@hhs:test hhs.wellbeing-call/w@hhs:test 2025-01-01T00:00:00.000Z',
    );
    expect(found).toContain(
      'hhs: hhs.address/u@hhs:test hhs.wellbeing-call/w@hhs:test 2025-01-01T00:00:00.000Z',
    );
  });

  it('leads by the record recorded first, of those at one moment by the smallest key, and by none that is voided', () => {
    const more = (id: string, recordedAt: string, data: object = {}) =>
      told('hhs.placement', id, { aNumber: a, orrId: '1' }, { recordedAt, ...data });
    const others = [release({ orrId: '1' }), ofB({ aNumber: b, orrId: '1' })];
    const leads = (...records: Assertion[]) =>
      shown([...records, ...others])[0]!
        .slice(1)
        .join();
    expect(leads(more('z', '2025-01-01T00:00:00Z'), more('y', '2025-01-02T00:00:00Z'))).toMatch(
      'hhs.placement/z@hhs:test',
    );
    expect(leads(more('z', '2025-01-01T00:00:00Z'), more('y', '2025-01-01T00:00:00Z'))).toMatch(
      'hhs.placement/y@hhs:test',
    );
    expect(
      leads(more('z', '2025-01-02T00:00:00Z'), more('y', '2025-01-01T00:00:00Z', { voided: true })),
    ).toMatch('hhs.placement/z@hhs:test');
  });

  it('of many shows the ten of each agency that were recorded first', () => {
    const calls = Array.from({ length: 12 }, (_, n) => {
      const id = String(99 - n);
      return told(
        'hhs.wellbeing-call',
        id,
        { orrId: '1' },
        { recordedAt: `2025-02-${String(n + 10)}T00:00:00Z` },
      );
    });
    const check = told('ice.location-check', 'l', { orrId: '1' }, { recordedAt: '2025-03-01T00:00:00Z' });
    for (const records of [calls, calls.toReversed()]) {
      const [found] = shown([...ofA, ...records, check, ofB({ aNumber: b, orrId: '1' })]);
      expect(found!.slice(1).map((text) => text.split(' ')[2])).toEqual([
        ...Array.from({ length: 10 }, (_, n) => `hhs.wellbeing-call/${n + 90}@hhs:test`),
        'ice.location-check/l@ice:test',
      ]);
    }
  });

  it('every record that waits and is not voided shows at two children or more, each with a record of its own', () => {
    assert(
      property(entangledRecords({ min: 2, max: 14 }), (records) => {
        const { children, unlinked } = caseFilesOf(records);
        const times = new Map<string, number>();
        for (const child of children) {
          const own = new Set(child.records.map(({ inUse }) => inUse.key));
          for (const waits of child.waiting) {
            expect(own.has(waits.by)).toBe(true);
            times.set(waits.record.key, (times.get(waits.record.key) ?? 0) + 1);
          }
        }
        for (const [key, count] of times)
          expect([key, unlinked.includes(key), count > 1]).toEqual([key, true, true]);
        const voided = new Set(records.filter(({ data }) => data.voided === true).map(({ key }) => key));
        for (const key of unlinked) if (!times.has(key)) expect(voided).toContain(key);
      }),
      { numRuns: 500 },
    );
  });
});
