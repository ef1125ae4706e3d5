import { describe, expect, it } from '@jest/globals';
import { assert, property, tuple } from 'fast-check';
import { hashId } from '../../src/contracts/hash.ts';
import { aliasOf, caseFilesOf } from '../../src/domain/case-files.ts';
import { arrivalsOf, entangledRecords } from '../support/arbitrary-records.ts';
import { caseFileOf, record } from '../support/records.ts';

const early = { recordedAt: '2025-01-01T00:00:00.000Z' };
const late = { recordedAt: '2025-02-01T00:00:00.000Z' };

describe('a child’s id', () => {
  it('is the hash of a record key with r: before it', () => {
    expect(aliasOf('hhs.release/r1@hhs:test')).toBe(hashId('r:hhs.release/r1@hhs:test'));
  });

  it('is made of the record that was recorded first', () => {
    const file = caseFileOf(
      record('eoir.case', 'a', { data: late }),
      record('hhs.release', 'z', { data: early }),
    );
    expect(file.childId).toBe(aliasOf('hhs.release/z@hhs:test'));
  });

  it('is made of the smallest key among those recorded at one moment', () => {
    const file = caseFileOf(
      record('hhs.release', 'z'),
      record('hhs.release', 'b'),
      record('hhs.release', 'c'),
    );
    expect(file.childId).toBe(aliasOf('hhs.release/b@hhs:test'));
  });

  it('goes by the version in use of each record', () => {
    const file = caseFileOf(
      record('hhs.release', 'a', { data: early }),
      record('hhs.release', 'a', { data: { ...late, version: 2 } }),
      record('hhs.release', 'b', { data: { recordedAt: '2025-01-15T00:00:00.000Z' } }),
    );
    expect(file.childId).toBe(aliasOf('hhs.release/b@hhs:test'));
  });

  it('may be that of a voided record, which stays the child’s', () => {
    const file = caseFileOf(
      record('hhs.release', 'a', { data: { ...early, voided: true } }),
      record('hhs.release', 'b', { data: late }),
    );
    expect(file.childId).toBe(aliasOf('hhs.release/a@hhs:test'));
  });
});

describe('caseFilesOf', () => {
  it('lists each child’s records once, sorted by key, with what stands beside each', () => {
    const file = caseFileOf(
      record('hhs.release', 'b', { data: { sponsorCategory: '1' } }),
      record('hhs.release', 'b', { data: { sponsorCategory: '3' } }),
      record('eoir.case', 'a'),
      record('hhs.release', 'a'),
    );
    expect(file.records.map(({ inUse, by, rivals }) => [inUse.key, by, rivals.length])).toEqual([
      ['eoir.case/a@eoir:test', 'a-number', 0],
      ['hhs.release/a@hhs:test', 'a-number', 0],
      ['hhs.release/b@hhs:test', 'a-number', 1],
    ]);
  });

  it('of nothing is nothing', () => {
    expect(caseFilesOf([])).toEqual({ children: [], unlinked: [] });
  });

  it('is the same for every order and repetition, and gives each child an id of its own', () => {
    const setInTwoOrders = entangledRecords({ min: 1, max: 14 }).chain((records) =>
      tuple(arrivalsOf(records), arrivalsOf(records)),
    );
    assert(
      property(setInTwoOrders, ([one, other]) => {
        const [first, second] = [caseFilesOf(one), caseFilesOf(other)];
        const byId = (a: { childId: string }, b: { childId: string }) => (a.childId < b.childId ? -1 : 1);
        expect(first.children.toSorted(byId)).toEqual(second.children.toSorted(byId));
        expect(first.unlinked).toEqual(second.unlinked);
        expect(new Set(first.children.map((child) => child.childId)).size).toBe(first.children.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('every record', () => {
  it('is one child’s or waits, whatever else was sent: none is lost', () => {
    assert(
      property(entangledRecords({ min: 1, max: 12 }), (records) => {
        const { children, unlinked } = caseFilesOf(records);
        const placed = children.flatMap((child) => [
          ...child.records.map(({ inUse }) => inUse.key),
          ...child.acts.map(({ key }) => key),
        ]);
        expect([...placed, ...unlinked].sort()).toEqual([...new Set(records.map(({ key }) => key))].sort());
      }),
      { numRuns: 500 },
    );
  });

  it('is there though its event id came again for another child, and both show it', () => {
    const one = record('hhs.placement', 'one', { eventId: 'e', ids: { aNumber: 'A012345678' } });
    const other = record('hhs.placement', 'other', {
      eventId: 'e',
      ids: { aNumber: 'A087654321' },
      data: late,
    });
    const { children } = caseFilesOf([one, other]);
    expect(
      children.map(({ records }) => records.map(({ inUse, eventRivals }) => [inUse.key, eventRivals.length])),
    ).toEqual([[[one.key, 1]], [[other.key, 1]]]);
  });
});
