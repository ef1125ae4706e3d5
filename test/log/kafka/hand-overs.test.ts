import { describe, expect, it } from '@jest/globals';
import type { EachBatchPayload } from 'kafkajs';
import { createHandOvers, type HandOvers } from '../../../src/log/kafka/hand-overs.ts';

interface Fetched {
  /** Offsets that kafkajs was told are read. */
  read: string[];
  done: Promise<'done' | Error>;
}

const HEARTBEAT_MS = 5;
const offsetsOf = (messages: readonly { offset: string }[]): string[] => messages.map(({ offset }) => offset);

/** As kafkajs hands over what it fetched of a partition. */
function fetched(
  handOvers: HandOvers,
  partition: number,
  offsets: readonly string[],
  heartbeat: () => Promise<void> = async () => {},
): Fetched {
  const read: string[] = [];
  const payload = {
    batch: {
      topic: 't',
      partition,
      messages: offsets.map((offset) => ({ offset })),
      lastOffset: () => offsets.at(-1)!,
    },
    heartbeat,
    isRunning: () => true,
    resolveOffset: (offset: string) => void read.push(offset),
  } as unknown as EachBatchPayload;
  const done = handOvers.handle(payload).then(
    () => 'done' as const,
    (error: unknown) => error as Error,
  );
  return { read, done };
}

describe('what kafkajs fetched and polls take', () => {
  it('is read when the poll after the last of it begins', async () => {
    let rung = 0;
    const handOvers = createHandOvers(HEARTBEAT_MS, () => (rung += 1));
    const { read, done } = fetched(handOvers, 0, ['4', '5', '6']);
    expect(rung).toBe(1);
    const [item] = handOvers.all();
    expect(item).toMatchObject({ at: { topic: 't', partition: 0 }, end: 7n });
    expect(offsetsOf(handOvers.take(item!, 2))).toEqual(['4', '5']);
    handOvers.release();
    expect(offsetsOf(handOvers.take(item!, 2))).toEqual(['6']);
    expect(read).toEqual([]);
    handOvers.release();
    expect(await done).toBe('done');
    expect(read).toEqual(['6']);
  });

  it('comes after the others once some of it was taken', () => {
    const handOvers = createHandOvers(HEARTBEAT_MS, () => {});
    for (const partition of [0, 1, 2]) fetched(handOvers, partition, ['1', '2']);
    handOvers.take(handOvers.all()[0]!, 1);
    expect(handOvers.all().map(({ at }) => at.partition)).toEqual([1, 2, 0]);
    handOvers.close();
  });

  it('is not read where it was dropped', async () => {
    const handOvers = createHandOvers(HEARTBEAT_MS, () => {});
    const [one, other] = [fetched(handOvers, 0, ['1']), fetched(handOvers, 1, ['1'])];
    handOvers.drop({ topic: 't', partition: 0 });
    expect(await one.done).toBe('done');
    expect(handOvers.all().map(({ at }) => at.partition)).toEqual([1]);
    handOvers.close();
    expect(await other.done).toBe('done');
    expect([...one.read, ...other.read]).toEqual([]);
    expect(await fetched(handOvers, 0, ['2']).done).toBe('done');
    expect(handOvers.all()).toEqual([]);
  });

  it('lets the application finish what it has in hand when the group wants us back, and nothing else', async () => {
    const handOvers = createHandOvers(HEARTBEAT_MS, () => {});
    const rebalance = new Error('the group moves partitions');
    let moving = false;
    const heartbeat = async (): Promise<void> => {
      if (moving) throw rebalance;
    };
    const [inHand, untouched] = [
      fetched(handOvers, 0, ['1'], heartbeat),
      fetched(handOvers, 1, ['1'], heartbeat),
    ];
    handOvers.take(handOvers.all()[0]!, 10);
    moving = true;
    expect(await untouched.done).toBe(rebalance);
    expect(handOvers.isRevoked()).toBe(true);
    expect(await fetched(handOvers, 2, ['1']).done).toBe(rebalance);
    handOvers.release();
    expect(await inHand.done).toBe(rebalance);
    expect([...inHand.read, ...untouched.read]).toEqual([]);

    handOvers.renew();
    expect(handOvers.isRevoked()).toBe(false);
    const again = fetched(handOvers, 0, ['1']);
    handOvers.take(handOvers.all()[0]!, 10);
    handOvers.release();
    expect(await again.done).toBe('done');
    expect(again.read).toEqual(['1']);
  });
});
