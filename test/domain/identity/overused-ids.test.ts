import { describe, expect, it } from '@jest/globals';
import { caseFilesOf } from '../../../src/domain/case-files.ts';
import { MOST_COMPANIONS, overusedIds } from '../../../src/domain/identity/overused-ids.ts';
import type { Identifiers } from '../../../src/contracts/person.ts';
import type { RecordAssertion } from '../../../src/domain/case-file.ts';
import { record } from '../../support/records.ts';

const numberOf = (n: number): string => `A0777777${String(n + 10)}`;

/** So many records, each with the n-th of these identifiers. */
function told(count: number, ids: (n: number) => Identifiers): RecordAssertion[] {
  return Array.from({ length: count }, (_, n) => record('hhs.placement', `p${n}`, { ids: ids(n) }));
}

describe('an agency’s id that stands for no child', () => {
  it.each([
    ['A-numbers', (n: number) => ({ orrId: 'X1', aNumber: numberOf(n) })],
    ['ids of another kind', (n: number) => ({ orrId: 'X1', fin: `88810${n}` })],
  ])('came together with more than fifty %s', (_, ids) => {
    expect(overusedIds(told(MOST_COMPANIONS, ids))).toEqual([]);
    expect(overusedIds(told(MOST_COMPANIONS + 1, ids))).toEqual(['orr:X1']);
  });

  it('is none that came with fifty of one kind and fifty of another', () => {
    const records = [
      ...told(MOST_COMPANIONS, (n) => ({ orrId: 'X1', aNumber: numberOf(n) })),
      ...told(MOST_COMPANIONS, (n) => ({ orrId: 'X1', fin: `88810${n}` })),
    ];
    expect(overusedIds(records)).toEqual([]);
  });

  it('is so by what no longer counts too, and by the same again no more than once', () => {
    const versions = Array.from({ length: MOST_COMPANIONS + 1 }, (_, n) =>
      record('hhs.placement', 'p', {
        ids: { orrId: 'X1', aNumber: numberOf(n) },
        data: { version: n + 1, ...(n === MOST_COMPANIONS ? { voided: true } : {}) },
      }),
    );
    expect(overusedIds(versions)).toEqual(['orr:X1']);
    expect(overusedIds([...versions.slice(0, -1), ...versions.slice(0, -1)])).toEqual([]);
  });

  it('is never an A-number, whatever came with it', () => {
    expect(
      overusedIds(told(MOST_COMPANIONS + 20, (n) => ({ aNumber: numberOf(0), orrId: `o${n}` }))),
    ).toEqual([]);
  });

  it('is told by its kind: the same text as another agency’s id is another', () => {
    const records = told(MOST_COMPANIONS + 1, (n) => ({
      orrId: 'X1',
      eidSubjectId: n === 0 ? 'X1' : `e${n}`,
    }));
    expect(overusedIds(records)).toEqual(['orr:X1']);
  });
});

describe('whose record it is that says such an id', () => {
  const heap = told(MOST_COMPANIONS + 1, (n) => ({ orrId: 'X1', aNumber: numberOf(n) }));
  const files = (...more: RecordAssertion[]) => {
    const { children, unlinked } = caseFilesOf([...heap, ...more]);
    const waits = children.flatMap(({ waiting }) => waiting);
    return { children: children.length, unlinked, waits: waits.length };
  };

  it('that of its other identifiers', () => {
    const [a, b] = [{ orrId: 'X1', fin: '4711' }, { fin: '4711' }];
    const [one, other] = [record('hhs.release', 'r1', { ids: a }), record('hhs.release', 'r2', { ids: b })];
    expect(files(one, other)).toEqual({ children: MOST_COMPANIONS + 2, unlinked: [], waits: 0 });
    const named = record('hhs.release', 'r3', { ids: { fin: '4711', aNumber: numberOf(3) } });
    expect(files(one, other, named)).toEqual({ children: MOST_COMPANIONS + 1, unlinked: [], waits: 0 });
  });

  it('nobody’s where it says nothing else: it waits, and no child shows it', () => {
    const nameless = record('hhs.release', 'r1', { ids: { orrId: 'X1' } });
    expect(files(nameless)).toEqual({ children: MOST_COMPANIONS + 1, unlinked: [nameless.key], waits: 0 });
    const voided = record('hhs.release', 'r2', { ids: { orrId: 'X1' }, data: { voided: true } });
    expect(files(nameless, voided)).toEqual({
      children: MOST_COMPANIONS + 1,
      unlinked: [nameless.key, voided.key],
      waits: 0,
    });
  });

  it('also where most of what makes it so is elsewhere', () => {
    const [known, nothing] = [new Set(['orr:X1']), new Set<string>()];
    const nameless = record('hhs.release', 'r1', { ids: { orrId: 'X1' } });
    expect(caseFilesOf([nameless]).unlinked).toEqual([]);
    expect(caseFilesOf([nameless], { events: nothing, ids: known }).unlinked).toEqual([nameless.key]);
  });
});
