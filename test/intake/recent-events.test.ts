import { describe, expect, it } from '@jest/globals';
import { RecentEvents } from '../../src/intake/recent-events.ts';

describe('RecentEvents', () => {
  it('knows every content of an event, each once', () => {
    const recent = new RecentEvents();
    recent.add('e', 'd1');
    recent.add('e', 'd2');
    recent.add('e', 'd1');
    expect(recent.digestsOf('e')).toEqual(['d1', 'd2']);
    expect(recent.digestsOf('other')).toEqual([]);
  });

  it('forgets the older half, and never holds more than two generations', () => {
    const recent = new RecentEvents(2);
    for (const key of ['a', 'b', 'c', 'd', 'e']) recent.add(key, 'x');
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => recent.digestsOf(key).length > 0)).toEqual([
      'c',
      'd',
      'e',
    ]);
  });

  it('holds of an event that comes with ever other contents the latest few, and counts contents, not events', () => {
    const recent = new RecentEvents(50);
    recent.add('other', 'd');
    for (let n = 0; n < 100; n++) recent.add('e', `d${n}`);
    expect(recent.digestsOf('e')).toEqual(Array.from({ length: 10 }, (_, n) => `d${90 + n}`));
    expect(recent.digestsOf('other')).toEqual([]);
  });

  it('tells apart keys that begin alike', () => {
    const recent = new RecentEvents();
    recent.add('01234-a', 'd1');
    recent.add('01234-b', 'd2');
    expect(['01234-a', '01234-b', '01234-c', '01235-a'].map((key) => recent.digestsOf(key))).toEqual([
      ['d1'],
      ['d2'],
      [],
      [],
    ]);
  });

  it('knows none for longer than two minutes, and each for one', () => {
    let now = 0;
    const recent = new RecentEvents(100, () => now);
    const known = (): string[] => ['a', 'b', 'c'].filter((key) => recent.digestsOf(key).length > 0);
    recent.add('a', 'x');
    now = 59_999;
    recent.add('b', 'x');
    expect(known()).toEqual(['a', 'b']);
    now = 60_000;
    recent.add('c', 'x');
    expect(known()).toEqual(['a', 'b', 'c']);
    now = 120_000;
    expect(known()).toEqual(['c']);
    now = 180_000;
    expect(known()).toEqual([]);
    recent.add('a', 'x');
    now = 400_000;
    expect(known()).toEqual([]);
  });
});
