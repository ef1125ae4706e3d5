import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { RecordData } from '../../src/contracts/records/index.ts';
import { courseOf } from '../../src/domain/assess.ts';
import { factsOf, supersededOf } from '../../src/domain/facts.ts';
import { firstSetAt, hearingTimes } from '../../src/domain/hearing-times.ts';
import { currentPolicy } from '../../src/domain/policy.ts';
import { runAt } from '../../src/domain/runs.ts';
import { caseFileOf, record } from '../support/records.ts';

type Hearing = Partial<RecordData<'eoir.hearing'>>;
const [JAN, MAY, JUN, JUL] = ['2025-01-10', '2025-05-01', '2025-06-10', '2025-07-20'].map(
  (day) => `${day}T15:00:00.000Z`,
) as [string, string, string, string];
const version = (number: number, data: Hearing) =>
  record('eoir.hearing', 'h', { data: { version: number, recordedAt: data.occurredAt!, ...data } });
const set = version(1, { state: 'set', occurredAt: JAN, scheduledFor: JUN });
const held = version(2, { state: 'held', occurredAt: JUN, scheduledFor: JUN });
const moved = version(2, { state: 'moved', occurredAt: MAY, scheduledFor: JUL });

/** Each time as `<set>..<until> for <time>`, days only. */
function times(...versions: ReturnType<typeof record>[]): string[] {
  const file = caseFileOf(...versions);
  const [hearing] = factsOf(file)['eoir.hearing'];
  const day = (at: number) => (at === Infinity ? '' : new Date(at).toISOString().slice(5, 10));
  const found = hearingTimes(hearing!.data, supersededOf(file).get('eoir.hearing/h@eoir:test'));
  expect(firstSetAt(hearing!.data, supersededOf(file).get('eoir.hearing/h@eoir:test'))).toBe(
    found.at(-1)!.setAt,
  );
  return found.map(
    ({ scheduledFor, setAt, until }) => `${day(setAt)}..${day(until)} for ${day(scheduledFor)}`,
  );
}

describe('the times for which a hearing stood', () => {
  it('looks at each version as often, however many there are', () => {
    const perVersion = (n: number) => {
      let reads = 0;
      const versions = Array.from({ length: n }, (_, index) => {
        const at = new Date(Date.UTC(2025, 0, 1 + index)).toISOString();
        const { data, ...rest } = version(index + 1, { state: 'moved', occurredAt: at, scheduledFor: at });
        const counted = Object.defineProperty({ ...data }, 'scheduledFor', { get: () => (++reads, at) });
        return { ...rest, data: counted } as typeof set;
      });
      const inUse = versions.pop()!.data as RecordData<'eoir.hearing'>;
      expect(hearingTimes(inUse, versions)).toHaveLength(n);
      return Math.round(reads / n);
    };
    expect(perVersion(200)).toBe(perVersion(20));
  });

  it.each<[string, ReturnType<typeof record>[], string[]]>([
    ['set', [set], ['01-10.. for 06-10']],
    ['held: set by the version before, until its time', [set, held], ['01-10..06-10 for 06-10']],
    ['held, by the last version alone', [held], ['06-10..06-10 for 06-10']],
    [
      'not held: until it was called off',
      [set, version(2, { state: 'not-held', occurredAt: MAY, scheduledFor: JUN })],
      ['01-10..05-01 for 06-10'],
    ],
    [
      'not held, as somebody said later: until its time',
      [set, version(2, { state: 'not-held', occurredAt: JUL, scheduledFor: JUN })],
      ['01-10..06-10 for 06-10'],
    ],
    ['moved: both times', [set, moved], ['01-10..05-01 for 06-10', '05-01.. for 07-20']],
    [
      'moved, then held',
      [set, moved, version(3, { state: 'held', occurredAt: JUL, scheduledFor: JUL })],
      ['01-10..05-01 for 06-10', '05-01..07-20 for 07-20'],
    ],
    [
      'moved away and back',
      [set, moved, version(3, { state: 'moved', occurredAt: '2025-05-20T15:00:00Z', scheduledFor: JUN })],
      ['01-10..05-01 for 06-10', '05-01..05-20 for 07-20', '01-10.. for 06-10'],
    ],
    [
      'moved, and to no other time: until it was moved',
      [set, version(2, { state: 'moved', occurredAt: MAY, scheduledFor: JUN })],
      ['01-10..05-01 for 06-10'],
    ],
    [
      '… said twice: until it was said first',
      [
        set,
        version(2, { state: 'moved', occurredAt: MAY, scheduledFor: JUN }),
        version(3, { state: 'moved', occurredAt: JUN, scheduledFor: JUN }),
      ],
      ['01-10..05-01 for 06-10'],
    ],
    [
      '… and held then all the same: it stood',
      [
        set,
        version(2, { state: 'moved', occurredAt: MAY, scheduledFor: JUN }),
        { ...held, data: { ...held.data, version: 3 } } as typeof held,
      ],
      ['01-10..06-10 for 06-10'],
    ],
    [
      'moved to another time, said again: it stands',
      [set, moved, version(3, { state: 'moved', occurredAt: JUN, scheduledFor: JUL })],
      ['01-10..05-01 for 06-10', '05-01.. for 07-20'],
    ],
    [
      'moved, by the only version there is: it stands',
      [version(1, { state: 'moved', occurredAt: MAY, scheduledFor: JUL })],
      ['05-01.. for 07-20'],
    ],
    [
      'a time put right is none',
      [
        version(1, { state: 'set', occurredAt: JAN, scheduledFor: MAY }),
        version(2, { state: 'set', occurredAt: JAN, scheduledFor: JUN }),
      ],
      ['01-10.. for 06-10'],
    ],
    [
      'a version withdrawn says nothing',
      [
        version(1, { state: 'set', occurredAt: JAN, scheduledFor: JUN, voided: true }),
        version(2, { state: 'set', occurredAt: MAY, scheduledFor: JUN }),
      ],
      ['05-01.. for 06-10'],
    ],
    [
      'of two contents of a lower version the one that was in use',
      [
        set,
        version(1, { state: 'set', occurredAt: '2025-01-01T15:00:00Z', recordedAt: JAN, scheduledFor: JUN }),
        version(1, { state: 'set', occurredAt: '2025-01-15T15:00:00Z', recordedAt: MAY, scheduledFor: JUN }),
        held,
      ],
      ['01-15..06-10 for 06-10'],
    ],
  ])('%s', (_title, versions, expected) => {
    expect(times(...versions)).toEqual(expected);
    expect(times(...versions.toReversed())).toEqual(expected);
  });
});

describe('what was answered of a day stays, whatever the hearing’s next version says', () => {
  const received = record('eoir.case', 'c', { data: { receivedOn: '2025-01-06' } });
  const on = (day: string, ...versions: ReturnType<typeof record>[]) => {
    const { value, since } = runAt(
      courseOf(caseFileOf(received, ...versions), currentPolicy).court,
      Date.parse(`${day}T17:00:00Z`),
    );
    return [value, new Date(since).toISOString()];
  };

  it.each<[string, ReturnType<typeof record>]>([
    ['held', held],
    ['not held', version(2, { state: 'not-held', occurredAt: JUN, scheduledFor: JUN })],
    ['missed', version(2, { state: 'not-held', occurredAt: JUN, scheduledFor: JUN, adjournmentCode: '11' })],
    ['moved', moved],
    [
      'held, with another spelling of its time',
      version(2, { state: 'held', occurredAt: JUN, scheduledFor: '2025-06-10T11:00:00-04:00' }),
    ],
  ])('%s', (_title, next) => {
    for (const day of ['2025-01-10', '2025-03-01', '2025-04-30'])
      expect(on(day, set, next)).toEqual(['scheduled', JAN]);
    expect(on('2025-01-09', set, next)[0]).toBe('no-hearing');
    expect(on('2025-03-01', next, set)).toEqual(on('2025-03-01', set, next));
  });

  it('and then says what came of it', () => {
    expect(on('2025-06-10', set, held)).toEqual(['appeared', JUN]);
    expect(on('2025-06-10', set, moved)).toEqual(['scheduled', JAN]);
  });

  it('is a function of the set of versions', () => {
    const story = [set, moved, version(3, { state: 'held', occurredAt: JUL, scheduledFor: JUL })];
    const expected = courseOf(caseFileOf(received, ...story), currentPolicy);
    fc.assert(
      fc.property(fc.shuffledSubarray(story, { minLength: 3 }), (shuffled) => {
        expect(courseOf(caseFileOf(...shuffled, received, ...shuffled), currentPolicy)).toEqual(expected);
      }),
    );
  });
});
