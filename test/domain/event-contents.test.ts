import { describe, expect, it } from '@jest/globals';
import {
  byEvent,
  countingContents,
  eventOf,
  NAMED_CONTENTS,
  overusedEvents,
} from '../../src/domain/event-contents.ts';
import { record } from '../support/records.ts';

const told = (id: string, data: object = {}, eventId = 'e', source = 'urn:us-gov:hhs:test') =>
  record('hhs.placement', id, { eventId, source, data });
const many = (count: number, eventId = 'e') =>
  Array.from({ length: count }, (_, n) => told(`p${n}`, {}, eventId));

describe('an event', () => {
  it('is known by source and id', () => {
    expect(eventOf(told('a'))).toBe(eventOf(told('b')));
    expect(eventOf(told('a', {}, 'f'))).not.toBe(eventOf(told('a')));
    expect(eventOf(told('a', {}, 'e', 'urn:us-gov:hhs:other'))).not.toBe(eventOf(told('a')));
    expect(eventOf({ source: 'a', eventId: 'bc' })).not.toBe(eventOf({ source: 'ab', eventId: 'c' }));
  });

  it('has each content once', () => {
    const [a, b] = [told('a'), told('b')];
    const events = byEvent([a, b, { ...a }, told('c', {}, 'f')]);
    expect(
      [...events].map(([event, contents]) => [event, [...contents.values()].map(({ key }) => key)]),
    ).toEqual([
      [eventOf(a), ['hhs.placement/a@hhs:test', 'hhs.placement/b@hhs:test']],
      [eventOf(told('c', {}, 'f')), ['hhs.placement/c@hhs:test']],
    ]);
  });
});

describe('an overused event', () => {
  it('has more contents than ten', () => {
    expect(NAMED_CONTENTS).toBe(10);
    expect(overusedEvents(many(10))).toEqual([]);
    expect(overusedEvents(many(11)).map(eventOf)).toEqual([eventOf(told('a'))]);
  });

  it('has them under one id: repetitions and other events do not count', () => {
    expect(overusedEvents([...many(10), ...many(10)])).toEqual([]);
    expect(overusedEvents([...many(10), ...many(10, 'f')])).toEqual([]);
    expect(overusedEvents([...many(10), ...many(11, 'f')]).map(({ eventId }) => eventId)).toEqual(['f']);
  });
});

describe('of one event’s contents', () => {
  const early = { recordedAt: '2025-01-01T00:00:00.000Z' };
  const late = { recordedAt: '2025-01-01T00:00:00.001Z' };

  it('that of each record counts which was recorded last', () => {
    const [first, last, other] = [told('a', early), told('a', late), told('b', early)];
    for (const contents of [
      [first, last, other],
      [other, last, first],
    ])
      expect(countingContents(contents)).toEqual(new Set([last, other]));
  });

  it('recorded at one moment the greater digest counts', () => {
    const contents = ['P-1', 'P-2', 'P-3'].map((programCode) => told('a', { programCode }));
    const greatest = contents.reduce((a, b) => (a.digest > b.digest ? a : b));
    expect([...countingContents(contents)]).toEqual([greatest]);
    expect([...countingContents(contents.toReversed())]).toEqual([greatest]);
  });

  it('the version plays no part: one id, one of them was meant', () => {
    const [second, first] = [told('a', { ...early, version: 2 }), told('a', late)];
    expect([...countingContents([second, first])]).toEqual([first]);
  });
});
