import { describe, expect, it } from '@jest/globals';
import { assert, property, tuple } from 'fast-check';
import type { Assertion } from '../../src/domain/case-file.ts';
import { caseFilesOf } from '../../src/domain/case-files.ts';
import { discrepanciesOf } from '../../src/domain/discrepancies/index.ts';
import { eventOf } from '../../src/domain/event-contents.ts';
import { contentsOf, recordsInUse } from '../../src/domain/in-use.ts';
import { arrivalsOf, entangledRecords } from '../support/arbitrary-records.ts';
import { record } from '../support/records.ts';

const early = '2025-01-01T00:00:00.000Z';
const late = '2025-02-01T00:00:00.000Z';

function placement(version: number, recordedAt: string, programCode: string, eventId?: string): Assertion {
  return record('hhs.placement', 'p', {
    data: { version, recordedAt, programCode },
    ...(eventId === undefined ? {} : { eventId }),
  });
}

function programInUse(...records: Assertion[]): unknown {
  const { data } = recordsInUse(records).get('hhs.placement/p@hhs:test')!.inUse;
  return 'programCode' in data ? data.programCode : undefined;
}

describe('recordsInUse: versions of a record', () => {
  it('takes the highest version, whenever it arrived', () => {
    expect(programInUse(placement(2, early, 'second'), placement(1, early, 'first'))).toBe('second');
    expect(programInUse(placement(1, early, 'first'), placement(2, early, 'second'))).toBe('second');
  });

  it('takes the highest version though a lower one was recorded later', () => {
    expect(programInUse(placement(1, late, 'first'), placement(2, early, 'second'))).toBe('second');
  });

  it('compares versions as numbers', () => {
    expect(programInUse(placement(9, early, 'nine'), placement(10, early, 'ten'))).toBe('ten');
  });

  it('keeps what never counted, since another content of the record came under its event', () => {
    const [lost, wins] = [placement(1, early, 'lost', 'e'), placement(2, late, 'wins', 'e')];
    const third = placement(3, late, 'third', 'other');
    const found = recordsInUse([wins, third, lost]).get('hhs.placement/p@hhs:test')!;
    expect(found).toMatchObject({ inUse: third, superseded: [wins], rivals: [], lost: [lost] });
    expect(contentsOf(found)).toEqual([lost, wins, third]);
    expect(contentsOf(recordsInUse([third]).get('hhs.placement/p@hhs:test')!)).toEqual([third]);
  });

  it('takes of several contents of one version the one recorded last, and keeps the others as rivals', () => {
    const [lost, won] = [placement(1, early, 'a'), placement(1, late, 'b')];
    expect(programInUse(won, lost)).toBe('b');
    expect(recordsInUse([lost, won]).get('hhs.placement/p@hhs:test')!.rivals).toEqual([lost]);
  });

  it('takes of contents recorded at one moment the one of the greater digest', () => {
    const contents = ['a', 'b', 'c', 'd'].map((code) => placement(1, early, code));
    const greatest = contents.reduce((a, b) => (a.digest > b.digest ? a : b));
    expect(recordsInUse(contents).get('hhs.placement/p@hhs:test')!.inUse).toBe(greatest);
  });

  it('takes the same content under another event id as the same, not as a rival', () => {
    const found = recordsInUse([placement(1, early, 'a', 'e2'), placement(1, early, 'a', 'e1')]);
    expect(found.get('hhs.placement/p@hhs:test')).toMatchObject({ inUse: { eventId: 'e1' }, rivals: [] });
  });

  it('keeps a voided version in use', () => {
    const voided = record('hhs.placement', 'p', { data: { version: 2, voided: true } });
    expect(recordsInUse([placement(1, late, 'a'), voided]).get('hhs.placement/p@hhs:test')!.inUse).toBe(
      voided,
    );
  });
});

describe('recordsInUse: contents of an event', () => {
  it('lets the same event again change nothing', () => {
    const one = placement(1, early, 'a', 'e');
    expect(recordsInUse([one, { ...one }])).toEqual(recordsInUse([one]));
  });

  it('takes of several contents under one event id the one recorded last, even with a lower version', () => {
    const [kept, won] = [placement(2, early, 'a', 'e'), placement(1, late, 'b', 'e')];
    expect(programInUse(kept, won)).toBe('b');
    expect(recordsInUse([kept, won]).get('hhs.placement/p@hhs:test')).toMatchObject({
      rivals: [],
      eventRivals: [{ digest: kept.digest }],
    });
  });

  it('keeps each of two records that came under one event id, and shows either beside the other', () => {
    const one = record('hhs.placement', 'one', { eventId: 'e' });
    const other = record('hhs.placement', 'other', { eventId: 'e', data: { recordedAt: late } });
    const found = recordsInUse([one, other]);
    expect(found.get(one.key)).toMatchObject({ inUse: one, eventRivals: [other] });
    expect(found.get(other.key)).toMatchObject({ inUse: other, eventRivals: [one] });
  });

  it('takes of one record’s contents under one event id one, whatever else came under it', () => {
    const stranger = record('hhs.placement', 'stranger', {
      eventId: 'e',
      data: { recordedAt: '2027-01-01T00:00:00.000Z' },
    });
    const [lost, won] = [placement(1, early, 'a', 'e'), placement(1, late, 'b', 'e')];
    const found = recordsInUse([stranger, lost, won]);
    expect(found.get(won.key)).toMatchObject({ inUse: won, rivals: [] });
    expect(found.get(stranger.key)!.inUse).toBe(stranger);
  });

  it('counts one event id of two sources as two events', () => {
    const one = record('hhs.placement', 'a', { eventId: 'e', source: 'urn:us-gov:hhs:one' });
    const other = record('hhs.placement', 'b', { eventId: 'e', source: 'urn:us-gov:hhs:other' });
    expect(recordsInUse([one, other]).size).toBe(2);
  });

  it('uses a content that one event outranks where another event says it, too', () => {
    const said = placement(3, early, 'a', 'e');
    const other = placement(1, late, 'b', 'e');
    expect(programInUse(said, other, { ...said, eventId: 'f' })).toBe('a');
  });

  it('keeps a rival that came as two events once, whichever came first', () => {
    const [won, lost] = [placement(1, late, 'b'), placement(1, early, 'a', 'e1')];
    const again = { ...lost, eventId: 'e2' };
    for (const records of [
      [won, lost, again],
      [again, lost, won],
      [lost, won, again],
    ]) {
      expect(recordsInUse(records).get('hhs.placement/p@hhs:test')!.rivals).toEqual([lost]);
    }
  });

  it('tells source and event id apart where joined they read the same', () => {
    const one = record('hhs.placement', 'p', { source: 'urn:us-gov:hhs:a', eventId: 'bc' });
    const other = { ...one, source: 'urn:us-gov:hhs:ab', eventId: 'c' };
    expect(recordsInUse([one, other])).toEqual(recordsInUse([other, one]));
  });
});

describe('recordsInUse: an event with more contents than are named', () => {
  const crowd = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      record('hhs.placement', `p${i}`, { eventId: 'e', ids: { orrId: `o${i}` } }),
    );

  it('names all up to ten, and none of more', () => {
    const ten = [...recordsInUse(crowd(10)).values()];
    expect(ten.map(({ eventRivals, overused }) => [eventRivals.length, overused])).toEqual(
      ten.map(() => [9, false]),
    );
    const eleven = [...recordsInUse(crowd(11)).values()];
    expect(eleven.map(({ eventRivals, overused }) => [eventRivals.length, overused])).toEqual(
      eleven.map(() => [0, true]),
    );
  });

  it('says the same of a part of them, where it is told of the event', () => {
    const all = crowd(12);
    const whole = recordsInUse(all);
    for (const one of all)
      expect(recordsInUse([one], new Set([eventOf(one)]))).toEqual(new Map([[one.key, whole.get(one.key)]]));
  });

  it('takes of one record’s contents the one recorded last, as of any event', () => {
    const [lost, won] = [placement(1, early, 'a', 'e'), placement(1, late, 'b', 'e')];
    const found = recordsInUse([won, ...crowd(12), lost]).get('hhs.placement/p@hhs:test');
    expect(found).toMatchObject({ inUse: won, rivals: [], overused: true });
  });

  it('shows as much of each, however many there are', () => {
    const shownOf = (n: number) =>
      caseFilesOf(crowd(n)).children.map((child) =>
        discrepanciesOf(child).map((one) => ({ ...one, records: 1 })),
      );
    expect(shownOf(300)[0]).toHaveLength(1);
    expect(new Set(shownOf(300).map((shown) => JSON.stringify(shown)))).toEqual(
      new Set(shownOf(11).map((shown) => JSON.stringify(shown))),
    );
  });
});

describe('recordsInUse of any set', () => {
  it('is the same for every order and repetition', () => {
    const setInTwoOrders = entangledRecords({ min: 1, max: 12 }).chain((records) =>
      tuple(arrivalsOf(records), arrivalsOf(records)),
    );
    assert(
      property(setInTwoOrders, ([one, other]) => {
        expect(sorted(recordsInUse(one))).toEqual(sorted(recordsInUse(other)));
      }),
      { numRuns: 500 },
    );
  });
});

function sorted(found: ReturnType<typeof recordsInUse>) {
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}
