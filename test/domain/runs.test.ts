import { describe, expect, it } from '@jest/globals';
import { lastOf, runAt, runsOf, sortByMoment, sortedDistinct, type Answer } from '../../src/domain/runs.ts';

/** An answer that changes at 10 (value), 20 (basis only), 30 (nothing), 40 (value, back to the first). */
function decide(at: number): Answer<'low' | 'high'> {
  if (at >= 40) return { value: 'low', rule: 'end', basis: [] };
  if (at >= 20) return { value: 'high', rule: 'middle', basis: ['b'] };
  if (at >= 10) return { value: 'high', rule: 'middle', basis: ['a'] };
  return { value: 'low', rule: 'start', basis: [] };
}

describe('runsOf', () => {
  const runs = runsOf([30, 10, 40, 20, 10], decide);

  it('begins at the beginning of time, whatever the moments', () => {
    expect(runsOf([], decide)).toEqual([
      { from: -Infinity, since: -Infinity, value: 'low', rule: 'start', basis: [] },
    ]);
  });

  it('has one run for each change of value, rule or basis, in order, and none where nothing changes', () => {
    expect(runs.map((run) => run.from)).toEqual([-Infinity, 10, 20, 40]);
  });

  it('counts since from the beginning of the last unbroken stretch of the value', () => {
    expect(runs.map((run) => run.since)).toEqual([-Infinity, 10, 10, 40]);
  });

  it.each([
    ['before the first change', 9, 'start'],
    ['at a change', 10, 'middle'],
    ['between changes', 35, 'middle'],
    ['after the last', 1_000, 'end'],
    ['at the beginning of time', -Infinity, 'start'],
  ])('runAt finds the run %s', (_title, at, rule) => {
    expect(runAt(runs, at).rule).toBe(rule);
  });
});

it('runsOf has a new run where one of several records of the basis is another', () => {
  const basisOf = (at: number): Answer<'low'> => ({
    value: 'low',
    rule: 'start',
    basis: ['a', at < 10 ? 'b' : 'c'],
  });
  expect(runsOf([10], basisOf).map(({ from, basis }) => [from, ...basis])).toEqual([
    [-Infinity, 'a', 'b'],
    [10, 'a', 'c'],
  ]);
});

it('sortByMoment sorts by moment, facts of one moment by key', () => {
  const facts = ['b2', 'a2', 'c1', 'z0'].map((key) => ({ key, at: Number(key[1]) }));
  expect(sortByMoment(facts).map(({ key }) => key)).toEqual(['z0', 'c1', 'a2', 'b2']);
  expect(
    sortByMoment([
      { key: 'b', at: 1 },
      { key: 'a', at: 0 },
    ])[0]!.key,
  ).toBe('a');
});

it('lastOf tells the last fact at or before each moment, of one moment the last in order', () => {
  const last = lastOf(['a1', 'b1', 'c3'].map((key) => ({ key, at: Number(key[1]) })));
  expect([0, 1, 2, 3, 4].map((at) => last(at)?.key)).toEqual([undefined, 'b1', 'b1', 'c3', 'c3']);
});

it('sortedDistinct sorts by number and leaves its input alone', () => {
  const moments = [10, 9, 10, -Infinity, 100];
  expect(sortedDistinct(moments)).toEqual([-Infinity, 9, 10, 100]);
  expect(moments).toEqual([10, 9, 10, -Infinity, 100]);
});
