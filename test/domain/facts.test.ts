import { describe, expect, it } from '@jest/globals';
import { recordTypes } from '../../src/contracts/records/index.ts';
import { factsOf } from '../../src/domain/facts.ts';
import { caseFileOf, record } from '../support/records.ts';

describe('factsOf', () => {
  it('has a list for every record type, empty where there is no record', () => {
    const facts = factsOf({ childId: '', records: [], acts: [], waiting: [] });
    expect(Object.keys(facts).sort()).toEqual([...recordTypes].sort());
    expect(Object.values(facts).flat()).toEqual([]);
  });

  it('puts each record with its type, sorted by key, and leaves out voided ones', () => {
    const facts = factsOf(
      caseFileOf(
        record('hhs.placement', 'b'),
        record('hhs.placement', 'a'),
        record('hhs.placement', 'c', { data: { voided: true } }),
        record('hhs.release', 'r'),
      ),
    );
    expect(facts['hhs.placement'].map((fact) => fact.key)).toEqual([
      'hhs.placement/a@hhs:test',
      'hhs.placement/b@hhs:test',
    ]);
    expect(facts['hhs.release'].map((fact) => fact.key)).toEqual(['hhs.release/r@hhs:test']);
  });

  it('leaves out a record whose version in use is voided, though an earlier one is not', () => {
    const facts = factsOf(
      caseFileOf(
        record('hhs.release', 'r'),
        record('hhs.release', 'r', { data: { version: 2, voided: true } }),
      ),
    );
    expect(facts['hhs.release']).toEqual([]);
  });
});
