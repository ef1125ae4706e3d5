import { describe, expect, it } from '@jest/globals';
import type { RecordType } from '../../../src/contracts/records/index.ts';
import type { LinkedBy } from '../../../src/domain/case-file.ts';
import type { RecordAssertion } from '../../../src/domain/case-file.ts';
import { firstOfEachAgency, seenFrom } from '../../../src/domain/identity/waiting.ts';
import { recordsInUse, type RecordInUse } from '../../../src/domain/in-use.ts';
import { record } from '../../support/records.ts';

const moment = (ms: number) => `2025-01-01T00:00:00.${String(ms).padStart(3, '0')}Z`;
const told = (type: RecordType, id: string, ms = 0, more: object = {}): RecordAssertion =>
  record(type, id, { data: { recordedAt: moment(ms), ...more } as never });

describe('of the records that wait', () => {
  const keys = (...waiting: RecordAssertion[]) =>
    firstOfEachAgency(waiting).map(({ key }) => /\/(.+)@/.exec(key)![1]);
  const ids = (count: number) => Array.from({ length: count }, (_, n) => String(n + 10));

  it('all of ten are shown, sorted by key', () => {
    const ten = ids(10).map((id, n) => told('hhs.placement', id, 10 - n));
    expect(keys(...ten)).toEqual(ids(10));
    expect(keys(...ten.toReversed())).toEqual(ids(10));
  });

  it('of more the ten that were recorded first', () => {
    const eleven = ids(11).map((id, n) => told('hhs.placement', id, 11 - n));
    expect(keys(...eleven)).toEqual(ids(11).slice(1));
  });

  it('recorded at one moment, the smallest keys', () => {
    const eleven = ids(11).map((id) => told('hhs.placement', id));
    expect(keys(...eleven.toReversed())).toEqual(ids(10));
  });

  it('each agency’s are counted by themselves, of whatever type', () => {
    const hhs = ids(11).map((id, n) => told(n % 2 === 0 ? 'hhs.placement' : 'hhs.release', id, n));
    const others = [told('eoir.case', 'c', 500), told('ice.location-check', 'l', 500)];
    const shown = keys(...hhs, ...others);
    expect(shown).toHaveLength(12);
    expect(shown).not.toContain('20');
    expect(shown).toEqual(expect.arrayContaining(['c', 'l']));
  });
});

describe('a record that waits, seen from a child,', () => {
  const child = (...records: RecordAssertion[]): Map<string, { record: RecordInUse; by: LinkedBy }> =>
    new Map([...recordsInUse(records)].map(([key, one]) => [key, { record: one, by: 'agency-id' }]));
  const waits = told('hhs.release', 'w', 100);

  function leading(records: RecordAssertion[], ids: Record<string, string[]>): string {
    const known = new Map(Object.entries(ids));
    for (const { key } of records) if (!known.has(key)) known.set(key, []);
    const [seen] = seenFrom(child(...records), [waits], known);
    expect(seen!.record).toBe(waits);
    return seen!.by;
  }

  const [a, b] = [told('hhs.placement', 'a', 2), told('hhs.placement', 'b', 1)];

  it('is led there by the record that shares an identifier with it', () => {
    const ids = { [a.key]: ['orr:1'], [b.key]: ['orr:2'] };
    expect(leading([a, b], { ...ids, [waits.key]: ['orr:1'] })).toBe(a.key);
    expect(leading([a, b], { ...ids, [waits.key]: ['orr:2'] })).toBe(b.key);
  });

  it('of several by the one recorded first, at one moment that of the smallest key', () => {
    const ids = { [a.key]: ['orr:1'], [b.key]: ['orr:1'], [waits.key]: ['orr:1'] };
    expect(leading([a, b], ids)).toBe(b.key);
    const equal = told('hhs.placement', 'a', 1);
    expect(leading([equal, b], ids)).toBe(equal.key);
    expect(leading([b, equal], ids)).toBe(equal.key);
  });

  it('of several identifiers by the first record of any', () => {
    const ids = { [a.key]: ['orr:1'], [b.key]: ['fin:2'], [waits.key]: ['orr:1', 'fin:2'] };
    expect(leading([a, b], ids)).toBe(b.key);
  });

  it('where it shares none, by the first record with an agency’s id', () => {
    const none = told('hhs.placement', 'none', 0);
    const ids = { [a.key]: ['orr:1'], [b.key]: ['orr:2'], [waits.key]: ['fin:9'] };
    expect(leading([a, b, none], ids)).toBe(b.key);
  });

  it('not by an A-number, which is no agency’s id', () => {
    const ids = { [a.key]: ['orr:1'], [b.key]: ['a:A011111112'], [waits.key]: ['orr:9'] };
    expect(leading([a, b], ids)).toBe(a.key);
  });

  it('by no record that is voided, which ties nothing any more', () => {
    const voided = told('hhs.placement', 'b', 1, { voided: true });
    expect(
      leading([a, voided], { [a.key]: ['orr:1'], [voided.key]: ['orr:1'], [waits.key]: ['orr:1'] }),
    ).toBe(a.key);
  });
});
