import { partitionName } from '../../contracts/topics.ts';
import {
  OffsetOutOfRangeError,
  TopicMadeAnewError,
  type PartitionBatch,
  type TopicPartition,
  type Watermark,
} from '../event-log.ts';
import type { HandOver, HandOvers } from './hand-overs.ts';
import { toRecord } from './records.ts';

/** A partition held: where the next poll goes on. */
interface Held {
  at: TopicPartition;
  next: bigint;
  /** `next` was set from outside and must be seen to be kept before it is read from: kafkajs would jump silently. */
  checked: boolean;
  refused: OffsetOutOfRangeError | TopicMadeAnewError | null;
  /** The message given out last, as kafkajs had it. */
  last: { offset: string; timestamp: string } | null;
}

/** The partitions that a member holds, each with its place: what kafkajs fetched is given out from there on and nowhere else. */
export interface HeldPartitions {
  all(): TopicPartition[];
  has(at: TopicPartition): boolean;
  /** Hold these and no others, their places not known yet. */
  hold(partitions: readonly TopicPartition[]): void;
  /** Where to begin with partitions whose place is not known yet; null: with the first message kept. */
  begin(partitions: readonly TopicPartition[], starts: ReadonlyArray<bigint | null>): void;
  seek(at: TopicPartition, offset: bigint): void;
  /** See that the places set from outside are kept, and tell kafkajs. Throws where one is not. */
  check(): Promise<void>;
  /** See that what was fetched goes on where we are. Throws where kafkajs jumped since our place is not kept. */
  checkGaps(): Promise<void>;
  take(maxMessages: number): PartitionBatch[];
}

/** kafkajs' side of a place. */
export interface Mover {
  pause(at: TopicPartition): void;
  resume(at: TopicPartition): void;
  seek(at: TopicPartition, offset: bigint): void;
}

export function createHeldPartitions({
  fetched,
  mover,
  watermarks,
}: {
  fetched: HandOvers;
  mover: Mover;
  watermarks: (topic: string) => Promise<Watermark[]>;
}): HeldPartitions {
  let held = new Map<string, Held>();
  const heldAt = (at: TopicPartition): Held | undefined => held.get(partitionName(at));

  function refuse(state: Held, because: NonNullable<Held['refused']>): void {
    state.refused = because;
    state.checked = true;
    fetched.drop(state.at);
    mover.pause(state.at);
  }

  /** Let kafkajs read on from `next`, but keep what it has fetched from there already. */
  function moveTo({ at, next }: Held): void {
    mover.resume(at);
    const kept = fetched.all().find((item) => partitionName(item.at) === partitionName(at));
    if (kept !== undefined && firstOf(kept) === next) return;
    fetched.drop(at);
    mover.seek(at, next);
  }

  function outOfRange({ at, next }: Held, kept: { low: bigint; high: bigint }): OffsetOutOfRangeError {
    return new OffsetOutOfRangeError({ ...at, offset: next }, kept);
  }

  async function marksOf(places: readonly TopicPartition[]): Promise<Map<string, Watermark>> {
    const names = [...new Set(places.map(({ topic }) => topic))];
    const marks = new Map<string, Watermark>();
    await Promise.all(
      names.map(async (topic) => {
        for (const mark of await watermarks(topic)) marks.set(partitionName({ topic, ...mark }), mark);
      }),
    );
    return marks;
  }

  function throwRefused(): void {
    for (const { refused } of held.values()) if (refused !== null) throw refused;
  }

  /**
   * A fetch that doesn't begin where we are: kafkajs tried again after a fault (older ones come again), the log has a
   * hole (compaction), or what we asked for is not kept and kafkajs jumped, silently. The marks tell; and where the topic was made
   * anew and is long enough by now, the message given out last, which is another one.
   */
  function settleGap(item: HandOver, state: Held, mark: Watermark): void {
    item.gapChecked = true;
    const { last } = state;
    const again = last === null ? undefined : item.messages.find(({ offset }) => offset === last.offset);
    if (state.next < mark.low || state.next > mark.high) {
      refuse(state, outOfRange(state, mark));
    } else if (last !== null && again !== undefined && again.timestamp !== last.timestamp) {
      refuse(state, new TopicMadeAnewError({ ...state.at, offset: BigInt(last.offset) }));
    } else if (item.end <= state.next) {
      moveTo(state); // all of it known
    } else {
      const first = item.messages.findIndex((message) => BigInt(message.offset) >= state.next);
      item.taken = first === -1 ? item.messages.length : first;
      if (first === -1) moveTo(state);
    }
  }

  return {
    all: () => [...held.values()].map(({ at }) => at),
    has: (at) => held.has(partitionName(at)),
    hold(partitions) {
      held = new Map(
        partitions.map((at) => [
          partitionName(at),
          { at, next: -1n, checked: false, refused: null, last: null },
        ]),
      );
    },
    begin(partitions, starts) {
      for (const [i, at] of partitions.entries()) {
        const state = heldAt(at);
        // Null is the first one kept: settled by the check. A `seek` made meanwhile is newer.
        if (state !== undefined && state.next < 0n) state.next = starts[i] ?? -1n;
      }
    },
    seek(at, offset) {
      const state = heldAt(at);
      if (state === undefined) return;
      fetched.drop(at);
      held.set(partitionName(at), { at: state.at, next: offset, checked: false, refused: null, last: null });
    },
    async check() {
      const open = [...held.values()].filter((state) => !state.checked);
      if (open.length > 0) {
        const marks = await marksOf(open.map((state) => state.at));
        for (const state of open) {
          if (heldAt(state.at) !== state) continue;
          const { low, high } = marks.get(partitionName(state.at)) ?? { low: 0n, high: 0n };
          if (state.next < 0n) state.next = low;
          if (state.next < low || state.next > high) {
            refuse(state, outOfRange(state, { low, high }));
            continue;
          }
          state.checked = true;
          state.refused = null;
          moveTo(state);
        }
      }
      throwRefused();
    },
    async checkGaps() {
      const odd = fetched.all().filter((item) => {
        const state = heldAt(item.at);
        if (item.gapChecked || item.taken > 0 || state?.checked !== true) return false;
        return firstOf(item) !== state.next;
      });
      if (odd.length > 0) {
        const marks = await marksOf(odd.map((item) => item.at));
        for (const item of odd) {
          const state = heldAt(item.at);
          const mark = marks.get(partitionName(item.at));
          if (state !== undefined && mark !== undefined && fetched.all().includes(item))
            settleGap(item, state, mark);
        }
      }
      throwRefused();
    },
    take(maxMessages) {
      const batches: PartitionBatch[] = [];
      let left = maxMessages;
      for (const item of Array.from(fetched.all())) {
        const state = heldAt(item.at);
        if (left <= 0) break;
        if (state?.checked !== true || state.refused !== null) continue;
        const messages = fetched.take(item, left);
        left -= messages.length;
        const from = state.next;
        const whole = item.taken === item.messages.length;
        state.next = whole ? item.end : BigInt(messages.at(-1)!.offset) + 1n;
        const { offset, timestamp } = messages.at(-1)!;
        state.last = { offset, timestamp };
        const records = messages.map((message) => toRecord(item.at, message));
        batches.push({ ...item.at, from, next: state.next, messages: records });
      }
      return batches;
    },
  };
}

function firstOf(item: HandOver): bigint {
  return BigInt(item.messages[0]!.offset);
}
