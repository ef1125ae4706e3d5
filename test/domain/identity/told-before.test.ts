import { describe, expect, it } from '@jest/globals';
import type { RecordAssertion } from '../../../src/domain/case-file.ts';
import { aliasOf, caseFilesOf, contentIdOf } from '../../../src/domain/case-files.ts';
import { MOST_COMPANIONS } from '../../../src/domain/identity/overused-ids.ts';
import { partition } from '../../../src/domain/identity/partition.ts';
import { recordsInUse } from '../../../src/domain/in-use.ts';
import { record } from '../../support/records.ts';

const [a, b, c] = ['A055555551', 'A055555552', 'A055555553'] as const;
const told = (recordId: string, version: number, day: number, aNumber: string, more: object = {}) =>
  record('hhs.placement', recordId, {
    ids: { aNumber },
    data: { version, recordedAt: new Date(Date.UTC(2025, 0, day)).toISOString() },
    ...more,
  });

/** Of each record that told of other children: those, by their records, and how many of its contents are in doubt. */
const found = (...records: RecordAssertion[]) =>
  [...partition(recordsInUse(records)).toldBefore].map(([key, { others, until, since }]) => ({
    record: key.replace(/^.*\/|@.*$/g, ''),
    others: [...others].map((members) =>
      [...members.keys()].map((one) => one.replace(/^.*\/|@.*$/g, '')).join(),
    ),
    until: until.map(({ data }) => data.version),
    since: since.data.version,
  }));

describe('a record told of another child before, by an id that is overused by now', () => {
  const by = (ids: object, recordId: string, version: number) =>
    record('hhs.placement', recordId, {
      ids,
      data: { version, recordedAt: new Date(Date.UTC(2025, 0, version)).toISOString() },
    });
  const orrId = 'BATCH-7';
  const others = Array.from({ length: MOST_COMPANIONS + 1 }, (_, n) =>
    by({ orrId, aNumber: `A0777777${n + 10}` }, `o${n}`, 1),
  );

  it('where a former content said it and no A-number: whose id it gave is not to be seen any more', () => {
    const first = by({ orrId }, 'X', 1);
    const corrected = by({ aNumber: a }, 'X', 2);
    const { children, doubtful } = caseFilesOf([first, corrected, ...others]);
    const child = children.find(({ records }) => records.some(({ inUse }) => inUse === corrected))!;
    expect(child.childId).toBe(contentIdOf(corrected));
    expect([...doubtful]).toEqual([[aliasOf(first.key), [child.childId]]]);
  });

  it('and not where an A-number said whose it is, or where it says the same now', () => {
    const numbered = [by({ orrId, aNumber: a }, 'X', 1), by({ aNumber: a }, 'X', 2)];
    const again = [by({ orrId, fin: '4711' }, 'Y', 1), by({ orrId, fin: '4711' }, 'Y', 2)];
    expect(caseFilesOf([...numbered, ...again, ...others]).doubtful.size).toBe(0);
  });
});

describe('a record told of another child before', () => {
  const first = told('X', 1, 1, a);
  const other = told('Y', 1, 2, a);
  const corrected = told('X', 2, 9, b);

  it('where that child has a record which was known by a former number when it was corrected', () => {
    expect(found(first, other, corrected)).toEqual([{ record: 'X', others: ['Y'], until: [1], since: 2 }]);
    expect(found(first, told('Y', 1, 9, a), corrected)).toHaveLength(1);
    expect(found(first, told('Y', 1, 10, a), corrected)).toEqual([]);
  });

  it('whatever becomes of that record, or of the number, later', () => {
    expect(found(first, other, corrected, told('Y', 2, 20, a))).toHaveLength(1);
    expect(found(first, other, corrected, told('Y', 2, 20, c))[0]?.others).toEqual(['Y']);
    expect(found(first, other, corrected, told('X', 3, 30, b))[0]).toMatchObject({ until: [1], since: 2 });
  });

  it('up to the last content that did', () => {
    expect(found(first, other, corrected, told('Z', 1, 10, b), told('X', 3, 11, c))).toEqual([
      { record: 'X', others: ['Y', 'Z'], until: [1, 2], since: 3 },
    ]);
  });

  it('by a content that never counted, too', () => {
    const same = { eventId: 'one' };
    const never = told('X', 1, 1, a, same);
    expect(found(never, other, told('X', 2, 9, b, same))).toHaveLength(1);
  });

  it('and not by its own contents, nor where nothing of the other is left', () => {
    expect(found(first, corrected)).toEqual([]);
    expect(found(first, other, told('Y', 2, 3, b), corrected)).toEqual([]);
    expect(found(first, other)).toEqual([]);
  });
});
