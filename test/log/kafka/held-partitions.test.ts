import { describe, expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import type { HandOver, HandOvers } from '../../../src/log/kafka/hand-overs.ts';
import { createHeldPartitions } from '../../../src/log/kafka/held-partitions.ts';

const at = { topic: 'hhs.placement.v1', partition: 0 };

/** Messages of one fetch; the moment at which each was appended tells those of a topic made anew. */
function fetchOf(from: number, count: number, appendedAt: number): HandOver {
  const messages = Array.from({ length: count }, (_, i): KafkaMessage => {
    const offset = String(from + i);
    return {
      key: Buffer.from('k'),
      value: null,
      headers: {},
      timestamp: String(appendedAt),
      attributes: 0,
      offset,
    };
  });
  return {
    at,
    messages,
    end: BigInt(from + count),
    taken: 0,
    inHand: false,
    gapChecked: false,
    finish: () => {},
  };
}

/** One held partition of which 0 to 9 were given out, and what kafkajs fetches next. */
async function after10(next: HandOver, high: bigint) {
  let queue: HandOver[] = [];
  const fetched = {
    all: () => queue,
    take(item: HandOver, most: number) {
      const taken = item.messages.slice(item.taken, item.taken + most);
      item.taken += taken.length;
      return taken;
    },
    drop: () => void (queue = []),
  } as unknown as HandOvers;
  const held = createHeldPartitions({
    fetched,
    mover: { pause() {}, resume() {}, seek() {} },
    watermarks: async () => [{ partition: 0, low: 0n, high }],
  });
  held.hold([at]);
  held.begin([at], [0n]);
  await held.check();
  queue = [fetchOf(0, 10, 1)];
  held.take(100);
  queue = [next];
  return held;
}

describe('a fetch that begins before the place where we are', () => {
  it('is passed over as far as it is known', async () => {
    const held = await after10(fetchOf(5, 10, 1), 15n);
    await held.checkGaps();
    expect(held.take(100)[0]?.messages.map(({ offset }) => offset)).toEqual([10n, 11n, 12n, 13n, 14n]);
  });

  it('is refused where the topic ends before it', async () => {
    const held = await after10(fetchOf(0, 4, 2), 4n);
    await expect(held.checkGaps()).rejects.toMatchObject({ code: 'offset-out-of-range' });
  });

  it('is refused where it is of a topic made anew that is long enough by now', async () => {
    const held = await after10(fetchOf(0, 15, 2), 15n);
    await expect(held.checkGaps()).rejects.toMatchObject({ code: 'topic-made-anew' });
    expect(held.take(100)).toEqual([]);
  });
});
