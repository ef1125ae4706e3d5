import { describe, expect, it } from '@jest/globals';
import { assert, property, tuple } from 'fast-check';
import { hashId } from '../../src/contracts/hash.ts';
import type { Assertion } from '../../src/domain/case-file.ts';
import { aliasOf, caseFilesOf, contentIdOf, type CaseFiles } from '../../src/domain/case-files.ts';
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

  it('is that of a voided record only where there is no other', () => {
    const voided = record('hhs.release', 'a', { data: { ...early, voided: true } });
    expect(caseFileOf(voided, record('hhs.release', 'b', { data: late })).childId).toBe(
      aliasOf('hhs.release/b@hhs:test'),
    );
    expect(caseFileOf(voided).childId).toBe(aliasOf(voided.key));
  });
});

describe('a record that is corrected to another child', () => {
  const [a, b] = [{ aNumber: 'A055555551' }, { aNumber: 'A055555552' }];
  const at = (day: number) => ({ recordedAt: `2025-01-${String(day).padStart(2, '0')}T00:00:00.000Z` });
  const first = record('hhs.release', 'wrong', { ids: a, data: at(1) });
  const corrected = record('hhs.release', 'wrong', {
    ids: b,
    eventId: 'put-right',
    data: { ...at(9), version: 2 },
  });
  const ofA = record('hhs.placement', 'of-a', { ids: a, data: at(2) });
  const ofB = record('hhs.placement', 'of-b', { ids: b, data: at(20) });
  const idsOf = (...records: Assertion[]) =>
    Object.fromEntries(
      caseFilesOf(records).children.map(({ childId, records: own }) => [
        own.map(({ inUse }) => inUse.key.replace(/^.*\/|@.*$/g, '')).join(),
        childId,
      ]),
    );

  it('names neither, where each has another, so that the id of the one never becomes the other’s', () => {
    expect(idsOf(first, ofA, ofB)).toEqual({ 'of-a,wrong': aliasOf(first.key), 'of-b': aliasOf(ofB.key) });
    expect(idsOf(first, ofA, ofB, corrected)).toEqual({
      'of-a': aliasOf(ofA.key),
      'of-b,wrong': aliasOf(ofB.key),
    });
    expect([...caseFilesOf([first, ofA, ofB, corrected]).doubtful]).toEqual([
      [aliasOf(first.key), [aliasOf(ofA.key), aliasOf(ofB.key)].sort()],
    ]);
  });

  it('names a child that has no other record by the content since which it tells of it', () => {
    const byContent = contentIdOf(corrected);
    expect(idsOf(first, ofA, corrected)).toEqual({ 'of-a': aliasOf(ofA.key), wrong: byContent });
    const again = record('hhs.release', 'wrong', { ids: b, data: { ...at(19), version: 3 } });
    const sameEvent = { ...again, eventId: corrected.eventId };
    const resent = { ...corrected, eventId: '0' };
    for (const more of [again, sameEvent, resent])
      expect(idsOf(first, ofA, corrected, more)).toEqual({ 'of-a': aliasOf(ofA.key), wrong: byContent });
  });

  it('names none though the other child changed since, or is another’s in all its records', () => {
    const changed = record('hhs.placement', 'of-a', { ids: a, data: { ...at(20), version: 2 } });
    const gone = record('hhs.placement', 'of-a', {
      ids: { aNumber: 'A055555553' },
      data: { ...at(20), version: 2 },
    });
    for (const later of [changed, gone]) {
      const { doubtful, children } = caseFilesOf([first, ofA, corrected, later]);
      expect(children.map(({ childId }) => childId)).not.toContain(aliasOf(first.key));
      expect(doubtful.get(aliasOf(first.key))).toHaveLength(2);
    }
  });

  it('and again to a third, leads by no id that it gave before', () => {
    const third = record('hhs.release', 'wrong', {
      ids: { aNumber: 'A055555553' },
      data: { ...at(25), version: 3 },
    });
    const { doubtful } = caseFilesOf([first, ofA, corrected, ofB, third]);
    expect([...doubtful.keys()].sort()).toEqual([aliasOf(first.key), contentIdOf(corrected)].sort());
    for (const childIds of doubtful.values()) expect(childIds).toHaveLength(3);
  });

  it('names its child still where nothing is left of the other, or that one came since', () => {
    expect(idsOf(first, corrected)).toEqual({ wrong: aliasOf(first.key) });
    const since = record('hhs.placement', 'since', { ids: a, data: at(10) });
    expect(idsOf(first, corrected, since)).toEqual({ wrong: aliasOf(first.key), since: aliasOf(since.key) });
    expect(caseFilesOf([first, corrected, since]).doubtful.size).toBe(0);
    const mere = record('hhs.release', 'wrong', { ids: b, data: { ...at(30), version: 3 } });
    expect(caseFilesOf([first, corrected, since, mere]).doubtful.size).toBe(0);
  });

  it('names none of two where nothing says when it was corrected', () => {
    const undated = record('hhs.release', 'wrong', { ids: b, data: { ...at(1), version: 2 } });
    expect(idsOf(first, ofA, undated, ofB)).toEqual({
      'of-a': aliasOf(ofA.key),
      'of-b,wrong': aliasOf(ofB.key),
    });
  });

  it('by an agency’s id alone, too', () => {
    const [one, other] = [{ orrId: 'orr-1' }, { orrId: 'orr-2' }];
    const told = record('hhs.release', 'wrong', { ids: one, data: at(1) });
    const put = record('hhs.release', 'wrong', { ids: other, data: { ...at(9), version: 2 } });
    const stays = record('hhs.placement', 'of-a', { ids: one, data: at(2) });
    const has = record('hhs.placement', 'of-b', { ids: other, data: at(3) });
    expect(idsOf(told, put, stays, has)).toEqual({
      'of-a': aliasOf(stays.key),
      'of-b,wrong': aliasOf(has.key),
    });
  });

  it('that only says less than before has told of no other', () => {
    const less = record('hhs.release', 'wrong', { ids: { orrId: 'orr-1' }, data: { ...at(9), version: 2 } });
    const tie = record('hhs.placement', 'tie', { ids: { ...a, orrId: 'orr-1' }, data: at(3) });
    expect(caseFilesOf([first, tie, less])).toMatchObject({ children: [{}], doubtful: new Map() });
  });
});

describe('a record that is withdrawn', () => {
  const a = 'A055555551';
  const early = { recordedAt: '2025-01-01T00:00:00.000Z' };
  const transfer = record('ice.custody-transfer', 't', { ids: { aNumber: a, orrId: 'orr-1' }, data: early });
  const withdrawn = record('ice.custody-transfer', 't', {
    ids: { aNumber: a, orrId: 'orr-1' },
    data: { recordedAt: '2025-03-01T00:00:00.000Z', version: 2, voided: true },
  });
  const placement = record('hhs.placement', 'p', { ids: { orrId: 'orr-1' } });

  it('makes no child of an A-number that nothing else says, beside the one to which its other ids lead', () => {
    for (const records of [
      [transfer, placement],
      [transfer, placement, withdrawn],
    ]) {
      const { children, unlinked } = caseFilesOf(records);
      expect(children.map((child) => child.records.length)).toEqual([2]);
      expect(unlinked).toEqual([]);
    }
    // It was recorded again later, so the placement is the earliest now: the former id leads there.
    expect(caseFilesOf([transfer, placement, withdrawn]).children[0]!.childId).toBe(aliasOf(placement.key));
  });

  it('stays with its A-number where that is said, and where nothing else leads anywhere', () => {
    const other = record('eoir.case', 'c', { ids: { aNumber: a } });
    const by = ({ children }: CaseFiles) =>
      children.map((child) => child.records.map(({ inUse, by: how }) => `${inUse.type} ${how}`));
    expect(by(caseFilesOf([withdrawn, placement, other]))).toEqual([
      ['eoir.case a-number', 'ice.custody-transfer a-number'],
      ['hhs.placement agency-id'],
    ]);
    expect(by(caseFilesOf([withdrawn]))).toEqual([['ice.custody-transfer a-number']]);
    const ofAnother = record('hhs.release', 'r', { ids: { aNumber: 'A055555552', orrId: 'orr-1' } });
    expect(by(caseFilesOf([withdrawn, placement, ofAnother]))).toEqual([
      ['hhs.placement agency-id', 'hhs.release a-number', 'ice.custody-transfer agency-id'],
    ]);
  });

  it('waits for nobody: of ids that lead to several its A-number has it', () => {
    const several = ['A055555552', 'A055555553'].map((aNumber, i) =>
      record('eoir.case', `c${i}`, { ids: { aNumber, orrId: 'orr-1' } }),
    );
    expect(caseFilesOf([withdrawn, ...several])).toMatchObject({ unlinked: [], children: [{}, {}, {}] });
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
    expect(caseFilesOf([])).toEqual({ children: [], unlinked: [], doubtful: new Map() });
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
