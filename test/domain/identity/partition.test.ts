import { describe, expect, it } from '@jest/globals';
import { assert, property, tuple } from 'fast-check';
import type { Identifiers } from '../../../src/contracts/person.ts';
import type { RecordAssertion } from '../../../src/domain/case-file.ts';
import { partition } from '../../../src/domain/identity/partition.ts';
import { recordsInUse, type RecordInUse } from '../../../src/domain/in-use.ts';
import { arrivalsOf, entangledRecords } from '../../support/arbitrary-records.ts';
import { record } from '../../support/records.ts';

const one = 'A011111112';
const two = 'A022222223';
const three = 'A033333334';

function told(
  recordId: string,
  ids: Identifiers,
  data: { version?: number; voided?: boolean } = {},
): RecordAssertion {
  return record('hhs.placement', recordId, { ids, data });
}

/** Children as lists of record ids with how they came there, and what waits. */
function split(...records: RecordAssertion[]): { children: string[]; unlinked: string[] } {
  const short = (key: string) => /\/(.+)@/.exec(key)![1]!;
  const { children, unlinked } = partition(recordsInUse(records));
  return {
    children: children
      .map((child) =>
        [...child]
          .map(([key, { by }]) => `${short(key)} ${by}`)
          .sort()
          .join(', '),
      )
      .sort(),
    unlinked: unlinked.map(short),
  };
}

describe('rule 1: every A-number is one child', () => {
  it('puts records of one A-number together', () => {
    expect(split(told('a', { aNumber: one }), told('b', { aNumber: one }))).toEqual({
      children: ['a a-number, b a-number'],
      unlinked: [],
    });
  });

  it('never joins two A-numbers, though they share an agency’s id', () => {
    expect(split(told('a', { aNumber: one, orrId: '1' }), told('b', { aNumber: two, orrId: '1' }))).toEqual({
      children: ['a a-number', 'b a-number'],
      unlinked: [],
    });
  });

  it('leaves a voided record with the A-number it names', () => {
    expect(split(told('a', { aNumber: one }), told('b', { aNumber: one }, { voided: true }))).toEqual({
      children: ['a a-number, b a-number'],
      unlinked: [],
    });
  });

  it('follows a corrected A-number: only the version in use counts', () => {
    expect(
      split(
        told('a', { aNumber: one }),
        told('b', { aNumber: one }),
        told('b', { aNumber: two }, { version: 2 }),
      ),
    ).toEqual({ children: ['a a-number', 'b a-number'], unlinked: [] });
  });
});

describe('rule 2: an agency id that occurs with one A-number belongs to that child', () => {
  it.each<[string, Identifiers]>([
    ['orrId', { orrId: '1' }],
    ['eidSubjectId', { eidSubjectId: '1' }],
    ['eoirCaseId', { eoirCaseId: '1' }],
    ['fin', { fin: '1234' }],
  ])('by %s', (_kind, id) => {
    expect(split(told('a', { aNumber: one, ...id }), told('b', id))).toEqual({
      children: ['a a-number, b agency-id'],
      unlinked: [],
    });
  });

  it('tells one agency’s id from another’s of the same letters', () => {
    expect(
      split(told('a', { aNumber: one, orrId: '1' }), told('b', { eidSubjectId: '1' })).children,
    ).toHaveLength(2);
  });

  it('does not follow the id of a voided record', () => {
    const withdrawn = told('a', { aNumber: one, orrId: '1' }, { voided: true });
    expect(split(withdrawn, told('b', { orrId: '1' }), told('c', { aNumber: one })).children).toEqual([
      'a a-number, c a-number',
      'b agency-id',
    ]);
    // Nor does a voided record part itself from the child that its agency's id is of, by a number that nobody says any more.
    expect(split(withdrawn, told('b', { orrId: '1' })).children).toEqual(['a agency-id, b agency-id']);
    expect(split(withdrawn, told('b', { aNumber: 'A011111113', orrId: '1' })).children).toEqual([
      'a agency-id, b a-number',
    ]);
  });

  it('does not follow the id of a version that is no longer in use', () => {
    expect(
      split(
        told('a', { aNumber: one, orrId: '1' }),
        told('a', { aNumber: one, orrId: '2' }, { version: 2 }),
        told('b', { orrId: '1' }),
        told('c', { orrId: '2' }),
      ).children,
    ).toEqual(['a a-number, c agency-id', 'b agency-id']);
  });
});

describe('rule 3: agency ids that occur together belong together', () => {
  it('makes one child of a group without A-number', () => {
    expect(
      split(
        told('a', { orrId: '1', eidSubjectId: '1' }),
        told('b', { orrId: '1' }),
        told('c', { eidSubjectId: '1' }),
      ),
    ).toEqual({ children: ['a agency-id, b agency-id, c agency-id'], unlinked: [] });
  });

  it('follows a chain of any length to the one A-number at its end', () => {
    expect(
      split(
        told('a', { orrId: '1' }),
        told('b', { orrId: '1', eidSubjectId: '2' }),
        told('c', { eidSubjectId: '2', eoirCaseId: '3' }),
        told('d', { eoirCaseId: '3', fin: '4441' }),
        told('e', { fin: '4441', aNumber: one }),
      ).children,
    ).toEqual(['a agency-id, b agency-id, c agency-id, d agency-id, e a-number']);
  });

  it('keeps groups apart that nothing connects', () => {
    expect(split(told('a', { orrId: '1' }), told('b', { orrId: '2' })).children).toHaveLength(2);
  });

  it('keeps groups apart that only a voided record connects, and the voided record waits between them', () => {
    expect(
      split(
        told('a', { orrId: '1' }),
        told('b', { eidSubjectId: '2' }),
        told('c', { orrId: '1', eidSubjectId: '2' }, { voided: true }),
      ),
    ).toEqual({ children: ['a agency-id', 'b agency-id'], unlinked: ['c'] });
  });
});

describe('rule 4: a group that leads to several A-numbers', () => {
  const tied = [
    told('a', { aNumber: one, orrId: '1' }),
    told('b', { aNumber: two, eidSubjectId: '2' }),
    told('tie', { orrId: '1', eidSubjectId: '2' }),
  ];

  it('leaves the record that ties them waiting', () => {
    expect(split(...tied)).toEqual({ children: ['a a-number', 'b a-number'], unlinked: ['tie'] });
  });

  it('links a record whose own id points directly to one of them', () => {
    expect(split(...tied, told('c', { orrId: '1' })).children).toEqual([
      'a a-number, c agency-id',
      'b a-number',
    ]);
  });

  it('leaves a record waiting whose own id points to several', () => {
    expect(
      split(
        told('a', { aNumber: one, orrId: '1' }),
        told('b', { aNumber: two, orrId: '1' }),
        told('c', { orrId: '1' }),
      ),
    ).toEqual({ children: ['a a-number', 'b a-number'], unlinked: ['c'] });
  });

  it('leaves a record waiting whose ids lead to several only through others', () => {
    expect(split(...tied, told('c', { orrId: '1', fin: '5551' }), told('d', { fin: '5551' }))).toEqual({
      children: ['a a-number, c agency-id', 'b a-number'],
      unlinked: ['d', 'tie'],
    });
  });

  it('links what waited once the tie is voided', () => {
    const untied = told('tie', { orrId: '1', eidSubjectId: '2' }, { version: 2, voided: true });
    expect(split(...tied, untied, told('c', { orrId: '1' })).children).toEqual([
      'a a-number, c agency-id',
      'b a-number',
    ]);
  });

  it('also with three A-numbers', () => {
    expect(split(...tied, told('d', { aNumber: three, eidSubjectId: '2' }))).toEqual({
      children: ['a a-number', 'b a-number', 'd a-number'],
      unlinked: ['tie'],
    });
  });
});

describe('rule 5: a record with name and birth date only', () => {
  it('is a child of its own, though another has the same name', () => {
    expect(split(told('a', {}), told('b', {}))).toEqual({ children: ['a record', 'b record'], unlinked: [] });
  });
});

describe('partition of any set', () => {
  it('places every record once: with one child, or waiting', () => {
    assert(
      property(entangledRecords({ min: 1, max: 16 }), (records) => {
        const inUse = recordsInUse(records);
        const { children, unlinked } = partition(inUse);
        const placed = [...children.flatMap((child) => [...child.keys()]), ...unlinked];
        expect(placed.sort()).toEqual([...inUse.keys()].sort());
        expect(unlinked).toEqual([...unlinked].sort());
      }),
      { numRuns: 500 },
    );
  });

  it('never puts records of two A-numbers into one child, nor one A-number’s into two', () => {
    assert(
      property(entangledRecords({ min: 1, max: 16 }), (records) => {
        const inUse = recordsInUse(records);
        const numberOf = ({ inUse: { data } }: RecordInUse) => data.person.identifiers?.aNumber;
        // A number that only withdrawn records have is nobody's any more.
        const said = new Set(
          [...inUse.values()].filter((one) => one.inUse.data.voided !== true).map(numberOf),
        );
        const named = partition(inUse).children.map(
          (child) =>
            new Set(
              [...child.values()]
                .map(({ record }) => numberOf(record))
                .filter((aNumber) => aNumber !== undefined && said.has(aNumber)),
            ),
        );
        for (const aNumbers of named) expect(aNumbers.size).toBeLessThan(2);
        const all = named.flatMap((aNumbers) => [...aNumbers]);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 500 },
    );
  });

  it('is the same for every order', () => {
    const setInTwoOrders = entangledRecords({ min: 1, max: 14 }).chain((records) =>
      tuple(arrivalsOf(records), arrivalsOf(records)),
    );
    assert(
      property(setInTwoOrders, ([first, second]) => {
        expect(split(...first)).toEqual(split(...second));
      }),
      { numRuns: 500 },
    );
  });
});
