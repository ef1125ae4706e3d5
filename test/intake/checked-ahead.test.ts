import { describe, expect, it } from '@jest/globals';
import type { CheckedItem } from '../../src/intake/check-item.ts';
import { checkedAhead } from '../../src/intake/checked-ahead.ts';
import { LineBlock } from '../../src/intake/line-block.ts';

const sender = { agency: 'hhs' as const, client: 'portal', receivedAt: '2026-05-01T12:00:00.000Z' };

function blockOf(line: number): LineBlock {
  const block = new LineBlock();
  block.add({ number: line, bytes: Buffer.from('x'), length: 1 });
  return block;
}

describe('checkedAhead', () => {
  it.each([
    ['is one block ahead where the checker has no room', false, 1],
    ['is a few blocks ahead where it has, however many there are', true, 3],
  ])('%s', async (_, hasRoom, most) => {
    let read = 0;
    const blocks = async function* () {
      for (let line = 1; line <= 10; line += 1) {
        read += 1;
        yield blockOf(line);
      }
    };
    const check = async (block: LineBlock) => [{ line: block.numbers[0] }] as CheckedItem[];
    const next = checkedAhead(blocks(), { check, hasRoom: () => hasRoom }, () => sender);
    for (let line = 1; line <= 10; line += 1) {
      expect(await next()).toEqual([{ line }]);
      await new Promise(setImmediate);
      expect(read).toBeLessThanOrEqual(line - 1 + most);
    }
    expect(await next()).toBeNull();
  });

  it('gives what was checked before one failed, and then its error', async () => {
    const blocks = async function* () {
      yield blockOf(1);
      yield blockOf(2);
      yield blockOf(3);
    };
    const check = async (block: LineBlock): Promise<CheckedItem[]> => {
      if (block.numbers[0] === 2) throw new Error('not this one');
      return [];
    };
    const next = checkedAhead(blocks(), { check, hasRoom: () => true }, () => sender);
    expect(await next()).toEqual([]);
    await expect(next()).rejects.toThrow('not this one');
  });
});
