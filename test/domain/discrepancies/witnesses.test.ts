import { describe, expect, it } from '@jest/globals';
import { contradictingWitnesses } from '../../../src/domain/discrepancies/witnesses.ts';
import { caseFileOf, record } from '../../support/records.ts';

/** What a record says stands in its programme's code; even and odd ones contradict each other. */
function says(id: string, value: string, day = 1, more: object = {}) {
  return record('hhs.placement', id, {
    data: { programCode: value, recordedAt: `2025-01-0${day}T00:00:00.000Z`, ...more },
  });
}

function pairs(...records: Array<ReturnType<typeof says>>): string[] {
  return contradictingWitnesses(
    caseFileOf(...records),
    ({ type, data }) => (type === 'hhs.placement' && data.programCode !== '0' ? data.programCode : undefined),
    (a, b) => a === b,
    (a, b) => Number(a) % 2 === Number(b) % 2,
  ).map(([first, second]) => `${first.data.recordId} ${second.data.recordId}`);
}

describe('witnesses that contradict each other', () => {
  it('are the first to say a value and the first to say another', () => {
    expect(pairs(says('a', '1', 1), says('b', '2', 2))).toEqual(['a b']);
    expect(pairs(says('a', '1', 2), says('b', '2', 1))).toEqual(['b a']);
  });

  it('of one moment stand in the order of their keys', () => {
    expect(pairs(says('b', '1'), says('a', '2'))).toEqual(['a b']);
  });

  it('are none where both can be true', () => {
    expect(pairs(says('a', '1', 1), says('b', '3', 2), says('c', '1', 3))).toEqual([]);
  });

  it('count once for each value, however many say it', () => {
    expect(pairs(says('a', '1', 1), says('b', '2', 2), says('c', '2', 3), says('d', '1', 4))).toEqual([
      'a b',
    ]);
  });

  it('each stand against the first that they contradict', () => {
    expect(pairs(says('a', '1', 1), says('b', '3', 2), says('c', '2', 3), says('d', '4', 4))).toEqual([
      'a c',
      'a d',
    ]);
    expect(pairs(says('a', '1', 1), says('b', '2', 2), says('c', '3', 3))).toEqual(['a b', 'b c']);
  });

  it('are no records that say nothing, or nothing any more', () => {
    expect(pairs(says('a', '1', 1), says('b', '0', 2))).toEqual([]);
    expect(pairs(says('a', '1', 1), says('b', '2', 2, { voided: true }))).toEqual([]);
    expect(pairs(says('a', '1', 1, { voided: true }), says('b', '2', 2), says('c', '1', 3))).toEqual(['b c']);
    expect(pairs(says('a', '1', 1), says('b', '2', 2), says('b', '3', 3, { version: 2 }))).toEqual([]);
  });
});
