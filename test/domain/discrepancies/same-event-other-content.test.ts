import { describe, expect, it } from '@jest/globals';
import type { Agency } from '../../../src/contracts/record.ts';
import { NAMED_CONTENTS } from '../../../src/domain/event-contents.ts';
import { caseFileOf, record } from '../../support/records.ts';
import { discrepanciesOf } from '../../../src/domain/discrepancies/index.ts';
import { contradictions, found } from './contradictions.ts';

const rule = 'same-event-other-content';
const later = '2025-02-01T00:00:00.000Z';
const courtCase = (id: string, data: object = {}, eventId = 'e') =>
  record('eoir.case', id, { eventId, data });

describe(rule, () => {
  it('shows nothing where nothing contradicts', () => {
    expect(discrepanciesOf(caseFileOf(record('hhs.placement', 'p'), record('eoir.case', 'c')))).toEqual([]);
  });

  it('shows one event with several contents once, and the records that they speak of', () => {
    const contents = [courtCase('a'), courtCase('b', { recordedAt: later })];
    expect(discrepanciesOf(caseFileOf(...contents))).toEqual([
      {
        rule,
        records: ['eoir.case/a@eoir:test', 'eoir.case/b@eoir:test'],
        owner: 'eoir',
        detail:
          '2 contents under one event id, of several records; each record stands, the sender has to say which it meant',
      },
    ]);
    expect(found(rule, ...contents)).toEqual([
      'eoir: eoir.case/a@eoir:test eoir.case/b@eoir:test always open',
    ]);
  });

  it('shows one event that came with two contents of one record', () => {
    expect(contradictions(rule, courtCase('a'), courtCase('a', { recordedAt: later }))).toMatchObject([
      {
        records: ['eoir.case/a@eoir:test'],
        detail: '2 contents under one event id; in use is the one recorded last',
      },
    ]);
  });

  it.each<[Agency, 'ice.location-check' | 'hhs.placement']>([
    ['ice', 'ice.location-check'],
    ['hhs', 'hhs.placement'],
  ])('is told to the agency whose record it is: %s', (owner, type) => {
    const [a, b] = ['a', 'b'].map((id) => record(type, id, { eventId: 'e' }));
    expect(found(rule, a!, b!)).toEqual([
      `${owner}: ${type}/a@${owner}:test ${type}/b@${owner}:test always open`,
    ]);
  });

  it('of records of two agencies is told to that of the smallest key', () => {
    const source = 'urn:us-gov:both:test';
    const [first, last] = [
      record('eoir.case', 'a', { eventId: 'e', source }),
      record('hhs.placement', 'a', { eventId: 'e', source }),
    ];
    for (const records of [
      [first, last],
      [last, first],
    ])
      expect(found(rule, ...records)).toEqual([
        'eoir: eoir.case/a@both:test hhs.placement/a@both:test always open',
      ]);
  });

  it('is closed by a higher version of the record under an id of its own', () => {
    const two = [courtCase('a'), courtCase('a', { recordedAt: later })];
    expect(found(rule, ...two)).toHaveLength(1);
    expect(found(rule, ...two, courtCase('a', { version: 2 }, 'f'))).toEqual([]);
  });

  it.each([
    ['one event twice', [courtCase('a'), courtCase('a')]],
    ['one content under two ids', [courtCase('a'), courtCase('a', {}, 'f')]],
    ['one id of two senders', [courtCase('a'), { ...courtCase('b'), source: 'urn:us-gov:eoir:other' }]],
  ])('%s: none', (_title, records) => {
    expect(found(rule, ...records)).toEqual([]);
  });

  it('names up to ten contents; of more, each record names itself alone and says that there are more', () => {
    const contents = Array.from({ length: NAMED_CONTENTS + 1 }, (_, n) => courtCase(`c${n + 10}`));
    expect(contradictions(rule, ...contents.slice(1))).toMatchObject([
      { records: { length: NAMED_CONTENTS } },
    ]);
    const overused = contradictions(rule, ...contents);
    expect(overused.map(({ records }) => records)).toEqual(contents.map(({ key }) => [key]));
    expect(overused[0]?.detail).toBe(
      'more than 10 contents under one event id; of each record the one recorded last is in use, the sender has to say which it meant',
    );
  });
});
