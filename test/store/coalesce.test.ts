import { describe, expect, it } from '@jest/globals';
import { coalesce } from '../../src/store/coalesce.ts';

describe('coalesce', () => {
  it('asks once for all keys of one turn, and for equal keys once', async () => {
    const loads: string[][] = [];
    const get = coalesce(async (keys: string[]) => {
      loads.push(keys);
      return new Map(keys.filter((key) => key !== 'none').map((key) => [key, key.toUpperCase()]));
    });
    expect(await Promise.all([get('a'), get('b'), get('a'), get('none')])).toEqual(['A', 'B', 'A', null]);
    expect(loads).toEqual([['a', 'b', 'none']]);
  });

  it('gathers keys while as many loads are under way as allowed', async () => {
    const loads: Array<{ keys: string[]; done: () => void }> = [];
    const get = coalesce(
      (keys: string[]) =>
        new Promise<Map<string, string>>((resolve) => {
          loads.push({ keys, done: () => resolve(new Map(keys.map((key) => [key, key]))) });
        }),
      { maxLoads: 1, maxKeys: 2 },
    );
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const first = get('a');
    await turn();
    const rest = [get('b'), get('c'), get('d')];
    await turn();
    expect(loads.map(({ keys }) => keys)).toEqual([['a']]);
    loads[0]!.done();
    await first;
    await turn();
    loads[1]!.done();
    await rest[0];
    await turn();
    loads[2]!.done();
    await Promise.all(rest);
    expect(loads.map(({ keys }) => keys)).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('fails all that asked together, and goes on', async () => {
    let fail = true;
    const get = coalesce(async (keys: string[]) => {
      if (fail) throw new Error('down');
      return new Map(keys.map((key) => [key, key]));
    });
    const asked = await Promise.allSettled([get('a'), get('b')]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fail = false;
    expect(await get('a')).toBe('a');
  });
});
